"""From chords to notes: bars, fills, an introduction and an ending, and the unevenness of people."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from chordwork.music.accompaniment.groove import DRUMS, STEPS_PER_BEAT, Groove, PartName
from chordwork.music.accompaniment.player import Band, Stroke
from chordwork.music.harmony import ChordSymbol

SPREAD_MS: Final[dict[PartName, float]] = {"drums": 3.0, "bass": 5.0, "comping": 6.0}
"""Standard deviation of how early or late a player is,"""
LATEST_MS: Final = 14.0
"""who is never further off than this."""
VELOCITY_SPREAD: Final = 5.0
SHORTEST_BEATS: Final = 0.08
LEGATO: Final = 0.95
"""A note sounds for this share of its steps, so that repeated pitches part."""
SECTION_BARS: Final = 8
SMALL_FILL_BARS: Final = 4


@attrs.frozen
class Note:
    """One note of the accompaniment.

    Attributes:
        part: who plays it.
        pitch: MIDI number; of drums, the General MIDI key.
        beat: where it belongs, in quarter notes from the start, swing included.
        beats: its length in quarter notes.
        velocity: 1 … 127.
        late_ms: how much later than ``beat`` it is played: strums, and the unevenness of people.
    """

    part: PartName
    pitch: int
    beat: float
    beats: float
    velocity: int
    late_ms: float = 0.0


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


def arrange(
    spans: Sequence[Span], band: Band, *, section_steps: int, fills: bool, intro_steps: int, ending: ChordSymbol | None
) -> Iterator[Note]:
    """Everything that is played, on the grid.

    Args:
        spans: contiguous; the first begins at ``intro_steps``.
        band: who plays.
        section_steps: length of a section; its last bar gets a fill.
        fills: False leaves them out.
        intro_steps: one bar of counting in, or 0.
        ending: a chord that rings for a bar at the end; None stops with the last bar.
    """
    groove = band.groove
    if intro_steps:
        for beat in range(intro_steps // STEPS_PER_BEAT):
            velocity = 100 if beat == 0 else 80
            yield Note("drums", DRUMS["rim"], float(beat), 0.25, velocity)
    end = spans[-1].end
    for index, span in enumerate(spans):
        following = spans[index + 1].chord if index + 1 < len(spans) else ending
        for step in range(span.first, span.end):
            into = step - intro_steps
            fill = _fill_steps(into, end - intro_steps, section_steps, groove, band.intensity) if fills else 0
            for stroke in band.play(into, span.chord, following, fresh=step == span.first, fill_steps=fill):
                yield _note(stroke, step, span.end if stroke.part != "drums" else end, groove)
            if step != intro_steps and into % section_steps == 0 and fills and band.intensity > 0.3:
                yield Note("drums", DRUMS["crash"], groove.beat_of(step), 0.25, round(60 + 45 * band.intensity))
    if ending is not None:
        for stroke in band.rest_with(ending, groove.bar_steps):
            yield _note(stroke, end, end + groove.bar_steps, groove)


def _fill_steps(into: int, total: int, section_steps: int, groove: Groove, intensity: float) -> int:
    """How many steps at the end of this bar are a fill: more where a section ends and where more is going on."""
    bar_end = (into // groove.bar_steps + 1) * groove.bar_steps
    if bar_end % section_steps == 0 or bar_end >= total:
        return STEPS_PER_BEAT * (2 if intensity >= 0.5 else 1)
    if bar_end % (SMALL_FILL_BARS * groove.bar_steps) == 0 and intensity >= 0.7:
        return STEPS_PER_BEAT
    return 0


def _note(stroke: Stroke, step: int, limit: int, groove: Groove) -> Note:
    beat = groove.beat_of(step)
    end = groove.beat_of(min(step + stroke.steps, max(limit, step + 1)))
    length = max(SHORTEST_BEATS, (end - beat) * LEGATO)
    return Note(stroke.part, stroke.pitch, beat, length, stroke.velocity, stroke.order * groove.strum_ms)


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
