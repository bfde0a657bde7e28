"""Thirty tunings: every instrument of the table, most of its named tunings, and some nobody has a chord book for."""

from __future__ import annotations

import random
from typing import Final

import attrs

from chordwork.music.fretboard import INSTRUMENTS, NAMED_TUNINGS, Instrument

TUNINGS: Final = 30
NAMED: Final = 24
_TRANSPOSED: Final = ("standard", "half step down", "whole step down")
"""These repeat the shapes of another row."""


def thirty_tunings() -> list[Instrument]:
    """The same thirty at each call."""
    named = [
        attrs.evolve(INSTRUMENTS[name], tuning=tuning, name=f"{name} {title}")
        for name, tunings in NAMED_TUNINGS.items()
        for title, tuning in tunings.items()
        if title not in _TRANSPOSED
    ]
    chosen = [*INSTRUMENTS.values(), *named][:NAMED]
    return chosen + _random_tunings(TUNINGS - len(chosen), seed=5)


def _random_tunings(count: int, seed: int) -> list[Instrument]:
    """4 to 8 strings, mostly ascending by 2 to 7 semitones."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        pitches = [dice.randint(35, 48)]
        while len(pitches) < dice.choice((4, 5, 6, 6, 7, 8)) or len(pitches) < 4:
            pitches.append(pitches[-1] + dice.randint(2, 7))
        if dice.random() < 0.2:
            pitches[0] += 19
        made.append(attrs.evolve(INSTRUMENTS["guitar"], name="custom", tuning=tuple(pitches), frets=22))
    return made
