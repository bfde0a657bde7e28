"""Chords as callers write them, put on the grid of a groove."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from chordwork.music.accompaniment.errors import PaceError, TooMuchMusicError
from chordwork.music.accompaniment.groove import EIGHTH_STEPS, Groove
from chordwork.music.harmony import ChordSymbol, parse_symbol, read_bars

MAX_BARS: Final = 1000
MAX_CHORDS: Final = 4 * MAX_BARS
MAX_TEXT_CHARACTERS: Final = 20_000
SHORTEST_BEATS: Final = 0.25
LONGEST_BEATS: Final = 4096

ChordInput = str | ChordSymbol


def read(
    chords: str | Sequence[ChordInput | tuple[ChordInput, float]], groove: Groove, beats: float | None
) -> list[tuple[ChordSymbol, int]]:
    """Chords with their steps; ``beats`` of those that come without, as the metre counts; a bar for None.

    Raises:
        HarmonySyntaxError: a text is no chord; it points at the character.
        PaceError: beats out of range.
        TooMuchMusicError: a text or a list that is too long.
    """
    if not isinstance(chords, str):
        default = groove.metre[0] if beats is None else beats
        return _on_grid([item if isinstance(item, tuple) else (item, default) for item in chords], groove)
    if len(chords) > MAX_TEXT_CHARACTERS:
        raise TooMuchMusicError(f"a text of {len(chords)} characters: give at most {MAX_TEXT_CHARACTERS}")
    bars = read_bars(chords)
    if "|" not in chords:
        return _on_grid(
            [(placed.symbol, groove.metre[0] if beats is None else beats) for bar in bars for placed in bar], groove
        )
    return [(placed.symbol, steps) for bar in bars for placed, steps in zip(bar, shared(len(bar), groove), strict=True)]


def shared(count: int, groove: Groove) -> list[int]:
    """Steps of each of so many chords of one bar: they change on felt beats where there are enough, else on beats,
    else on eighths or sixteenths.

    Where they do not come out even, the first ones last longer: 2+1+1 in 4/4, 3+2 in 5/4. Between felt beats of
    unlike length, the change is nearest to an even share: 4+3 eighths in a 7/8 of 2+2+3, 3+4 in one of 3+2+2.

    Raises:
        TooMuchMusicError: more chords than sixteenths.
    """
    pulses = [*groove.pulses, groove.bar_steps]
    if len(set(groove.groups)) > 1 and count < len(pulses):
        bounds = [0]
        for index in range(1, count):
            share = Fraction(index * groove.bar_steps, count)
            room = [place for place in pulses if place > bounds[-1]]
            room = room[: len(room) - (count - index)]
            bounds.append(min(room, key=lambda place: abs(place - share)))
        return [after - before for before, after in pairwise([*bounds, groove.bar_steps])]
    for unit in (groove.groups[0], groove.unit_steps, EIGHTH_STEPS, 1):
        places = groove.bar_steps // unit
        if groove.bar_steps % unit == 0 and count <= places:
            each, more = divmod(places, count)
            return [unit * (each + (index < more)) for index in range(count)]
    raise TooMuchMusicError(f"{count} chords in one bar of {groove.metre_text}: give at most {groove.bar_steps}")


def _on_grid(pairs: Sequence[tuple[ChordInput, float]], groove: Groove) -> list[tuple[ChordSymbol, int]]:
    """Chords with their steps; each boundary lies on the nearest sixteenth, so that thirds of a bar add up."""
    if len(pairs) > MAX_CHORDS:
        raise TooMuchMusicError(f"{len(pairs)} chords: give at most {MAX_CHORDS}")
    result: list[tuple[ChordSymbol, int]] = []
    end = Fraction(0)
    for chord, beats in pairs:
        if not isinstance(beats, int | float | Fraction) or not SHORTEST_BEATS <= beats <= LONGEST_BEATS:
            raise PaceError(f"a chord of {beats!r} beats: give {SHORTEST_BEATS:g} to {LONGEST_BEATS}")
        begin = round(end * groove.unit_steps)
        end += Fraction(beats).limit_denominator(48)
        symbol = parse_symbol(chord) if isinstance(chord, str) else chord
        result.append((symbol, max(1, round(end * groove.unit_steps) - begin)))
    return result
