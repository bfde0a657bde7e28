"""From rows to the figures of tables and pictures. Intervals are 95 % bootstrap intervals over clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from bench.open.conditions import CLEAN
from bench.open.corpus import APART
from bench.open.measure import ALLOWED_LATE_S, MEASURES, Row
from bench.open.ours import CHORDWORK, TEMPLATES
from bench.open.result import Result
from evaluation.calibration import BINS, Bin
from evaluation.clips import WITHOUT_CHORDS
from evaluation.resampling import PERCENTILES, RESAMPLES, Estimate, difference, mean, quantile
from evaluation.scoring import Share

ALL: Final = "all with chords"
CDF_STEPS_S: Final = tuple(round(0.02 * step, 2) for step in range(101))
"""Of the curve of naming delays: up to two seconds."""


@attrs.frozen
class Heard:
    """Clips and rows of one program under one condition, in the same order."""

    names: list[str]
    rows: list[Row]
    weights: list[list[float]]


def heard(result: Result, program: str, condition: str = CLEAN, kind: str = ALL) -> Heard:
    """Rows of clips of a kind; of all kinds with chords by default."""
    rows = result.rows.get(program, {}).get(condition, {})
    names = [
        name
        for name, clip in result.clips.items()
        if name in rows and (clip.kind == kind or (kind == ALL and clip.kind not in APART))
    ]
    return Heard(names, [rows[name] for name in names], [result.clips[name].weights for name in names])


def shares(of: Heard, tier: str, measure: str) -> list[Share]:
    """Of each clip."""
    index = MEASURES.index(measure)
    return [
        (row.shares[tier][index], weights[index])
        for row, weights in zip(of.rows, of.weights, strict=True)
        if tier in row.shares
    ]


def accuracy(
    result: Result, program: str, tier: str, measure: str, *, condition: str = CLEAN, kind: str = ALL
) -> Estimate | None:
    """Share right."""
    return mean(shares(heard(result, program, condition, kind), tier, measure))


def lead(
    result: Result, program: str, tier: str, measure: str, *, condition: str = CLEAN, kind: str = ALL
) -> Estimate | None:
    """Chordwork's share right less another program's, of the same tier, clip by clip."""
    ours, theirs = (heard(result, name, condition, kind) for name in (CHORDWORK, program))
    own = dict(zip(ours.names, shares(ours, tier, measure), strict=True))
    pairs = [
        (own[name], share)
        for name, share in zip(theirs.names, shares(theirs, tier, measure), strict=True)
        if name in own
    ]
    return difference(pairs)


@attrs.frozen
class Display:
    """What somebody sees who watches a program, clean.

    Attributes:
        median_s: onset to right name.
        p90_s: of those that were named.
        never: share of onsets that never were.
        needless: changes of the display beyond what a chord needs, a chord.
        false_a_minute: chords that were claimed on sound without any.
    """

    median_s: Estimate | None
    p90_s: Estimate | None
    never: float
    needless: Estimate | None
    false_a_minute: float | None


def display(result: Result, program: str, condition: str = CLEAN) -> Display:
    """Of the live tier."""
    of = heard(result, program, condition)
    onsets = [result.clips[name].onsets for name in of.names]
    chords = [result.clips[name].chords for name in of.names]
    return Display(
        quantile([row.delays for row in of.rows], 0.5),
        quantile([row.delays for row in of.rows], 0.9),
        sum(row.never for row in of.rows) / max(sum(onsets), 1),
        mean([(row.needless / count, float(count)) for row, count in zip(of.rows, chords, strict=True)]),
        false_chords(result, program, "live", condition),
    )


def false_chords(result: Result, program: str, tier: str, condition: str = CLEAN) -> float | None:
    """Chords a minute that were claimed on sound without any; None where nobody listened to such."""
    of = heard(result, program, condition, WITHOUT_CHORDS)
    minutes = sum(result.clips[name].seconds for name in of.names) / 60
    return sum(row.false.get(tier, 0) for row in of.rows) / minutes if minutes else None


def naming_curve(result: Result, program: str) -> list[float]:
    """Share of all onsets whose right name was on the display by each of :data:`CDF_STEPS_S`."""
    of = heard(result, program)
    delays = np.array([delay for row in of.rows for delay in row.delays])
    count = len(delays) + sum(row.never for row in of.rows)
    return [float((delays <= step + 1e-9).sum()) / max(count, 1) for step in CDF_STEPS_S]


def decided_after(result: Result, program: str) -> Estimate | None:
    """Median seconds from the end of a final chord until it was said."""
    return quantile([row.decided for row in heard(result, program).rows], 0.5)


def reliability(result: Result, program: str) -> list[Bin]:
    """Confidence of final chords in ten bins, clean; means of an empty one are NaN."""
    sums = np.zeros((BINS, 3))
    for row in heard(result, program).rows:
        sums += _bins(row)
    return [
        Bin(
            number / BINS,
            (number + 1) / BINS,
            0,
            float(seconds),
            float(sure / seconds) if seconds else float("nan"),
            float(right / seconds) if seconds else float("nan"),
        )
        for number, (sure, right, seconds) in enumerate(sums)
    ]


def calibration_error(result: Result, program: str) -> Estimate | None:
    """Expected calibration error on clean clips; None without confidence."""
    clips = [_bins(row) for row in heard(result, program).rows if row.sure]
    if not clips:
        return None
    sums = np.stack(clips)
    picks = np.random.default_rng(0).integers(len(sums), size=(RESAMPLES, len(sums)))
    low, high = np.percentile(_ece(sums[picks].sum(axis=1)), PERCENTILES)
    return Estimate(float(_ece(sums.sum(axis=0))), float(low), float(high), len(sums))


def _bins(row: Row) -> NDArray[np.float64]:
    table = np.zeros((BINS, 3))
    for number, *values in row.sure:
        table[int(number)] = values
    return table


def _ece(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape ``(…, BINS, 3)``, sure seconds, right seconds and seconds, to ``(…)``."""
    gaps = np.abs(sums[..., 1] - sums[..., 0])
    return np.asarray(gaps.sum(axis=-1) / np.maximum(sums[..., 2].sum(axis=-1), 1e-9))


@attrs.frozen
class Cost:
    """Of hearing.

    Attributes:
        cpu_s: CPU seconds for a second of audio, clean.
        times_templates: the same, over what the templates took on the same clips in the same run.
    """

    cpu_s: float | None
    times_templates: float | None


def cost(result: Result, program: str) -> Cost:
    """Of all clips, with and without chords, clean."""
    rows = result.rows.get(program, {}).get(CLEAN, {})
    seconds = sum(result.clips[name].seconds for name in rows)
    base = result.rows.get(TEMPLATES, {}).get(CLEAN, {})
    both = [name for name in rows if name in base]
    theirs = sum(base[name].cpu_s for name in both)
    noted = result.programs[program].times_templates if program in result.programs else None
    return Cost(
        sum(row.cpu_s for row in rows.values()) / seconds if seconds else None,
        noted if noted is not None else sum(rows[name].cpu_s for name in both) / theirs if theirs else None,
    )


def best_tier(result: Result, program: str) -> str:
    """The tier by which a program is ranked: final, where there is one."""
    return "final" if "final" in result.programs[program].tiers else "live"


def ranked(result: Result, tier: str) -> list[str]:
    """Programs of a tier that heard every clip clean, the best by majmin first."""
    found: list[tuple[float, str]] = []
    for program, about in result.programs.items():
        figure = accuracy(result, program, tier, "majmin")
        if tier in about.tiers and CLEAN in result.conditions(program) and figure is not None:
            found.append((-figure.value, program))
    return [program for _, program in sorted(found)]


def flat(result: Result) -> dict[str, float]:
    """A few figures by name, for ``python -m bench compare`` on folders of results."""
    figures: dict[str, float] = {}
    for program in result.programs:
        for tier in ("final", *ALLOWED_LATE_S):
            if (found := accuracy(result, program, tier, "majmin")) is not None:
                figures[f"{program} {tier} majmin"] = round(found.value, 4)
        if (spent := cost(result, program).cpu_s) is not None:
            figures[f"{program} cpu_s_per_audio_s"] = round(spent, 5)
        figures[f"{program} peak_mb"] = round(result.programs[program].peak_mb, 1)
    return figures


def kinds(result: Result) -> Sequence[str]:
    """Kinds with chords, in the order of the clips."""
    return [kind for kind in dict.fromkeys(clip.kind for clip in result.clips.values()) if kind != WITHOUT_CHORDS]
