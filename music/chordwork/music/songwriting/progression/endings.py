"""Intros and outros: how a song begins and how it comes to rest."""

from __future__ import annotations

from typing import Final

from chordwork.harmony import Mode
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression, Timed, bars_of, first_bars, merged
from chordwork.music.songwriting.progression.brief import HarmonyBrief

Formula = tuple[str, float, str]
"""Degrees with their bars, a weight, and who may have it: ``b`` beginners too, ``i`` from intermediate on; then moods
that it suits, all if none."""

_FORMULAS: Final[dict[Mode, tuple[Formula, ...]]] = {
    Mode.MAJOR: (
        ("5:1 7:1 0:2", 3.0, "b"), ("2m:1 7:1 0:2", 1.5, "b"), ("0:1 5:1 0:2", 1.5, "b calm happy"),
        ("5:1 5m:1 0:2", 2.0, "i calm sad"), ("8:1 10:1 0:2", 1.5, "i tense happy"), ("9m:1 5:1 0:2", 1.0, "b sad"),
    ),
    Mode.MINOR: (
        ("5m:1 7:1 0m:2", 2.5, "b"), ("8:1 10:1 0m:2", 3.0, "b"), ("8:1 5m:1 0m:2", 1.5, "b sad calm"),
        ("8:1 10:1 0:2", 0.7, "i happy calm"), ("1:1 7:1 0m:2", 1.0, "i tense"),
    ),
    Mode.DORIAN: (("10:1 5:1 0m:2", 2.0, "b"), ("3:1 5:1 0m:2", 1.0, "b")),
    Mode.MIXOLYDIAN: (("10:1 5:1 0:2", 3.0, "b"), ("7m:1 10:1 0:2", 1.0, "b")),
    Mode.PHRYGIAN: (("8:1 1:1 0m:2", 2.0, "b"), ("10m:1 1:1 0m:2", 1.0, "b")),
}  # fmt: skip
LONG_OUTRO_SHARE: Final = 0.35


def intro_of(source: Progression, draw: Draw) -> Progression:
    """Four bars that say where the song lives: how the section after it, or the chorus, begins."""
    return merged(first_bars(source, 4.0 if draw.chance(0.8) or bars_of(source) < 8 else 8.0))


def outro_of(source: Progression, brief: HarmonyBrief, draw: Draw) -> Progression:
    """The song comes home: a cadence of the mode, after a last look at a section."""
    level = "b" if brief.is_beginner else "bi"
    fitting = [
        (degrees, weight)
        for degrees, weight, who in _FORMULAS[brief.mode]
        if who[0] in level and (len(who) == 1 or brief.mood.name in who)
    ]
    degrees = draw.choose([each for each, _ in fitting], [weight for _, weight in fitting])
    formula = tuple(_timed(item) for item in degrees.split())
    if draw.chance(LONG_OUTRO_SHARE):
        start = first_bars(source, 4.0)
        if start[-1][0].family != formula[0][0].family:
            return merged((*start, *formula))
    return formula


def _timed(item: str) -> Timed:
    degree, bars = item.split(":")
    return Bare(int(degree.removesuffix("m")), "m" if degree.endswith("m") else ""), float(bars)
