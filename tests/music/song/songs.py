"""Short songs for tests."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from chordwork.harmony import parse_symbol
from chordwork.music.song import Bar, PlacedChord, Section, Song


def bar(chords: str = "", **values: Any) -> Bar:
    """A bar of chords that share four beats: ``bar("C G")``."""
    words = chords.split()
    placed = (PlacedChord(parse_symbol(word), Fraction(4 * index, len(words))) for index, word in enumerate(words))
    return Bar(tuple(placed), **values)


def song(*bars: Bar, **values: Any) -> Song:
    """A song of one section."""
    return Song((Section("", bars),), **values)
