"""One steady row of beats from those that were foretold while the music played.

The beat tracker hears causally: its first beats come seconds late, and it may begin at double or half the tempo that it
settles on. Here the whole piece is known: the tempo that lasts longest is the tempo, and from a beat that keeps it the
row is walked forwards and backwards, taking the heard beat next to each expected one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import attrs

from chordwork.engine.events import BeatEvent

LEAST_BEATS: Final = 4
LEAST_CONFIDENCE: Final = 0.35
"""Median confidence of the beats below which there is no beat_grid to speak of."""
SAME_TEMPO: Final = 0.2
"""Beats whose distance is this close to the period, as a share of it, keep the tempo."""
REACH: Final = 0.35
"""Share of the period within which a heard beat is the one expected."""
FOLLOW: Final = 0.3
"""Share of a new distance that goes into the period expected next."""
SILENT_LEAD: Final = 0.5
"""Beats, so many, may be told before the first sound."""


@attrs.frozen
class BeatGrid:
    """A row of beats.

    Attributes:
        bpm: beats a minute, as the recogniser counts them.
        confidence: in [0, 1].
        beats: seconds, ascending.
    """

    bpm: float
    confidence: float
    beats: tuple[float, ...]

    @property
    def period_s(self) -> float:
        """Of a beat."""
        return 60.0 / self.bpm


def find_beat_grid(said: Sequence[BeatEvent], *, begin: float, end: float) -> BeatGrid | None:
    """The row of beats of a whole piece; None where there is no steady one.

    Args:
        said: as the recogniser foretold them.
        begin: when something begins to sound, in seconds: no beat is made up before.
        end: when it ends; beats that were heard are kept up to then.
    """
    heard = sorted({round(beat.time, 4) for beat in said if beat.time <= end})
    if len(heard) < LEAST_BEATS:
        return None
    confidence = median(beat.confidence for beat in said)
    period = _longest_lasting([after - before for before, after in pairwise(heard)])
    steady = [index for index, (before, after) in enumerate(pairwise(heard)) if _keeps(after - before, period)]
    if confidence < LEAST_CONFIDENCE or not steady:
        return None
    start = steady[0]
    onwards = _walk(heard, heard[start], heard[start + 1] - heard[start], end)
    mirrored = [-time for time in reversed(heard)]
    stop = -max(0.0, min(begin - SILENT_LEAD * period, heard[0]))
    back = [-time for time in _walk(mirrored, -heard[start], heard[start + 1] - heard[start], stop)]
    beats = (*reversed(back[1:]), *onwards)
    kept = [after - before for before, after in pairwise(beats) if _keeps(after - before, period)]
    bpm = 60.0 * len(kept) / sum(kept) if kept else 60.0 / period
    return BeatGrid(bpm, confidence, tuple(round(beat, 4) for beat in beats))


def _walk(heard: Sequence[float], time: float, period: float, end: float) -> list[float]:
    beats = [time]
    while (expected := time + period) <= end:
        near = _nearest(heard, expected)
        if near > time and abs(near - expected) <= REACH * period:
            period += FOLLOW * (near - expected)
            time = near
        else:
            time = expected
        beats.append(time)
    return beats


def _nearest(times: Sequence[float], wanted: float) -> float:
    index = bisect_left(times, wanted)
    return min(times[max(0, index - 1) : index + 1], key=lambda time: abs(time - wanted))


def _longest_lasting(distances: Sequence[float]) -> float:
    """The median, weighted by how long each lasts."""
    ordered = sorted(distances)
    half = sum(ordered) / 2
    for distance in ordered:
        half -= distance
        if half <= 0:
            return distance
    return ordered[-1]


def _keeps(distance: float, period: float) -> bool:
    return abs(distance - period) <= SAME_TEMPO * period
