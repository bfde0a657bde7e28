"""Thirty tunings: every instrument of the table, most of its named tunings, and some nobody has a chord book for."""

from __future__ import annotations

import random
from typing import Final

import attrs

from chordwork.music.fretboard import INSTRUMENTS, Instrument, find_instrument

TUNINGS: Final = 30
NAMED: Final[dict[str, tuple[str, ...]]] = {
    "guitar": ("", "drop d", "drop c", "double drop d", "dadgad", "open d", "open e", "open g", "open a", "open c",
        "nashville", "all fourths"),
    "guitar-7": ("", "drop a"), "guitar-baritone": ("",), "bass": ("", "drop d"), "bass-5": ("",), "bass-6": ("",),
    "ukulele": ("", "low g"), "ukulele-baritone": ("",), "mandolin": ("",), "banjo": ("",),
}  # fmt: skip
"""Written out, so that what is added to the table of instruments changes no figure of before."""


def thirty_tunings() -> list[Instrument]:
    """The same thirty at each call: instruments as they come, then retuned ones, then dice."""
    chosen = [
        attrs.evolve(find_instrument(name, title), name=f"{name} {title}".strip())
        for retuned in (False, True)
        for name, titles in NAMED.items()
        for title in titles
        if bool(title) == retuned
    ]
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
