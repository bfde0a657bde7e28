"""The benchmark's tables."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.practice.counting import Count, ratio
from bench.practice.recordings import Recording, dev_clips, real_guitar
from bench.practice.strums import Strum, strums
from chordwork.engine import NotesEvent, Recognizer
from chordwork.engine._hearing import Hearing
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.music.practice import SILENT, SOUNDS, check_chord
from evaluation.clips import RATE_HZ

Found = tuple[bool, bool, bool]
"""Something was noticed; the string was named first; it was among the first."""
TOP: Final = 2
"""A string counts as found among so many named."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data pack")
    parser.add_argument("--cache", type=Path, default=Path("training/cache"), help="rendered clips")
    parser.add_argument("--half", choices=("a", "b"), default="b", help="a: thresholds were chosen on it; b: not")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print, return the raw data."""
    result = {"half": options.half, "strums": _strums(strums(options.data, options.half, quick=quick))}
    recordings = [*dev_clips(options.cache, options.half, step=8 if quick else 1), *real_guitar(options.data)]
    result["recordings"] = _recordings(recordings)
    return result


def _strums(played: Iterable[Strum]) -> dict[str, Any]:
    missing, foreign = Count(), Count()
    by_slip: dict[str, list[Found]] = defaultdict(list)
    right = [0, 0]
    chroma: list[tuple[NDArray[np.float64], Strum]] = []
    for strum in played:
        heard = _heard(strum.audio, RATE_HZ)[-1:]
        chroma.append((_chroma(strum.audio), strum))
        if not heard:
            right[1] += strum.slip == "none"
            missing.missed += len(strum.expected - strum.sounding)
            foreign.missed += len(strum.sounding - strum.expected)
            continue
        feedback = check_chord(strum.chord, heard[0].probabilities)
        missing.add(frozenset(n.pitch_class for n in feedback.missing), strum.expected - strum.sounding)
        foreign.add(frozenset(n.pitch_class for n in feedback.foreign), strum.sounding - strum.expected)
        if strum.string is None:
            right[0] += feedback.verdict == "right"
            right[1] += 1
        elif (
            strum.sounding != strum.expected
        ):  # A doubled note that fails, or an open string of the chord, is no fault.
            strings = [6 - check.string for check in feedback.checks]
            noticed = feedback.verdict != "right"
            by_slip[strum.slip].append((noticed, strings[:1] == [strum.string], strum.string in strings[:TOP]))
    plain = _plain(chroma)
    _print_strums(missing, foreign, right, by_slip, plain)
    return {
        "missing": missing.data(), "foreign": foreign.data(), "right_called_right": right,
        "slips": {name: [*map(sum, zip(*rows, strict=True)), len(rows)] for name, rows in by_slip.items()},
        "chroma": {name: count.data() for name, count in plain.items()},
    }  # fmt: skip


def _print_strums(
    missing: Count, foreign: Count, right: list[int], by_slip: dict[str, list[Found]], plain: dict[str, Count]
) -> None:
    table = Table(title="Strummed chords, one slip each: precision / recall [95 %]", title_justify="left")
    for heading in ("notes", "model", "plain chroma, best threshold in hindsight"):
        table.add_column(heading)
    table.add_row("missing", missing.shown(), plain["missing"].shown())
    table.add_row("foreign", foreign.shown(), plain["foreign"].shown())
    table.add_row("right chords called right", ratio(*right), "")
    Console(width=150).print(table)
    table = Table(title="Slips that change what sounds: noticed, and the string named", title_justify="left")
    for heading in ("slip", "noticed", "string named first", f"among the first {TOP}"):
        table.add_column(heading)
    for name, rows in by_slip.items():
        table.add_row(name, *(ratio(sum(column), len(rows)) for column in zip(*rows, strict=True)))
    Console(width=150).print(table)


def _recordings(recordings: Iterable[Recording]) -> dict[str, Any]:
    counts: dict[str, tuple[Count, Count]] = defaultdict(lambda: (Count(), Count()))
    for recording in recordings:
        sounding, silent = counts[recording.kind]
        for event in _heard(recording.audio, recording.rate_hz):
            through, near = recording.sounding(event.start, event.at)
            heard = frozenset(tone for tone in range(12) if event.probabilities[tone] >= SOUNDS)
            unheard = frozenset(tone for tone in range(12) if event.probabilities[tone] < SILENT)
            sounding.add(heard - (near - through), through)
            silent.add(unheard - (near - through), frozenset(range(12)) - near)
    table = Table(title="Notes heard while music plays: precision / recall [95 %]", title_justify="left")
    for heading in ("recording", "said to sound", "said not to sound"):
        table.add_column(heading)
    for kind, (sounding, silent) in counts.items():
        table.add_row(kind, sounding.shown(), silent.shown())
    Console(width=150).print(table)
    return {kind: {"sounding": one.data(), "silent": two.data()} for kind, (one, two) in counts.items()}


def _heard(audio: NDArray[np.int16], rate_hz: int) -> list[NotesEvent]:
    with Recognizer(rate_hz, notes=True) as recognizer:
        events = [*recognizer.feed(audio.tobytes()), *recognizer.finish()]
    return [event for event in events if isinstance(event, NotesEvent)]


def _chroma(audio: NDArray[np.int16]) -> NDArray[np.float64]:
    """Mean over the last second of the features' brightness, folded to pitch classes, its largest 1."""
    spec = FEATURE_SPEC
    hops = [hop for hop in Hearing(RATE_HZ).hear(audio.tobytes()) if isinstance(hop, np.ndarray)]
    short = np.mean([hop[0] for hop in hops[-24:-4]], axis=0).reshape(-1, spec.bins_per_semitone)[:, 1]
    folded = np.zeros(12)
    np.add.at(folded, (spec.lowest_midi + np.arange(spec.semitones)) % 12, short)
    return folded / max(float(folded.max()), 1e-9)


def _plain(chroma: list[tuple[NDArray[np.float64], Strum]]) -> dict[str, Count]:
    """The baseline, missing and foreign notes each at the threshold that finds them best."""
    missing, foreign = [], []
    for threshold in np.linspace(0.05, 0.95, 19):
        less, more = Count(), Count()
        for values, strum in chroma:
            heard = frozenset(np.flatnonzero(values >= threshold).tolist())
            less.add(strum.expected - heard, strum.expected - strum.sounding)
            more.add(heard - strum.expected, strum.sounding - strum.expected)
        missing.append(less)
        foreign.append(more)
    return {"missing": max(missing, key=lambda each: each.f1), "foreign": max(foreign, key=lambda each: each.f1)}
