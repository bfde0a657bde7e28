"""Two results of the open benchmark: what got worse, surely.

Both sides heard the same clips, so clips are resampled together and what is hard for both cancels out. A figure is
*worse* where its whole 95 % interval lies on the wrong side, and its change is more than the least that matters:

================  ==========================================================================================
accuracy          each measure and tier, share right, of all conditions that both heard; by more than 0.005
cost              CPU of hearing beside the templates' on the same clips in the same run; by more than 10 %
naming            median of onset to right name; by more than 20 ms
flicker           needless changes a chord; by more than 0.05
false chords      a minute, on sound without chords; by more than 1
calibration       the expected calibration error; by more than 0.02
classes           the share of a quality's, a root's or a chord's seconds that are called by its right name; by
                  more than 0.1. Two that are called by each other's name are said to be swapped
================  ==========================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from bench.open.conditions import CLEAN
from bench.open.errors import OpenBenchmarkError
from bench.open.measure import MEASURES, Row
from bench.open.ours import TEMPLATES
from bench.open.result import Result
from evaluation.calibration import BINS
from evaluation.clips import WITHOUT_CHORDS
from evaluation.resampling import PERCENTILES, RESAMPLES

ACCURACY: Final = 0.005
COST: Final = 0.10
NAMING_S: Final = 0.02
FLICKER: Final = 0.05
FALSE_A_MINUTE: Final = 1.0
CALIBRATION: Final = 0.02
RECALL: Final = 0.1
SWAPPED: Final = 0.4
"""By so much more of each of two classes' seconds is called by the other's name."""
FEWEST_S: Final = 2.0
"""Of a class, in each result."""

Floats = NDArray[np.float64]


@attrs.frozen
class Change:
    """A figure of one program, before and after.

    Attributes:
        program: whose.
        figure: what.
        before: its value.
        after: likewise.
        low: lower end of the interval of the change.
        high: upper end.
        worse: surely worse.
        better: surely better.
    """

    program: str
    figure: str
    before: float
    after: float
    low: float
    high: float
    worse: bool
    better: bool


@attrs.frozen
class Swap:
    """Two classes that are called by each other's name since."""

    program: str
    level: str
    one: str
    other: str
    shares: tuple[float, float]

    def __str__(self) -> str:
        return (
            f"{self.program}: {self.level} {self.one} and {self.other} are swapped: {self.shares[0]:.0%} of "
            f"{self.one} is now called {self.other}, {self.shares[1]:.0%} of {self.other} {self.one}"
        )


@attrs.frozen
class Verdict:
    """Everything that was compared."""

    changes: list[Change]
    swaps: list[Swap]

    @property
    def complaints(self) -> list[str]:
        """What got worse, a sentence each."""
        worse = [
            f"{each.program}: {each.figure} {each.before:.4g} → {each.after:.4g} [{each.low:+.3f} {each.high:+.3f}]"
            for each in self.changes
            if each.worse
        ]
        return [*map(str, self.swaps), *worse]


def compared(before: Result, after: Result) -> Verdict:
    """Of every program that both results have.

    Raises:
        OpenBenchmarkError: they were scored otherwise, or have nothing in common.
    """
    if before.scoring != after.scoring:
        raise OpenBenchmarkError("the two results were scored otherwise: measure both with one version of the scoring")
    changes: list[Change] = []
    swaps: list[Swap] = []
    for program in after.programs:
        if program in before.programs:
            pairs = list(_pairs(before, after, program))
            if pairs:
                changes += _changes(before, after, program, pairs)
                swaps += _swaps(program, pairs)
    if not changes:
        raise OpenBenchmarkError("the two results have no program and no clip in common")
    return Verdict(changes, swaps)


@attrs.frozen
class _Pair:
    clip: str
    kind: str
    condition: str
    weights: Floats
    before: Row
    after: Row
    base: tuple[float, float] | None
    """CPU seconds of the templates, before and after."""


def _pairs(before: Result, after: Result, program: str) -> Iterator[_Pair]:
    """Rows of the same sound."""
    for condition, rows in after.rows.get(program, {}).items():
        old = before.rows.get(program, {}).get(condition, {})
        for clip, row in rows.items():
            if clip in old and before.clips.get(clip) == after.clips.get(clip):
                facts = after.clips[clip]
                base = [result.rows.get(TEMPLATES, {}).get(condition, {}).get(clip) for result in (before, after)]
                costs = (base[0].cpu_s, base[1].cpu_s) if base[0] is not None and base[1] is not None else None
                yield _Pair(clip, facts.kind, condition, np.array(facts.weights), old[clip], row, costs)


def _changes(before: Result, after: Result, program: str, pairs: Sequence[_Pair]) -> Iterator[Change]:
    sounding = [pair for pair in pairs if pair.kind != WITHOUT_CHORDS]
    silent = [pair for pair in pairs if pair.kind == WITHOUT_CHORDS]
    tiers = list(dict.fromkeys(tier for pair in sounding for tier in pair.after.shares if tier in pair.before.shares))
    for tier in tiers:
        for index, measure in enumerate(MEASURES):
            sums = _by_clip(sounding, lambda pair: [
                pair.before.shares[tier][index] * pair.weights[index],  # noqa: B023
                pair.after.shares[tier][index] * pair.weights[index],  # noqa: B023
                pair.weights[index],  # noqa: B023
            ])  # fmt: skip
            yield _judged(program, f"{tier} {measure}", sums, _ratios, -ACCURACY)
    if "live" in tiers:
        facts = dict(after.clips.items())
        flicker = _by_clip(sounding, lambda pair: [pair.before.needless, pair.after.needless, facts[pair.clip].chords])
        yield _judged(program, "needless changes a chord", flicker, _ratios, FLICKER)
        yield from _naming(program, sounding)
    for tier in dict.fromkeys(tier for pair in silent for tier in after.programs[program].tiers):
        false = _by_clip(
            silent,
            lambda pair: [
                pair.before.false.get(tier, 0),  # noqa: B023
                pair.after.false.get(tier, 0),  # noqa: B023
                after.clips[pair.clip].seconds / 60,
            ],
        )
        yield _judged(program, f"{tier} false chords a minute", false, _ratios, FALSE_A_MINUTE)
    if any(pair.before.sure and pair.after.sure for pair in sounding):
        bins = _by_clip(sounding, lambda pair: np.stack([_filled(pair.before.sure), _filled(pair.after.sure)]).ravel())
        yield _judged(program, "calibration error", bins, _calibration, CALIBRATION)
    if program != TEMPLATES and all(pair.base for pair in pairs):
        spent = _by_clip(pairs, lambda pair: [pair.before.cpu_s, pair.after.cpu_s, *(pair.base or (0.0, 0.0))])
        yield _judged(program, "CPU beside the templates", spent, _cost, COST, relative=True)
    yield from _recalls(program, pairs)


def _by_clip(pairs: Sequence[_Pair], values: Callable[[_Pair], Sequence[float] | Floats]) -> Floats:
    """Sums over the conditions of each clip: one music is one witness."""
    sums: dict[str, Floats] = {}
    for pair in pairs:
        found = np.asarray(values(pair), np.float64)
        sums[pair.clip] = sums[pair.clip] + found if pair.clip in sums else found
    return np.stack(list(sums.values())) if sums else np.zeros((0, 1))


def _ratios(sums: Floats) -> tuple[Floats, Floats]:
    weight = np.maximum(sums[..., 2], 1e-9)
    return sums[..., 0] / weight, sums[..., 1] / weight


def _cost(sums: Floats) -> tuple[Floats, Floats]:
    return sums[..., 0] / np.maximum(sums[..., 2], 1e-9), sums[..., 1] / np.maximum(sums[..., 3], 1e-9)


def _calibration(sums: Floats) -> tuple[Floats, Floats]:
    bins = sums.reshape(*sums.shape[:-1], 2, BINS, 3)
    gaps = np.abs(bins[..., 1] - bins[..., 0]).sum(axis=-1)
    errors = gaps / np.maximum(bins[..., 2].sum(axis=-1), 1e-9)
    return errors[..., 0], errors[..., 1]


def _filled(sure: Sequence[Sequence[float]]) -> Floats:
    table = np.zeros((BINS, 3))
    for number, *values in sure:
        table[int(number)] = values
    return table


def _judged(
    program: str,
    figure: str,
    sums: Floats,
    of: Callable[[Floats], tuple[Floats, Floats]],
    least: float,
    *,
    relative: bool = False,
) -> Change:
    """``least`` is what a change for the worse is at least; below 0 where more is better."""
    old, new = (float(value) for value in of(sums.sum(axis=0)))
    picks = np.random.default_rng(0).integers(len(sums), size=(RESAMPLES, len(sums)))
    before, after = of(sums[picks].sum(axis=1))
    apart = after / np.maximum(before, 1e-9) - 1.0 if relative else after - before
    change = new / max(old, 1e-9) - 1.0 if relative else new - old
    return _change(program, figure, old, new, change, apart, least)


def _change(program: str, figure: str, old: float, new: float, change: float, apart: Floats, least: float) -> Change:
    low, high = (float(value) for value in np.percentile(apart, PERCENTILES))
    grew, shrank = low > 0.0 and change > abs(least), high < 0.0 and change < -abs(least)
    worse, better = (grew, shrank) if least > 0 else (shrank, grew)
    return Change(program, figure, old, new, low, high, worse, better)


def _naming(program: str, pairs: Sequence[_Pair]) -> Iterator[Change]:
    clips: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for pair in pairs:
        clips[pair.clip][0].extend(pair.before.delays)
        clips[pair.clip][1].extend(pair.after.delays)
    both = [each for each in clips.values() if each[0] and each[1]]
    if not both:
        return
    picks = np.random.default_rng(0).integers(len(both), size=(RESAMPLES, len(both)))
    apart = np.array([_median(both, row, 1) - _median(both, row, 0) for row in picks])
    everything = np.arange(len(both))
    old, new = _median(both, everything, 0), _median(both, everything, 1)
    yield _change(program, "onset to right name, median s", old, new, new - old, apart, NAMING_S)


def _median(clips: Sequence[tuple[list[float], list[float]]], row: NDArray[np.int64], side: int) -> float:
    return float(np.median(np.concatenate([clips[index][side] for index in row])))


def _levels(label: str) -> Mapping[str, str]:
    """The classes of a chord."""
    root, colon, quality = label.partition(":")
    return {"chord": label, "quality": quality, "root": root} if colon else {"chord": label}


def _names(level: str, wanted: str, given: str) -> tuple[str, str] | None:
    """Class that was to be named, and class that was named; None where the level does not speak of it.

    A quality is judged where the root is right, or nobody could say which quality took whose place.
    """
    here, there = _levels(wanted), _levels(given)
    if level not in here:
        return None
    if level == "quality" and there.get("root") != here["root"]:
        return None
    return here[level], there.get(level, given)


Table = dict[str, dict[str, float]]


def _table(pairs: Sequence[_Pair], level: str, side: str) -> Table:
    """Seconds of each class by what was said instead, on clean clips."""
    found: Table = defaultdict(lambda: defaultdict(float))
    for pair in pairs:
        for wanted, row in getattr(pair, side).said.items():
            for given, seconds in row.items():
                if (names := _names(level, wanted, given)) is not None:
                    found[names[0]][names[1]] += seconds
    return found


def _share(table: Table, wanted: str, given: str) -> float:
    row = table.get(wanted, {})
    return row.get(given, 0.0) / max(sum(row.values()), 1e-9)


def _swaps(program: str, pairs: Sequence[_Pair]) -> list[Swap]:
    """At the most general level at which they are seen."""
    for level in ("quality", "root", "chord"):
        before, after = (_table(pairs, level, side) for side in ("before", "after"))
        names = sorted(
            name for name in after if min(sum(table.get(name, {}).values()) for table in (before, after)) >= FEWEST_S
        )
        found = [
            Swap(program, level, one, other, (_share(after, one, other), _share(after, other, one)))
            for number, one in enumerate(names)
            for other in names[number + 1 :]
            if _share(after, one, other) - _share(before, one, other) > SWAPPED
            and _share(after, other, one) - _share(before, other, one) > SWAPPED
        ]
        if found:
            return found
    return []


def _recalls(program: str, pairs: Sequence[_Pair]) -> Iterator[Change]:
    """Of each quality and root, over the clips that have it."""
    clean = [pair for pair in pairs if pair.condition == CLEAN]
    for level in ("quality", "root"):
        names = sorted(_table(clean, level, "after"))
        for name in names:
            rows = []
            for pair in clean:
                one, other = (_table([pair], level, side) for side in ("before", "after"))
                seconds = sum(other.get(name, {}).values())
                if seconds > 0:
                    rows.append([_share(one, name, name) * seconds, _share(other, name, name) * seconds, seconds])
            if len(rows) > 1 and sum(row[2] for row in rows) >= FEWEST_S:
                yield _judged(program, f"recall of {level} {name}", np.array(rows), _ratios, -RECALL)
