"""What players leave out, hit softly, or let ring on, while the chord stays what a chart would say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from attrs import evolve, frozen

from evaluation.notes import Note

from .score import Segment
from .voicings import Rng

TOGETHER_S: Final = 0.06
"""Notes that begin within so much of each other are one stroke."""
HEARD_EVERY_S: Final = 2.2
"""Each note of a chord sounds again at least this often, about once a bar: else a label would promise too much."""
FIRST_HEARD_S: Final = 1.0
"""and for the first time this soon."""
LOUDNESS_OF_VELOCITY: Final = 1.3
"""Exponent by which recorded instruments turn velocity into amplitude."""
SOFTEST: Final = 18
THIRDS: Final = (3, 4)
LATE_S: Final = (0.03, 0.12)
"""How late a late stroke is."""
PUSHED_BEATS: Final = 0.5
"""How early a chord is that is pushed: on the eighth before its beat."""
SHORTEST_BEFORE_PUSH: Final = 1.5
"""Beats that the chord before lasts at least, so that enough of it is left."""


@frozen
class Looseness:
    """How loosely a clip is played.

    Attributes:
        third_db: loudness of thirds against what the player meant, at most 0.
        drop_third: probability that a stroke leaves out the third.
        part: probability that a stroke meets only some of its strings or keys.
        ring: probability that a note of a chord's end rings into the next chord,
        ring_s: for at most so long.
        uneven: standard deviation of velocities.
        late: probability that a stroke comes late as a whole, by :data:`LATE_S`.
    """

    third_db: float = 0.0
    drop_third: float = 0.0
    part: float = 0.0
    ring: float = 0.0
    ring_s: float = 0.0
    uneven: float = 0.0
    late: float = 0.0


def looseness(rng: Rng, *, strings: bool) -> Looseness:
    """A way to play; what has ``strings`` of its own for each note rings on longer than keys do."""
    return Looseness(
        third_db=float(rng.choice([0.0, rng.uniform(-9.0, -3.0), rng.uniform(-16.0, -8.0)], p=[0.3, 0.4, 0.3])),
        drop_third=float(rng.choice([0.0, 0.25, 0.55], p=[0.4, 0.35, 0.25])),
        part=float(rng.choice([0.0, 0.2, 0.45])),
        ring=float(rng.choice([0.0, 0.15, 0.4])),
        ring_s=float(rng.uniform(0.2, 1.2) if strings else rng.uniform(0.05, 0.4)),
        uneven=float(rng.uniform(0.0, 12.0)),
    )


def loosened(notes: Sequence[Note], segments: Sequence[Segment], how: Looseness, rng: Rng) -> list[Note]:
    """The notes of a chord part as a player who knows the song throws them off; every chord is heard whole each bar."""
    result: list[Note] = []
    ordered = sorted(notes, key=lambda n: n.start)
    pitched = [s for s in segments if s.chord.is_pitched]
    for segment, following in zip(pitched, [*pitched[1:], None], strict=True):
        end = following.start if following else segment.end
        own = [n for n in ordered if segment.start - TOGETHER_S / 2 <= n.start < end - TOGETHER_S / 2]
        thirds = {(segment.chord.root + i) % 12 for i in segment.chord.intervals if i in THIRDS}
        kept: list[Note] = []
        missed: list[Note] = []
        for stroke in _strokes(own):
            there = _part(stroke, rng) if len(stroke) > 2 and rng.random() < how.part else stroke
            without = len(there) > 1 and rng.random() < how.drop_third
            for note in stroke:
                out = note not in there or (without and note.pitch % 12 in thirds)
                (missed if out else kept).append(note)
        kept += _needed(missed, kept, segment.start, segment.end)
        if how.late:
            kept = [note for stroke in _strokes(sorted(kept, key=_start)) for note in _late(stroke, how.late, rng)]
        touching = following is not None and following.start - segment.end < TOGETHER_S
        for note in kept:
            softer = how.third_db if note.pitch % 12 in thirds else 0.0
            velocity = (note.velocity + rng.normal(0.0, how.uneven)) * 10.0 ** (softer / 20.0 / LOUDNESS_OF_VELOCITY)
            stop = note.end
            if touching and segment.end - note.end < TOGETHER_S and rng.random() < how.ring:
                stop += float(rng.uniform(0.1, 1.0)) * how.ring_s
            result.append(evolve(note, velocity=int(np.clip(velocity, SOFTEST, 127)), end=stop))
    return sorted(result, key=lambda n: n.start)


def pushed(segments: Sequence[Segment], beats: Sequence[float], rng: Rng, *, share: float) -> list[Segment]:
    """Chords of which a ``share`` begins half a beat before its beat, as players anticipate a change."""
    beat_s = float(np.median(np.diff(beats)))
    result = list(segments)
    for index in range(1, len(result)):
        before, chord = result[index - 1], result[index]
        touching = before.chord.is_pitched and chord.chord.is_pitched and chord.start - before.end < TOGETHER_S
        if touching and before.end - before.start >= SHORTEST_BEFORE_PUSH * beat_s and rng.random() < share:
            start = chord.start - PUSHED_BEATS * beat_s
            result[index - 1 : index + 1] = [evolve(before, end=start), evolve(chord, start=start)]
    return result


def struck(segments: Sequence[Segment], notes: Sequence[Note]) -> list[Segment]:
    """Chords that begin where they are first struck; until then the one before goes on."""
    result: list[Segment] = []
    for segment in segments:
        inside = [n.start for n in notes if segment.start - TOGETHER_S / 2 <= n.start < segment.end]
        start = max(segment.start, min(inside, default=segment.start)) if segment.chord.is_pitched else segment.start
        if result and abs(result[-1].end - segment.start) < TOGETHER_S:
            result[-1] = evolve(result[-1], end=start)
        result.append(evolve(segment, start=start))
    return result


def _start(note: Note) -> float:
    return note.start


def _late(stroke: Sequence[Note], probability: float, rng: Rng) -> list[Note]:
    if rng.random() >= probability:
        return list(stroke)
    shift = float(rng.uniform(*LATE_S))
    return [evolve(note, start=note.start + shift, end=max(note.end, note.start + shift + 0.05)) for note in stroke]


def _strokes(notes: Sequence[Note]) -> list[list[Note]]:
    strokes: list[list[Note]] = []
    for note in notes:
        if strokes and note.start - strokes[-1][0].start < TOGETHER_S:
            strokes[-1].append(note)
        else:
            strokes.append([note])
    return strokes


def _part(stroke: Sequence[Note], rng: Rng) -> list[Note]:
    """Some neighbours of a stroke, low or high, two at least."""
    by_pitch = sorted(stroke, key=lambda n: n.pitch)
    count = int(rng.integers(2, len(by_pitch)))
    first = int(rng.integers(len(by_pitch) - count + 1))
    return by_pitch[first : first + count]


def _needed(missed: Sequence[Note], kept: Sequence[Note], start: float, end: float) -> list[Note]:
    """Those of the notes left out without which a pitch class would be silent for too long."""
    back: list[Note] = []
    for pitch_class in {n.pitch % 12 for n in missed}:
        again = [n.start for n in kept if n.pitch % 12 == pitch_class]
        spans: list[tuple[float, float, Note | None]] = [
            (n.start, n.end, n) for n in missed if n.pitch % 12 == pitch_class
        ]
        spans += [(n.start, n.end, None) for n in kept if n.pitch % 12 == pitch_class]
        heard: float | None = None
        for begin, stop, left_out in sorted(spans, key=lambda span: span[0]):
            if left_out is not None:
                upcoming = min((t for t in again if t >= begin), default=end)
                patience = FIRST_HEARD_S if heard is None else HEARD_EVERY_S
                never = heard is None and upcoming >= end
                if upcoming - (start if heard is None else heard) <= patience and not never:
                    continue
                back.append(left_out)
            heard = stop if heard is None else max(heard, stop)
    return back
