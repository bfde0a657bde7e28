"""Tunings in text: names of open strings with their octaves, ``E2 A2 D3 G3 B3 E4``, lowest first."""

from __future__ import annotations

import re
from typing import Final

_SEMITONES: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_NAMES: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_STRING: Final = re.compile(r"([A-G])([#b]?)(-?\d)")
_STRINGS: Final = range(3, 13)


def read_tuning(text: str) -> tuple[int, ...] | None:
    """MIDI notes of the strings; None if that is not what the text says."""
    found = [_STRING.fullmatch(word) for word in text.split()]
    if len(found) not in _STRINGS or not all(found):
        return None
    pitches = (
        _SEMITONES[each[1]] + {"#": 1, "b": -1, "": 0}[each[2]] + 12 * (int(each[3]) + 1) for each in found if each
    )
    return tuple(pitches)


def write_tuning(pitches: tuple[int, ...]) -> str:
    """The inverse of :func:`read_tuning`."""
    return " ".join(f"{_NAMES[pitch % 12]}{pitch // 12 - 1}" for pitch in pitches)
