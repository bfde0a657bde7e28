"""Thirty-two bars: two-fives and where they lead, from a small grammar whose sentences the counted songs rank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, product
from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression, merged
from chordwork.music.songwriting.progression.brief import HarmonyBrief
from chordwork.music.songwriting.progression.transitions import log_likelihood

_MAJOR_OPENINGS: Final = (
    "0M 9m 2m 7x", "0M 0M 2m 7x", "0M 5M 2m 7x", "0M 2m,7x 0M 2m,7x", "0M 6h,11x 4m 9x", "0M 5M 4m 9x", "2m 7x 0M 9x",
    "0M 2x 2m 7x", "0M 0x 5M 5n",
)  # fmt: skip
_MAJOR_ANSWERS: Final = (
    "2m 7x 0M 0M", "4m 9x 2m,7x 0M", "0M,0x 5M,5n 2m,7x 0M", "5M,5n 4m,9x 2m,7x 0M", "0M 9x 2m,7x 0M",
    "2m 7x 0M,9m 2m,7x",
)  # fmt: skip
_MINOR_OPENINGS: Final = (
    "0n 5m 2h 7x", "0n 0n 5m 7x", "0n 8M 2h 7x", "0n 2h,7x 0n 2h,7x", "0n 10x 8M 7x", "5m 10x 3M 8M",
)  # fmt: skip
_MINOR_ANSWERS: Final = ("2h 7x 0n 0n", "5m 0n 2h,7x 0n", "8M 7x 0n 0n", "5m,10x 3M,8M 2h,7x 0n", "8x 7x 0n 2h,7x")
_MAJOR_BRIDGES: Final = (
    "4x 4x 9x 9x | 2x 2x 7x 7x", "5m 10x 3M 3M | 3m 8x 2m 7x", "0m 5x 10M 10M | 9m 2x 2m 7x",
    "9m 2x 9m 2x | 2m 2m 2m 7x", "5M 5n 0M 0x | 2x 2x 2m 7x",
)  # fmt: skip
_MINOR_BRIDGES: Final = ("5m 10x 3M 3M | 2h 7x 0n 7x", "3M 8M 2h 7x | 3M 10x 2h 7x", "10m 3x 8M 8M | 2h 2h 7x 7x")
_KINDS: Final = {"M": "maj7", "m": "m7", "n": "m6", "x": "7", "h": "m7b5"}
_PLAIN: Final = {"maj7": "", "m7": "m", "m6": "m", "7": "", "m7b5": "dim"}
_EASY: Final = 3
"""Openings that beginners get: the first ones stay near home."""


def jazz_sections(brief: HarmonyBrief, draw: Draw) -> tuple[Progression, Progression]:
    """The A part and the bridge of an AABA song, eight bars each."""
    minor = brief.mode.is_minor
    openings: tuple[str, ...] = _MINOR_OPENINGS if minor else _MAJOR_OPENINGS
    answers: tuple[str, ...] = _MINOR_ANSWERS if minor else _MAJOR_ANSWERS
    if brief.is_beginner:
        openings, answers = openings[:_EASY], answers[:1]
    sentences = [_bars(f"{one} | {two}") for one, two in product(openings, answers)]
    sentences = [bars for bars in sentences if _is_varied(bars)]
    part = draw.child("a").choose(sentences, [_worth(bars, brief) for bars in sentences])
    bridges = [_bars(text) for text in (_MINOR_BRIDGES if minor else _MAJOR_BRIDGES)]
    if brief.is_beginner:
        bridges = bridges[:1]
    bridge = draw.child("bridge").choose(bridges, [_worth(bars, brief) for bars in bridges])
    return _timed(part), _timed(bridge)


def jazz_intro(brief: HarmonyBrief, draw: Draw) -> Progression:
    """A turnaround of four bars."""
    options = ["0n 8M 2h 7x"] if brief.mode.is_minor else ["0M 9m 2m 7x", "4m 9x 2m 7x"]
    return _timed(_bars(draw.choose(options[:1] if brief.is_beginner else options)))


def jazz_outro(brief: HarmonyBrief, draw: Draw) -> Progression:
    """The turnaround once more, and home."""
    options = ["2h 7x 0n 0n"] if brief.mode.is_minor else ["2m 7x 0M 0M", "5M 5n 0M 0M", "2m 1x 0M 0M"]
    limit = {"beginner": 1, "intermediate": 2, "advanced": 3}[brief.level]
    return _timed(_bars(draw.choose(options[:limit])))


def _bars(text: str) -> list[list[Bare]]:
    return [[_read(chord) for chord in bar.split(",")] for bar in text.replace("|", " ").split()]


def _read(text: str) -> Bare:
    return Bare(int(text[:-1]), _KINDS[text[-1]])


def _is_varied(bars: Sequence[Sequence[Bare]]) -> bool:
    """Whether the answer is another one than the opening, and does not begin with its last chord."""
    return bars[:4] != bars[4:] and bars[3][-1] != bars[4][0]


def _worth(bars: Sequence[Sequence[Bare]], brief: HarmonyBrief) -> float:
    """How likely the counted songs find a progression: mean over its changes, as odds."""
    chords = [Bare(chord.degree, _PLAIN[chord.kind]) for bar in bars for chord in bar]
    changes = [(one, two) for one, two in pairwise(chords) if one != two]
    steps = [max(-6.0, log_likelihood(one, two, brief.genre.style)) for one, two in changes]
    return round(math.exp(sum(steps) / len(steps)), 6)


def _timed(bars: Sequence[Sequence[Bare]]) -> Progression:
    return merged(tuple((chord, 1.0 / len(bar)) for bar in bars for chord in bar))
