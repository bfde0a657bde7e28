"""One chart beside the annotation of its song."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import attrs

from bench.charts.material import Annotated, label_of
from chordwork.analysis.charts.analysis import Analysis
from chordwork.analysis.charts.lead_sheet import LeadSheet
from chordwork.harmony import to_harte
from chordwork.harmony.score import Comparison, Segment, compare
from chordwork.music.song import play

NEAR_S: Final = 0.1
"""How far a bar line may be from the annotated one; half a sixteenth at 75 beats a minute."""


@attrs.frozen
class Chart:
    """What is measured of whoever wrote it: labels in the recording's time, and bar lines where there are some.

    Attributes:
        labels: contiguous, in seconds.
        bars: when they begin, in seconds; empty where there are none.
    """

    labels: tuple[Segment, ...]
    bars: tuple[float, ...] = ()


@attrs.frozen
class Score:
    """One chart against the annotation.

    Attributes:
        half_bars: of the annotation that could be compared.
        root: how many of them have the right root, as majmin: share.
        majmin: and are major or minor rightly, of those that are either: share.
        bar_f: F-measure of the bar lines; None without bar lines.
        edits: half bars to insert, delete or change, by root and third, for 100 of the annotation; None without bars.
    """

    half_bars: int
    root: float
    majmin: float
    bar_f: float | None
    edits: float | None


def of_sheet(sheet: LeadSheet) -> Chart:
    """The lead sheet: chords where the page has them."""
    labels: list[Segment] = []
    starts = sheet.bar_starts
    for played in play(sheet.song):
        start, end = starts[played.number], starts[played.number + 1]
        for chord, beats in played.spans():
            first = start + (end - start) * float(chord.beat / played.beats)
            last = start + (end - start) * float((chord.beat + beats) / played.beats)
            labels.append((first, last, to_harte(chord.symbol)))
    return Chart(tuple(labels), starts[:-1] if sheet.song.timed else ())


def on_nearest_beats(analysis: Analysis) -> Chart:
    """The decided chords, each from the beat that is nearest to where it begins."""
    if analysis.bars is None:
        return Chart(tuple(chord.segment for chord in analysis.chords))
    beats = [beat for bar in analysis.bars.bars for beat in bar.beats]
    moved = [min(beats, key=lambda beat: abs(beat - chord.start)) for chord in analysis.chords]
    ends = [*moved[1:], analysis.duration]
    labels = tuple(
        (start, end, chord.label) for start, end, chord in zip(moved, ends, analysis.chords, strict=True) if end > start
    )
    return Chart(labels, tuple(bar.start for bar in analysis.bars.bars))


def score(song: Annotated, chart: Chart) -> Score:
    """Compare."""
    halves = song.half_bars
    said = [label_of(chart.labels, start, end) for start, end, _ in halves]
    right: dict[Comparison, list[bool]] = {"root": [], "majmin": []}
    for (_, _, reference), label in zip(halves, said, strict=True):
        for by, marks in right.items():
            mark = compare(reference, label, by)
            if mark is not None:
                marks.append(mark)
    shares = {by: sum(marks) / max(1, len(marks)) for by, marks in right.items()}
    if not chart.bars:
        return Score(len(halves), shares["root"], shares["majmin"], None, None)
    ours = [_plain(label) for label in _half_bars(chart)]
    edits = _distance([_plain(label) for _, _, label in halves], ours)
    return Score(
        len(halves), shares["root"], shares["majmin"], _f_measure(song.bars, chart.bars), 100 * edits / len(halves)
    )


def _half_bars(chart: Chart) -> list[str]:
    ends = [*chart.bars[1:], chart.labels[-1][1]]
    rows = []
    for start, end in zip(chart.bars, ends, strict=True):
        middle = (start + end) / 2
        rows += [label_of(chart.labels, start, middle), label_of(chart.labels, middle, end)]
    while rows and rows[0] == "N":
        rows.pop(0)
    while rows and rows[-1] == "N":
        rows.pop()
    return rows


def _plain(label: str) -> str:
    root, _, quality = label.partition("/")[0].partition(":")
    names = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#", "Cb": "B", "Fb": "E"}
    return names.get(root, root) + ("m" if quality.startswith(("min", "dim", "hdim")) else "")


def _f_measure(reference: Sequence[float], said: Sequence[float]) -> float:
    def found(some: Sequence[float], others: Sequence[float]) -> float:
        near = 0
        for time in some:
            index = bisect_left(others, time)
            near += any(abs(others[at] - time) <= NEAR_S for at in (index - 1, index) if 0 <= at < len(others))
        return near / max(1, len(some))

    recall, precision = found(reference, said), found(said, reference)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for index, here in enumerate(one, start=1):
        diagonal, row[0] = row[0], index
        for at, there in enumerate(other, start=1):
            diagonal, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, diagonal + (here != there))
    return row[-1]
