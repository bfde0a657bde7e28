"""Chords as iReal Pro writes them: ``C^7``, ``F#h7``, ``Bb7alt/D``, ``C*m(add11)*``.

The qualities are those that the program's keyboard offers (iReal Pro, "Custom Chord Chart Protocol"). What else there
is stands between asterisks, as the program keeps qualities that were typed by hand.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from chordwork.harmony import (
    NO_SYMBOL,
    ChordSymbol,
    Degree,
    Note,
    lead_sheet_suffix,
    parse_symbol,
    plain_name,
)

QUALITIES: Final = (
    "", "^7", "-7", "7", "7sus", "^", "-", "7alt", "sus", "6", "-6", "o7", "h7", "^9", "-9", "9", "9sus", "^13", "-11",
    "13", "13sus", "69", "-69", "-^7", "-^9", "^7#11", "^9#11", "-b6", "-#5", "^7#5", "add9", "-7b5", "h9", "2", "5",
    "+", "o", "h", "7b9", "7#9", "7b5", "7#5", "7b13", "7#11", "9#11", "13#11", "11", "7b9sus", "7b13sus", "7susadd3",
    "9b5", "9#5", "13b9", "13#9", "7b9b13", "7b9#5", "7b9b5", "7b9#9", "7#9#5", "7#9b5", "7#9#11", "7b9#11",
)  # fmt: skip
"""Most usual first: of two that mean the same chord, the first is written."""

INVISIBLE: Final = "W"
"""In place of a root: the chord before, over another bass."""
_CHARACTERS: Final = r"(?:sus|alt|add|dim|maj|[-+^0-9hob#Δø°])"
CHORD: Final = re.compile(
    rf"(?P<root>[A-G][b#]?|{INVISIBLE})(?P<quality>{_CHARACTERS}*)(?:\*(?P<typed>[^*]*)\*)?(?:/(?P<bass>[A-G][b#]?))?"
)
_ACCIDENTALS: Final = 1
"""Most sharps or flats of a note."""


def read_chord(root: str, quality: str, typed: str, bass: str, before: ChordSymbol) -> ChordSymbol:
    """The chord that these parts make.

    Args:
        root: a note, or :data:`INVISIBLE`.
        quality: as the keyboard writes it.
        typed: by hand, without the asterisks.
        bass: a note, or empty.
        before: the chord that an invisible root repeats.

    Raises:
        SymbolSyntaxError: the quality makes no sense.
    """
    if root == INVISIBLE:
        if before.root is None or not bass:
            return before if before.root is not None else NO_SYMBOL
        return ChordSymbol(before.root, before.degrees, parse_symbol(bass).root)
    return parse_symbol(f"{root}{quality}{typed}{f'/{bass}' if bass else ''}")


def write_chord(symbol: ChordSymbol) -> str:
    """The same chord in iReal Pro's letters; double sharps and flats under their plain names."""
    if symbol.root is None or symbol.bass is None:
        return "n"
    root, bass = _written(symbol.root), _written(symbol.bass)
    quality = _qualities().get(symbol.degrees)
    if quality is None:
        quality = f"*{lead_sheet_suffix(symbol.degrees)}*"
    return f"{root}{quality}" + (f"/{bass}" if symbol.bass != symbol.root else "")


def is_plain(note: Note) -> bool:
    """Whether iReal Pro has a name for it."""
    return abs(note.accidental) <= _ACCIDENTALS


def plain(symbol: ChordSymbol) -> ChordSymbol:
    """The chord that is read where this one is written."""
    if symbol.root is None or symbol.bass is None:
        return symbol
    root = symbol.root if is_plain(symbol.root) else plain_name(symbol.root)
    bass = symbol.bass if is_plain(symbol.bass) else plain_name(symbol.bass)
    return ChordSymbol(root, symbol.degrees, root if symbol.bass == symbol.root else bass)


def _written(note: Note) -> str:
    return (note if is_plain(note) else plain_name(note)).name


@lru_cache(maxsize=1)
def _qualities() -> dict[tuple[Degree, ...], str]:
    return {parse_symbol(f"C{quality}").degrees: quality for quality in reversed(QUALITIES)}
