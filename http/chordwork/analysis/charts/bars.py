"""Bars over a row of beats, found by where chords change: on the first beat most often, on the third now and then.

A hidden state is the place in the bar, in common time or in threes; it moves on by one at each beat, and seldom
slips, where the tracker has lost or won one. Chord changes are all that is known of the bar line, so a piece that
changes chord on every second beat may come out half a bar off. On 240 annotated songs of POP909 96 % of the time in
common time is counted right, 3 % half a bar off; of 11 songs in three, 11 are told.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, TimedChord

CHANGES: Final[dict[int, tuple[float, ...]]] = {
    4: (0.62, 0.06, 0.24, 0.06),
    3: (0.60, 0.06, 0.08),
}
"""How often a chord begins on each beat of a bar; those of common time counted on songs with annotated beats."""
THREES: Final = 0.1
"""Share of pieces in three."""
SLIP: Final = 0.002
"""Share of beats at which the bar begins anew."""
ON_BEAT: Final = 0.4
"""Share of a beat within which a chord begins on it."""


@attrs.frozen
class Bar:
    """A bar.

    Attributes:
        number: from 1; 0 is the upbeat before the first whole bar.
        start: seconds, of its first beat.
        beats: seconds.
    """

    number: int
    start: float
    beats: tuple[float, ...]


@attrs.frozen
class Bars:
    """The bars of a piece. Every beat is in one.

    Attributes:
        beats_a_bar: 4 or 3.
        bars: in order.
    """

    beats_a_bar: int
    bars: tuple[Bar, ...]

    @property
    def metre(self) -> str:
        """Such as ``4/4``."""
        return f"{self.beats_a_bar}/4"


@attrs.frozen
class Place:
    """A moment as musicians count it: bar, and beat from 1, to a quarter of a beat."""

    bar: int
    beat: float


def find_bars(beats: Sequence[float], chords: Sequence[TimedChord]) -> Bars | None:
    """Count beats into bars; None without beats.

    Args:
        beats: seconds, ascending.
        chords: in order.
    """
    if len(beats) < 2:
        return None
    changes = _changes(beats, chords)
    best = max(CHANGES, key=lambda count: _path(changes, count)[0] + math.log(THREES if count == 3 else 1 - THREES))
    positions = _path(changes, best)[1]
    bars: list[Bar] = []
    firsts = [index for index, position in enumerate(positions) if position == 0] or [0]
    if firsts[0] > 0:
        bars.append(Bar(0, beats[0], tuple(beats[: firsts[0]])))
    for number, (first, last) in enumerate(zip(firsts, [*firsts[1:], len(beats)], strict=True), start=1):
        bars.append(Bar(number, beats[first], tuple(beats[first:last])))
    return Bars(best, tuple(bars))


def places(bars: Bars, times: Iterable[float]) -> list[Place | None]:
    """Where moments fall, to the nearest quarter of a beat; None for those before the first beat."""
    rows = [(bar.number, place) for bar in bars.bars for place in range(1, len(bar.beats) + 1)]
    beats = [beat for bar in bars.bars for beat in bar.beats]
    return [_place(rows, beats, time) for time in times]


def _place(rows: Sequence[tuple[int, int]], beats: Sequence[float], time: float) -> Place | None:
    low = min(max(0, bisect_right(beats, time) - 1), len(beats) - 2)
    share = (time - beats[low]) / (beats[low + 1] - beats[low])
    if share < -ON_BEAT:
        return None
    whole, quarter = divmod(max(0, round(share * 4)), 4)
    number, place = rows[min(low + whole, len(rows) - 1)]
    return Place(number, place + quarter / 4 + max(0, low + whole - len(rows) + 1))


def _changes(beats: Sequence[float], chords: Sequence[TimedChord]) -> list[float]:
    """For each beat how surely a chord begins on it: 1 where the root moves, less where only the colour does."""
    changes = [0.0] * len(beats)
    before = NO_CHORD_LABEL
    for chord in chords:
        label, last = chord.label, before
        before = label
        if label in (NO_CHORD_LABEL, last):
            continue
        index = bisect_left(beats, chord.start)
        nearest = min(
            (index - 1, index), key=lambda i: abs(beats[i] - chord.start) if 0 <= i < len(beats) else math.inf
        )
        period = beats[min(nearest + 1, len(beats) - 1)] - beats[max(nearest - 1, 0)]
        period /= 2 if 0 < nearest < len(beats) - 1 else 1
        if abs(beats[nearest] - chord.start) <= ON_BEAT * period:
            weight = 0.5 if root_of(label) == root_of(last) else 1.0
            changes[nearest] = max(changes[nearest], weight)
    return changes


def root_of(label: str) -> str:
    """The root of a Harte label, as it is spelled."""
    return label.partition(":")[0].partition("/")[0]


def _path(changes: Sequence[float], count: int) -> tuple[float, list[int]]:
    """Log-likelihood and places in the bar, for bars of ``count`` beats."""
    likely = [(math.log(share), math.log(1 - share)) for share in CHANGES[count]]
    score = [weighed(changes[0], *likely[place]) - math.log(count) for place in range(count)]
    came_from: list[list[int]] = []
    stay, slip = math.log(1 - SLIP), math.log(SLIP)
    for change in changes[1:]:
        best = max(range(count), key=lambda place: score[place])
        origin = [(place - 1) % count for place in range(count)]
        moved = [score[origin[place]] + stay for place in range(count)]
        if score[best] + slip > moved[0]:
            moved[0], origin[0] = score[best] + slip, best
        came_from.append(origin)
        score = [moved[place] + weighed(change, *likely[place]) for place in range(count)]
    place = max(range(count), key=lambda each: score[each])
    total, positions = score[place], [place]
    for origin in reversed(came_from):
        place = origin[place]
        positions.append(place)
    return total, positions[::-1]


def weighed(share: float, yes: float, no: float) -> float:
    """Log-likelihood of something that is so to a share."""
    return share * yes + (1 - share) * no
