"""Reading a line of chords as players type it: ``C G Am F``, ``Dm7 | G7 | Cmaj7 | %``."""

from __future__ import annotations

import attrs

from chordwork.harmony.notation import Notation
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.charts.text.plain_line import plain_line


@attrs.frozen
class PlacedSymbol:
    """A chord and where it stands in the text.

    Attributes:
        symbol: its value.
        position: index of its first character.
        end: index after its last one.
    """

    symbol: ChordSymbol
    position: int
    end: int = attrs.field(eq=False)


def read_bars(
    text: str, *, german: bool = False, notation: Notation = "english"
) -> tuple[tuple[PlacedSymbol, ...], ...]:
    """Bars of a text of chords in playing order; a text without bar lines, beats or repeats is one bar.

    What is read is what :func:`~chordwork.harmony.read_chart` reads, which also says how long chords last.

    Args:
        text: chords, in one line or several.
        german: short for ``notation="german"``.
        notation: as for :func:`~chordwork.harmony.parse_symbol`.

    Raises:
        SymbolSyntaxError: a word is no chord; ``position`` counts in the whole text.
        ProgressionError: the text is too long.
    """
    notation = "german" if german else notation
    if notation == "english" and (plain := plain_line(text)) is not None:
        return (tuple(PlacedSymbol(*placed) for placed in plain),)
    from chordwork.music.charts.text.reading import read_written

    written = read_written(text, notation)
    bars = tuple(
        tuple(PlacedSymbol(symbol, position, end) for cell in bar.cells for symbol, position, end in cell.chords)
        for bar in written.bars
    )
    if not written.timed and bars:
        return (tuple(placed for bar in bars for placed in bar),)
    return tuple(bar for bar in bars if bar)


def read_progression(text: str, *, german: bool = False, notation: Notation = "english") -> tuple[ChordSymbol, ...]:
    """The chords of a text, bar lines or not. Arguments and errors as for :func:`read_bars`."""
    return tuple(placed.symbol for bar in read_bars(text, german=german, notation=notation) for placed in bar)
