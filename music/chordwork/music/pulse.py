"""What a tempo counts: the beats that are felt, in every metre, wherever a number of beats a minute is read or printed.

>>> tempo_text(50, (6, 8))
'dotted quarter = 50 bpm'
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

SLOWEST_BPM: Final = 20.0
FASTEST_BPM: Final = 400.0
"""Felt beats a minute that tabs, plans and the band take."""

_NAMES: Final = {
    Fraction(3): "dotted half", Fraction(2): "half", Fraction(3, 2): "dotted quarter", Fraction(1): "quarter",
    Fraction(3, 4): "dotted eighth", Fraction(1, 2): "eighth", Fraction(1, 4): "sixteenth",
}  # fmt: skip


def pulse(metre: tuple[int, int]) -> Fraction:
    """The felt beat of a metre, in quarter notes.

    Dotted quarters in 3/8, 6/8, 9/8 and 12/8; quarters in the uneven eighths (5/8, 7/8, …), of which one or more are
    lengthened by an eighth; else what the lower number counts.
    """
    beats, unit = metre
    if unit >= 8 and beats % 3 == 0:
        return Fraction(12, unit)
    if unit >= 8 and beats > 3:  # shorter bars have no room for a quarter
        return Fraction(8, unit)
    return Fraction(4, unit)


def pulse_name(metre: tuple[int, int]) -> str:
    """The felt beat in words: ``"dotted quarter"``."""
    return _NAMES[pulse(metre)]


def tempo_text(bpm: float, metre: tuple[int, int]) -> str:
    """A tempo with what it counts."""
    return f"{pulse_name(metre)} = {bpm:g} bpm"


def quarter_bpm(felt_bpm: float, metre: tuple[int, int]) -> float:
    """Quarter notes a minute of a felt tempo, as MIDI and most programs count."""
    return float(felt_bpm * pulse(metre))
