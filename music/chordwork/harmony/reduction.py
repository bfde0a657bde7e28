"""Eleven qualities that keep what a chord does in a key and drop its colour: for key finding and for suggestions."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import Final

from chordwork.harmony.notes import Degree, Note
from chordwork.harmony.symbol import ChordSymbol
from chordwork.harmony.vocabulary import HARTE_SHORTHANDS

REDUCED_QUALITIES: Final = ("maj", "min", "7", "maj7", "min7", "dim", "dim7", "hdim7", "aug", "sus4", "5")
"""Harte names, in the order of the suggestion model's outputs. Sixths and added notes count as their triads, ninths and
above as their sevenths, minmaj7 as min, sus2 and 7sus4 as sus4, a single note as 5."""

TOKENS: Final = 12 * len(REDUCED_QUALITIES)
"""Chords that the suggestion model tells apart: root above the tonic x reduced quality."""


def reduced_quality(intervals: Set[int]) -> int:
    """Index into :data:`REDUCED_QUALITIES` of semitones above the root, each in 0..11."""
    name = "5"
    if 4 in intervals:
        if 8 in intervals and 7 not in intervals:
            name = "aug"
        else:
            name = "7" if 10 in intervals else "maj7" if 11 in intervals else "maj"
    elif 3 in intervals:
        if 6 in intervals and 7 not in intervals:
            name = "hdim7" if 10 in intervals else "dim7" if 9 in intervals else "dim"
        else:
            name = "min7" if 10 in intervals else "min"
    elif 5 in intervals or 2 in intervals:
        name = "sus4"
    return _INDEX[name]


@lru_cache(maxsize=4096)
def _of_degrees(degrees: tuple[Degree, ...]) -> int:
    thirds = {3, 4} & {degree.semitones for degree in degrees}
    plain = {degree.semitones % 12 for degree in degrees if not (thirds and degree.number > 8)}
    if 4 in thirds:
        plain.discard(3)
    return reduced_quality(plain)


def token_of(symbol: ChordSymbol, tonic: int) -> int | None:
    """Number of a chord relative to a tonic pitch class, 0..131; None for the non-chords."""
    if symbol.root is None:
        return None
    return (symbol.root.pitch_class - tonic) % 12 * len(REDUCED_QUALITIES) + _of_degrees(symbol.degrees)


def symbol_of(token: int, root: Note) -> ChordSymbol:
    """The plain chord of a token on a spelled root."""
    name = REDUCED_QUALITIES[token % len(REDUCED_QUALITIES)]
    return ChordSymbol.of(root, HARTE_SHORTHANDS[name])


_INDEX: Final = {name: index for index, name in enumerate(REDUCED_QUALITIES)}
