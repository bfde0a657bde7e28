"""Twelve bars, as they are played: every line is one bar, its chords parted by blanks."""

from __future__ import annotations

from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression, merged
from chordwork.music.songwriting.progression.brief import HarmonyBrief

_MAJOR: Final = {
    "first": (("07 07 07 07", 1.0, "b"), ("07 57 07 07", 1.5, "b"), ("07 57 07 7m7,07", 0.8, "a")),
    "second": (("57 57 07 07", 2.0, "b"), ("57 6dim7 07 07", 0.7, "i"), ("57 6dim7 07 97", 0.8, "a")),
    "third": (("77 57 07 77", 2.0, "b"), ("77 57 07 07", 1.0, "b"), ("2m7 77 07,97 2m7,77", 1.0, "a"),
              ("77 57 07,57 07,77", 1.2, "i"), ("87 77 07 77", 0.6, "i")),
}  # fmt: skip
_MINOR: Final = {
    "first": (("0m7 0m7 0m7 0m7", 1.0, "b"), ("0m7 5m7 0m7 0m7", 1.5, "b")),
    "second": (("5m7 5m7 0m7 0m7", 1.0, "b"),),
    "third": (("8maj7 77 0m7 77", 1.5, "i"), ("7m7 5m7 0m7 0m7", 1.0, "b"), ("87 77 0m7 77", 1.5, "b"),
              ("2m7b5 77 0m7 77", 1.0, "a")),
}  # fmt: skip
_WHO: Final = {"beginner": "b", "intermediate": "bi", "advanced": "bia"}


def blues_chorus(brief: HarmonyBrief, draw: Draw, *, ends: bool = False) -> Progression:
    """Twelve bars: call, call again, answer. With ``ends``, the last bar stays at home."""
    lines = _MINOR if brief.mode.is_minor else _MAJOR
    bars: list[str] = []
    for name, options in lines.items():
        fitting = [option for option in options if option[2] in _WHO[brief.level]]
        bars += draw.child(name).choose([o[0] for o in fitting], [o[1] for o in fitting]).split()
    if ends:
        bars[-2:] = [bars[0], bars[0]]
    return merged(tuple(timed for bar in bars for timed in _bar(bar)))


def blues_intro(brief: HarmonyBrief, draw: Draw) -> Progression:
    """The last four bars first: the turnaround that every player knows to start from."""
    minor = brief.mode.is_minor
    text = "87 77 0m7 77" if minor else draw.choose(["77 57 07 77", "07 57 07 77"])
    return merged(tuple(timed for bar in text.split() for timed in _bar(bar)))


def blues_outro(brief: HarmonyBrief, draw: Draw) -> Progression:
    """Four bars that end."""
    minor = brief.mode.is_minor
    options = ["87 77 0m7 0m7", "5m7 77 0m7 0m7"] if minor else ["77 57 07 07", "07,57 07,77 07 07"]
    if brief.is_beginner:
        options = [options[0]]
    return merged(tuple(timed for bar in draw.choose(options).split() for timed in _bar(bar)))


def _bar(text: str) -> Progression:
    chords = text.split(",")
    return tuple((_read(chord), 1.0 / len(chords)) for chord in chords)


def _read(text: str) -> Bare:
    """``57`` is a seventh chord on degree 5: degrees of two digits do not occur here."""
    return Bare(int(text[0]), text[1:])
