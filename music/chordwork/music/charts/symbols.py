"""Chords of a text in whichever note names it uses."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.harmony.notation import NOTATIONS, Notation
from chordwork.harmony.parsing import parse_symbol
from chordwork.harmony.symbol import UNKNOWN_SYMBOL, ChordSymbol
from chordwork.music.song import PlacedChord


def notation_of(texts: Iterable[str]) -> Notation:
    """The note names in which most of some chords can be read: English, where others are no better."""
    best: Notation = "english"
    every = set(texts)
    least = sum(_read(text, best) is None for text in every)
    if not least:
        return best
    for notation in NOTATIONS:
        left = sum(_read(text, notation) is None for text in every)
        if left < least:
            best, least = notation, left
    return best


def placed_chord(text: str, notation: Notation = "english", beat: Fraction = Fraction(0)) -> PlacedChord:
    """A chord as a sheet writes it: in parentheses where it may be left out; unknown where it cannot be read."""
    name = text.strip()
    if name.startswith("(") and name.endswith(")") and (symbol := _read(name[1:-1], notation)) is not None:
        return PlacedChord(symbol, beat, optional=True)
    symbol = _read(name, notation)
    return PlacedChord(UNKNOWN_SYMBOL, beat, written=name) if symbol is None else PlacedChord(symbol, beat)


def written(chord: PlacedChord) -> str:
    """What :func:`placed_chord` reads as the same."""
    name = chord.written if chord.written and chord.symbol.unknown else str(chord.symbol)
    return f"({name})" if chord.optional else name


def is_chord(text: str, notation: Notation = "english") -> bool:
    """Whether it can be read."""
    return _read(text, notation) is not None


def _read(text: str, notation: Notation) -> ChordSymbol | None:
    try:
        return parse_symbol(text, notation=notation)
    except SymbolSyntaxError:
        return None
