"""Chord charts: ``"C | G | Am F"``, bars that their chords share evenly. Tabs and accompaniment read them too."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.music.songwriting.errors import PlanOptionError

MAX_BARS: Final = 64
"""Longest section, in bars."""
MAX_CHORDS_A_BAR: Final = 4

Timed = tuple[str, float]
"""A symbol and its length in bars."""


def write_chart(chords: Sequence[Timed]) -> str:
    """A chart of symbols with their lengths in bars; a chord held over a bar line is written again.

    Raises:
        PlanOptionError: chords that do not fill their bars, or share one unevenly.
    """
    bars = [" ".join(symbol for symbol, _ in bar) for bar in bars_of(chords)]
    alone = len(bars) == 1 and " " in bars[0]  # without bar lines, each of its chords would be a bar
    return f"| {bars[0]} |" if alone else " | ".join(bars)


def bars_of(chords: Sequence[Timed]) -> list[list[tuple[str, Fraction]]]:
    """Chords cut at the bar lines: symbol and length of each piece, bar by bar.

    Raises:
        PlanOptionError: as for :func:`write_chart`.
    """
    bars: list[list[tuple[str, Fraction]]] = []
    room = Fraction(0)
    for symbol, length in chords:
        left = Fraction(length).limit_denominator(48)
        if not 0 < left <= MAX_BARS:
            raise PlanOptionError(f"{symbol} lasts {length:g} bars: give more than 0 and at most {MAX_BARS}")
        while left > 0:
            if room == 0:
                bars.append([])
                room = Fraction(1)
            piece = min(left, room)
            bars[-1].append((symbol, piece))
            room -= piece
            left -= piece
    if room:
        raise PlanOptionError(f"the last bar is not full: {float(room):g} of it is left")
    if not 1 <= len(bars) <= MAX_BARS:
        raise PlanOptionError(f"a section of {len(bars)} bars: give 1 to {MAX_BARS}")
    for number, bar in enumerate(bars):
        if len({length for _, length in bar}) > 1 or len(bar) > MAX_CHORDS_A_BAR:
            raise PlanOptionError(
                f"bar {number + 1}: at most {MAX_CHORDS_A_BAR} chords can share a bar, and they share it evenly"
            )
    return bars


def read_chart(text: str) -> list[Timed]:
    """Symbols with their lengths in bars; a symbol that is written again at a bar line is held.

    A text without bar lines gives each chord a bar.
    """
    bars = [bar.replace(",", " ").split() for bar in text.strip().strip("|").split("|")]
    if "|" not in text:
        bars = [[symbol] for symbol in bars[0]]
    result: list[Timed] = []
    for number, bar in enumerate(bars):
        if not bar:
            raise PlanOptionError(f"bar {number + 1} of the chart holds no chord")
        for symbol in bar:
            if result and len(bar) == 1 and result[-1][0] == symbol and result[-1][1] >= 1:
                result[-1] = (symbol, result[-1][1] + 1.0)
            else:
                result.append((symbol, 1.0 / len(bar)))
    return result
