"""Bass lines that keep the label's bass lowest and true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evaluation.notes import Note

from .score import Segment, beat_grid
from .voicings import Rng, at_or_above

STYLES: Final = ("whole", "beats", "eighths", "root_fifth", "octave", "syncopated", "walking")
LOWEST: Final = 28  # E1


def bass_line(segments: Sequence[Segment], beats: Sequence[float], style: str, rng: Rng) -> list[Note]:
    """One note at a time, starting every chord on its bass."""
    notes: list[Note] = []
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        if segment.chord.is_pitched:
            notes += _bar(segment, following, beats, style, rng)
    return notes


def _bar(segment: Segment, following: Segment | None, beats: Sequence[float], style: str, rng: Rng) -> list[Note]:
    chord = segment.chord
    low = at_or_above(chord.bass_pc, LOWEST)
    per_beat = 2 if style in ("eighths", "octave", "syncopated") else 1
    times = beat_grid(segment, beats, per_beat)
    if style == "whole":
        times = times[::4]
    if style == "syncopated":
        times = [t for i, t in enumerate(times) if i % 8 in (0, 3, 4, 6) or i == 0]
    ends = [*times[1:], segment.end]
    fifth = low + 7 if chord.bass == 0 and 7 in chord.intervals else low
    notes = []
    for i, (start, end) in enumerate(zip(times, ends, strict=True)):
        pitch = low
        if style == "octave" and i % 2 == 1:
            pitch = low + 12
        elif style == "root_fifth" and i % 2 == 1:
            pitch = fifth
        elif style == "walking" and i > 0:
            pitch = _step(low, chord.pitch_classes, i)
            if following is not None and following.chord.is_pitched and i == len(times) - 1 and i >= 2:
                target = at_or_above(following.chord.bass_pc, LOWEST)
                pitch = target + (1 if rng.random() < 0.5 else -1)  # chromatic approach on the last beat
        gate = 0.95 if style in ("whole", "walking") else float(rng.uniform(0.7, 0.95))
        notes.append(Note(start, start + gate * (end - start), pitch, int(92 - 6 * (i % 2) + rng.normal(0, 4))))
    return notes


def _step(low: int, pitch_classes: tuple[int, ...], index: int) -> int:
    ladder = sorted({low, *[at_or_above(pc, low) for pc in pitch_classes], low + 12})
    cycle = ladder + ladder[-2:0:-1]
    return cycle[index % len(cycle)]
