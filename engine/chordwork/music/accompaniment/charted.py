"""What callers may hand over as chords, made into symbols and quarter notes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.music.accompaniment.errors import PaceError, TooMuchMusicError
from chordwork.music.harmony import (
    Chart,
    ChordSymbol,
    CrowdedBarError,
    Notation,
    read_chart,
    read_item,
    read_symbol,
)

MAX_TEXT_CHARACTERS: Final = 20_000

ChordInput = str | ChordSymbol


def timed_chords(
    chords: str | Sequence[ChordInput | tuple[ChordInput, float]],
    metre: tuple[int, int],
    quarters: float | Fraction,
    notation: Notation = "english",
) -> list[tuple[ChordSymbol, float | Fraction]]:
    """Chords and how many quarter notes each lasts.

    Args:
        chords: a text, see :func:`~chordwork.music.harmony.read_chart`; or chords, texts of several, or pairs of a chord
            and its quarter notes.
        metre: of the groove.
        quarters: of chords that come without.
        notation: of note names.

    Raises:
        HarmonySyntaxError: a text is no chord; it points at the character.
        PaceError: the text begins in another metre than the groove's.
        TooMuchMusicError: a text that is too long, or a bar with more chords than sixteenths.
    """
    if isinstance(chords, str):
        if len(chords) > MAX_TEXT_CHARACTERS:
            raise TooMuchMusicError(f"a text of {len(chords)} characters: give at most {MAX_TEXT_CHARACTERS}")
        try:
            chart = read_chart(chords, metre=metre, notation=notation)
        except CrowdedBarError as error:
            raise TooMuchMusicError(error.reason) from error
        _check_metre(chart, metre)
        if not chart.timed:
            return [(symbol, quarters) for symbol in chart.symbols]
        return list(chart.quarters())
    timed: list[tuple[ChordSymbol, float | Fraction]] = []
    for item in chords:
        if isinstance(item, tuple):
            chord, length = item
            timed.append((read_symbol(chord, notation=notation) if isinstance(chord, str) else chord, length))
        elif isinstance(item, str):
            read = read_item(item, metre=metre, notation=notation)
            timed += [(read, quarters)] if isinstance(read, ChordSymbol) else read.quarters()
        else:
            timed.append((item, quarters))
    return timed


def _check_metre(chart: Chart, metre: tuple[int, int]) -> None:
    from chordwork.music.accompaniment.grooves import GROOVES

    if chart.metre is None or Fraction(*chart.metre) == Fraction(*metre):
        return
    fitting = [name for name, groove in GROOVES.items() if groove.metre == chart.metre]
    offer = f"choose one in that metre: {', '.join(fitting)}" if fitting else "no groove here has that metre"
    raise PaceError(
        f"the chords are in {chart.metre[0]}/{chart.metre[1]}, the groove in {metre[0]}/{metre[1]}: {offer}"
    )
