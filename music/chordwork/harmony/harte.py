"""Reading chord labels as Harte writes them: ``C:maj7(9,*5)/3``."""

from __future__ import annotations

from typing import Final

from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.harmony.notes import Degree, Note, read_accidentals
from chordwork.harmony.symbol import ChordSymbol
from chordwork.harmony.vocabulary import HARTE_SHORTHANDS

_BY_LENGTH: Final = sorted(HARTE_SHORTHANDS, key=len, reverse=True)


def read_harte(text: str, root: Note, position: int) -> ChordSymbol:
    """Read what follows the root, from the colon or the slash at ``position`` on."""
    sounding = set(HARTE_SHORTHANDS["maj"])
    if text.startswith(":", position):
        position += 1
        shorthand = next((name for name in _BY_LENGTH if text.startswith(name, position)), None)
        if shorthand is None and not text.startswith("(", position):
            raise SymbolSyntaxError(text, position, "no such chord quality: write 'maj', 'min7', 'hdim7', '(3,5)' ...")
        sounding = set(HARTE_SHORTHANDS[shorthand or "1"])
        position += len(shorthand or "")
        if text.startswith("(", position):
            position = _read_list(text, position + 1, sounding)
    bass = root
    if text.startswith("/", position):
        degree, position = read_degree(text, position + 1)
        bass = root.above(degree)
    if position < len(text):
        raise SymbolSyntaxError(text, position, "the label should end here")
    return ChordSymbol.of(root, frozenset(sounding), bass)


def read_degree(text: str, position: int) -> tuple[Degree, int]:
    """Read a degree, 1..13 with accidentals, from ``position`` on; return it and the position after it."""
    alteration, end = read_accidentals(text, position)
    length = 2 if text[end : end + 2] in ("10", "11", "12", "13") else 1
    number = text[end : end + length]
    if not ("1" <= number <= "9" and number.isascii()):
        raise SymbolSyntaxError(text, end, "a degree is a number from 1 to 13, such as 5, b7 or #11")
    return Degree(int(number), alteration), end + length


def _read_list(text: str, position: int, sounding: set[Degree]) -> int:
    while True:
        while text.startswith(" ", position):
            position += 1
        omitted = text.startswith("*", position)
        degree, position = read_degree(text, position + omitted)
        (sounding.discard if omitted else sounding.add)(degree)
        if text.startswith(")", position):
            return position + 1
        if not text.startswith(",", position):
            raise SymbolSyntaxError(text, position, "degrees are parted by commas and closed with ')'")
        position += 1
