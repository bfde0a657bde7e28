"""Melodies and fills made up over chords, with many notes that are not in the chord.

What they add to a chord is no part of its label: see "What a label says" in ``training/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np

from evaluation.notes import Note

from .score import Score, beat_grid
from .voicings import Rng

Choice = TypeVar("Choice")

MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)
MODES: Final[tuple[tuple[tuple[int, ...], float], ...]] = (
    (MAJOR, 0.4),
    ((0, 2, 4, 5, 7, 9, 10), 0.15),
    ((0, 2, 4, 7, 9), 0.15),
    ((0, 3, 5, 6, 7, 10), 0.1),
    ((0, 3, 5, 7, 10), 0.1),
    ((0, 2, 3, 4, 7, 9, 10), 0.1),
)
"""Scales above the tonic, and how often a melody keeps to each: blue notes over major chords among them."""
SPAN: Final = 14
"""Semitones from a singer's lowest to highest note."""
LOW_VOICES: Final = (47, 55)
HIGH_VOICES: Final = (56, 64)
"""Where the lowest note of such a voice lies, MIDI."""
MOVES: Final = ((-1, 0.27), (1, 0.27), (0, 0.18), (-2, 0.09), (2, 0.09), (-4, 0.05), (4, 0.05))
"""Steps on the scale from note to note."""
LENGTHS: Final = ((1, 0.45), (2, 0.28), (3, 0.12), (4, 0.1), (8, 0.05))
"""Of notes, in eighths."""


def tonic_of(score: Score) -> int:
    """Pitch class of the major key that the chords fit best: most of their notes, by time, lie in it."""
    weight = np.zeros(12)
    for segment in score.segments:
        for pitch_class in segment.chord.pitch_classes:
            weight[pitch_class] += segment.end - segment.start
    fits = [weight[[(tonic + step) % 12 for step in MAJOR]].sum() + 0.2 * weight[tonic] for tonic in range(12)]
    return int(np.argmax(fits))


def tune(score: Score, rng: Rng, *, lowest: int) -> list[Note]:
    """A line of phrases and rests within :data:`SPAN` semitones of ``lowest``, blind to the chords but for its key."""
    scale, steadiness = _drawn(MODES, rng), float(rng.uniform(0.15, 0.5))
    tonic = tonic_of(score)
    ladder = [p for p in range(lowest, lowest + SPAN + 1) if (p - tonic) % 12 in scale]
    place = int(rng.integers(len(ladder)))
    notes: list[Note] = []
    rest = phrase = 0
    for segment in score.segments:
        if not segment.chord.is_pitched:
            continue
        times = [*beat_grid(segment, score.beats, 2), segment.end]
        slot = 0
        while slot < len(times) - 1:
            if rest > 0:
                rest, slot = rest - 1, slot + 1
                continue
            if phrase <= 0:
                phrase = int(rng.integers(4, 14))
                rest = int(rng.integers(0, 9))
                continue
            length = _drawn(LENGTHS, rng)
            stop = min(slot + length, len(times) - 1)
            if rng.random() > steadiness * (slot % 2):  # off the beat a note waits now and then
                place += _drawn(MOVES, rng)
                place = abs(place) if place < len(ladder) else 2 * len(ladder) - 2 - place
                place = int(np.clip(place, 0, len(ladder) - 1))
                gate = float(rng.uniform(0.75, 1.0))
                end = times[slot] + gate * (times[stop] - times[slot])
                notes.append(Note(times[slot], end, ladder[place], int(rng.integers(65, 110))))
            slot, phrase = stop, phrase - 1
    return notes


def fills(score: Score, rng: Rng, *, lowest: int, share: float = 0.3) -> list[Note]:
    """Quick runs on the scale at the ends of some chords."""
    scale, tonic = _drawn(MODES, rng), tonic_of(score)
    ladder = [p for p in range(lowest, lowest + 2 * SPAN) if (p - tonic) % 12 in scale]
    notes: list[Note] = []
    for segment in score.segments:
        times = beat_grid(segment, score.beats, 4)
        if not segment.chord.is_pitched or len(times) < 8 or rng.random() > share:
            continue
        begin = len(times) - int(rng.integers(3, min(9, len(times))))
        place, way = int(rng.integers(len(ladder))), int(rng.choice([-1, 1]))
        for start, end in zip(times[begin:], [*times[begin + 1 :], segment.end], strict=True):
            place = int(np.clip(place + way * int(rng.choice([0, 1, 1, 2])), 0, len(ladder) - 1))
            way = -way if rng.random() < 0.2 else way
            notes.append(Note(start, start + 0.95 * (end - start), ladder[place], int(rng.integers(60, 105))))
    return notes


def beside(line: Sequence[Note], score: Score, steps: int) -> list[Note]:
    """The same line so many steps of the major scale away, as a second singer adds it: -2 for thirds below."""
    tonic = tonic_of(score)
    ladder = [p for p in range(24, 108) if (p - tonic) % 12 in MAJOR]
    moved = []
    for note in line:
        nearest = int(np.argmin([abs(p - note.pitch) for p in ladder]))
        pitch = ladder[int(np.clip(nearest + steps, 0, len(ladder) - 1))]
        moved.append(Note(note.start, note.end, pitch, note.velocity - 8))
    return moved


def _drawn(choices: Sequence[tuple[Choice, float]], rng: Rng) -> Choice:
    weights = np.array([weight for _, weight in choices])
    return choices[int(rng.choice(len(choices), p=weights / weights.sum()))][0]
