"""What is to be played: tracks of notes and the chord segments that they mean, all in seconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import define, field, frozen

from evaluation.notes import Track

from .labels import Chord


@frozen
class Segment:
    """A chord from ``start`` to ``end`` seconds."""

    start: float
    end: float
    chord: Chord


@define
class Score:
    """A clip before it sounds."""

    segments: list[Segment]
    beats: list[float] = field(factory=list)
    downbeats: list[float] = field(factory=list)
    keys: list[tuple[float, float, str]] = field(factory=list)
    tracks: list[Track] = field(factory=list)
    tempo_bpm: float | None = None

    @property
    def end(self) -> float:
        """Where the last chord or note ends, in seconds."""
        ends = [s.end for s in self.segments] + [n.end for t in self.tracks for n in t.notes]
        return max(ends, default=0.0)


def beat_grid(segment: Segment, beats: Sequence[float], per_beat: int) -> list[float]:
    """Times of the subdivisions inside a segment; the first is the segment's start."""
    if len(beats) < 2:
        return [segment.start]
    tempo = float(np.median(np.diff(beats)))
    grid = np.concatenate([[beats[0] - 4 * tempo], beats, [beats[-1] + 16 * tempo]])
    index = np.concatenate([[-4], np.arange(len(beats)), [len(beats) + 15]])
    first = round(float(np.interp(segment.start, grid, index)) * per_beat) / per_beat
    last = float(np.interp(segment.end, grid, index)) - 0.45 / per_beat
    times = np.interp(np.arange(first, last, 1 / per_beat), index, grid)
    return [segment.start, *[float(t) for t in times[1:] if t > segment.start + 0.02]]


def merge_equal(segments: Sequence[Segment]) -> list[Segment]:
    """Join neighbours with the same label."""
    merged: list[Segment] = []
    for segment in segments:
        if merged and merged[-1].chord.label == segment.chord.label and segment.start - merged[-1].end < 0.02:
            merged[-1] = Segment(merged[-1].start, segment.end, merged[-1].chord)
        elif segment.end > segment.start:
            merged.append(segment)
    return merged
