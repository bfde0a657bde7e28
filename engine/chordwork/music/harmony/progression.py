"""Reading a line of chords as players type it: ``C G Am F``, ``Dm7 | G7 | Cmaj7 | %``."""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.music.harmony.errors import ProgressionError, SymbolSyntaxError
from chordwork.music.harmony.parsing import parse_symbol
from chordwork.music.harmony.symbol import ChordSymbol

MAX_TEXT_CHARACTERS: Final = 20_000
"""Longest line that is read."""
MAX_SYMBOLS: Final = 10_000
"""Most chords that one line may mean, repeats written out."""
REPEAT: Final = "%"

_WORD: Final = re.compile(r"(?:\([^()|]*\)|[^\s,;|])+|\|")
"""A chord, with whatever its parentheses hold; or a bar line."""
_JOINTS: Final = frozenset({"-", "–", "—", "->", "→", "/"})
"""What people write between chords and what says nothing."""


@attrs.frozen
class PlacedSymbol:
    """A chord and where it stands in the text.

    Attributes:
        symbol: its value.
        position: index of its first character.
    """

    symbol: ChordSymbol
    position: int


def read_bars(text: str, *, german: bool = False) -> tuple[tuple[PlacedSymbol, ...], ...]:
    """Bars of a line of chords; a line without bar lines is one bar.

    Chords are parted by blanks, commas or lone dashes; bars by ``|``. Empty bars count for nothing, ``%`` is the bar
    before once more.

    Args:
        text: the line; line breaks are blanks.
        german: as for :func:`~chordwork.music.harmony.parse_symbol`.

    Raises:
        SymbolSyntaxError: a word is no chord; ``position`` counts in the whole text.
        ProgressionError: the text is too long.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        raise ProgressionError(f"a text of {len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    bars: list[tuple[PlacedSymbol, ...]] = []
    bar: list[PlacedSymbol] = []
    count = 0
    for match in _WORD.finditer(text):
        word, position = match[0], match.start()
        if word == "|":
            if bar:
                bars.append(tuple(bar))
                bar = []
            continue
        if word == REPEAT:
            if bar or not bars:
                raise SymbolSyntaxError(
                    text, position, "'%' repeats the bar before: it needs one, and a bar of its own"
                )
            bar.extend(attrs.evolve(each, position=position) for each in bars[-1])
        elif word not in _JOINTS:
            bar.append(PlacedSymbol(_parsed(text, word, position, german), position))
        count += len(bar) if word == REPEAT else 1
        if count > MAX_SYMBOLS:
            raise ProgressionError(f"more than {MAX_SYMBOLS} chords in one line: give fewer")
    if bar:
        bars.append(tuple(bar))
    return tuple(bars)


def read_progression(text: str, *, german: bool = False) -> tuple[ChordSymbol, ...]:
    """The chords of a line, bar lines or not. Arguments and errors as for :func:`read_bars`."""
    return tuple(placed.symbol for bar in read_bars(text, german=german) for placed in bar)


def _parsed(text: str, word: str, position: int, german: bool) -> ChordSymbol:
    try:
        return parse_symbol(word, german=german)
    except SymbolSyntaxError as error:
        raise SymbolSyntaxError(text, position + error.position, error.reason) from None
