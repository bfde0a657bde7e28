"""From chords to notes: bars, fills, an introduction and an ending, and the unevenness of people."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol
from chordwork.music.accompaniment.groove import DRUMS, EIGHTH_STEPS, STEPS_PER_QUARTER, Groove
from chordwork.music.accompaniment.notes import Note, PartName
from chordwork.music.accompaniment.player import Band, Stroke

SPREAD_MS: Final[dict[PartName, float]] = {"drums": 3.0, "bass": 5.0, "comping": 6.0}
"""Standard deviation of how early or late a player is,"""
LATEST_MS: Final = 14.0
"""who is never further off than this."""
VELOCITY_SPREAD: Final = 5.0
SHORTEST_BEATS: Final = 0.08
LEGATO: Final = 0.95
"""A note sounds for this share of its steps, so that repeated pitches part."""
HUSH_BEATS: Final = 0.1
"""Quarter notes by which the last notes end before a bar without a chord."""
SECTION_BARS: Final = 8
SMALL_FILL_BARS: Final = 4
SMALL_FILL_FROM: Final = 0.7
LONG_FILL_FROM: Final = 0.5
CRASHES_FROM: Final = 0.3
"""Intensities."""
LONGEST_FILL: Final = 0.7
"""Of a bar."""


@attrs.frozen
class Span:
    """A chord and the steps over which it lasts."""

    chord: ChordSymbol
    first: int
    steps: int

    @property
    def end(self) -> int:
        """The first step after it."""
        return self.first + self.steps


def spans_of(chords: Sequence[tuple[ChordSymbol, int]], repeats: int, first: int) -> list[Span]:
    """Chords with their steps, one after the other, ``repeats`` times, from step ``first`` on."""
    spans = []
    for _ in range(repeats):
        for chord, steps in chords:
            spans.append(Span(chord, first, steps))
            first += steps
    return spans


@attrs.frozen
class Stretch:
    """A part of the piece that is played alike: a section.

    Attributes:
        first: its first step.
        end: the first step after it.
        intensity: 0 … 1.
        title: for people; may be empty.
    """

    first: int
    end: int
    intensity: float
    title: str = ""


def arrange(
    spans: Sequence[Span],
    band: Band,
    *,
    sections: Sequence[Stretch],
    fills: bool,
    intro_steps: int,
    ending: ChordSymbol | None,
) -> Iterator[Note]:
    """Everything that is played, on the grid.

    Args:
        spans: contiguous; the first begins at ``intro_steps``.
        band: who plays.
        sections: contiguous; they cover the spans. The last bar of each gets a fill.
        fills: False leaves them out.
        intro_steps: one bar of counting in, or 0.
        ending: a chord that rings for a bar at the end; None stops with the last bar.
    """
    groove = band.groove
    for step, velocity in clicks(groove) if intro_steps else ():
        yield Note("drums", DRUMS["rim"], groove.beat_of(step), 0.25, velocity)
    end = spans[-1].end
    coming = iter(sections)
    section = next(coming)
    for index, span in enumerate(spans):
        following = spans[index + 1].chord if index + 1 < len(spans) else ending
        hushed = following is not None and not following.is_chord
        for step in range(span.first, span.end):
            while step >= section.end:
                section = next(coming)
            band.intensity = section.intensity
            into = step - intro_steps
            fill = fill_steps(into, section, intro_steps, groove) if fills else 0
            for stroke in band.play(
                into, span.chord, following, fresh=step == span.first, lasts=span.steps, fill_steps=fill
            ):
                limit = span.end if stroke.part != "drums" else end
                note = _note(stroke, step, limit, groove)
                yield _cut(note, groove.beat_of(span.end)) if hushed and stroke.part != "drums" else note
            if step == section.first and step != intro_steps and fills and section.intensity > CRASHES_FROM:
                yield Note("drums", DRUMS["crash"], groove.beat_of(step), 0.25, round(60 + 45 * section.intensity))
    if ending is not None:
        for stroke in band.rest_with(ending, groove.bar_steps):
            yield _note(stroke, end, end + groove.bar_steps, groove)


def clicks(groove: Groove) -> Iterator[tuple[int, int]]:
    """Steps and velocities of a bar of counting in: the felt beats, and the eighths between where those are long."""
    for pulse, length in zip(groove.pulses, groove.groups, strict=True):
        yield pulse, 100 if pulse == 0 else 80
        if groove.unit_steps == EIGHTH_STEPS:
            for step in range(pulse + EIGHTH_STEPS, pulse + length, EIGHTH_STEPS):
                yield step, 45


def fill_steps(into: int, section: Stretch, intro_steps: int, groove: Groove) -> int:
    """How many steps at the end of this bar are a fill: more where a section ends and where more is going on."""
    bar_end = (into // groove.bar_steps + 1) * groove.bar_steps
    one = groove.groups[-1]
    two = sum(groove.groups[-2:])
    if bar_end + intro_steps >= section.end:
        if section.intensity >= LONG_FILL_FROM:
            return two if two <= LONGEST_FILL * groove.bar_steps else one
        return min(one, STEPS_PER_QUARTER)
    begun = (section.first - intro_steps) // groove.bar_steps * groove.bar_steps
    small = (bar_end - begun) % (SMALL_FILL_BARS * groove.bar_steps) == 0
    return min(one, STEPS_PER_QUARTER) if small and section.intensity >= SMALL_FILL_FROM else 0


def _note(stroke: Stroke, step: int, limit: int, groove: Groove) -> Note:
    beat = groove.beat_of(step)
    end = groove.beat_of(min(step + stroke.steps, max(limit, step + 1)))
    length = max(SHORTEST_BEATS, (end - beat) * LEGATO)
    return Note(stroke.part, stroke.pitch, beat, length, stroke.velocity, stroke.order * groove.strum_ms)


def _cut(note: Note, silent_from: float) -> Note:
    """A note that is over before the silence that follows, though its player may be late."""
    room = silent_from - note.beat - HUSH_BEATS
    return attrs.evolve(note, beats=max(SHORTEST_BEATS, min(note.beats, room)))


def humanised(notes: Sequence[Note], seed: int) -> list[Note]:
    """The same notes, a little early or late, louder or softer; what one player strikes together stays together."""
    chance = random.Random(f"humanise {seed}")
    shifts: dict[tuple[PartName, float], float] = {}
    result = []
    for note in notes:
        place = (note.part, note.beat)
        if place not in shifts:
            shift = chance.gauss(0.0, SPREAD_MS[note.part])
            shifts[place] = max(-LATEST_MS, min(LATEST_MS, shift)) if note.beat > 0 else abs(shift) / 2
        velocity = round(note.velocity + chance.gauss(0.0, VELOCITY_SPREAD))
        late_ms = round(note.late_ms + shifts[place], 2)
        result.append(attrs.evolve(note, velocity=max(1, min(127, velocity)), late_ms=late_ms))
    return result
