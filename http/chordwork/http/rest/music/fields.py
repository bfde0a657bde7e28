"""Fields that several requests share. The music library itself is imported where it is used: in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import attrs
from msgspec import Meta

if TYPE_CHECKING:
    from chordwork.harmony import ChordSymbol, Notation

MAX_CHORDS = 1000
MAX_CHORDS_TEXT = 20_000

NotationName = Annotated[
    Literal["english", "german", "solfege"],
    Meta(description="Of note names, read and written: B, Bb, F#; H, B, Fis; or Si, Sib, Fa#."),
]
ChordText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="A lead-sheet symbol or a Harte label; in a list also bars, such as `C | G Am`.",
        examples=["Am7/C"],
    ),
]
KeyText = Annotated[str, Meta(min_length=1, max_length=40, description="A key.", examples=["Eb major", "F# dorian"])]


@attrs.frozen(kw_only=True)
class TimedChord:
    """A chord with its length."""

    chord: ChordText
    beats: Annotated[float, Meta(ge=0.05, le=4096, description="How long it lasts, in beats.")]


ChordLine = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MAX_CHORDS_TEXT,
        description=(
            "Chords parted by blanks, each a bar long; between bar lines `|` they share the bar. Beats (`C / / G`), "
            "repeats, endings, metres, ChordPro and chords over words are read, too."
        ),
        examples=["C | G Am | F"],
    ),
]
TimedChords = ChordLine | Annotated[list[ChordText | TimedChord], Meta(min_length=1, max_length=MAX_CHORDS)]
"""A progression whose lengths matter."""
Chords = (
    Annotated[str, Meta(max_length=MAX_CHORDS_TEXT, description="Chords, as `/tabs` reads them.")]
    | Annotated[list[ChordText], Meta(max_length=MAX_CHORDS)]
)
"""A progression of which only the order matters; may be empty."""


def with_beats(chords: str | list[str | TimedChord]) -> str | list[str | tuple[str, float]]:
    """As the music library takes it."""
    if isinstance(chords, str):
        return chords
    return [chord if isinstance(chord, str) else (chord.chord, chord.beats) for chord in chords]


def placed(chords: str | list[str], notation: Notation) -> list[tuple[str, ChordSymbol]]:
    """The chords one by one, each with its text."""
    from chordwork.harmony import SymbolSyntaxError, parse_symbol
    from chordwork.music.charts import read_bars, read_symbol

    if not isinstance(chords, str):
        found: list[tuple[str, ChordSymbol]] = []
        for item in chords:
            try:
                found.append((item, parse_symbol(item, notation=notation)))
            except SymbolSyntaxError:
                several = placed(item, notation)
                found += several or [(item, read_symbol(item, notation=notation))]
        return found
    return [
        (chords[each.position : each.end].strip(), each.symbol)
        for bar in read_bars(chords, notation=notation)
        for each in bar
    ]


def symbols(chords: str | list[str], notation: Notation) -> list[ChordSymbol]:
    """The chords one by one."""
    return [symbol for _, symbol in placed(chords, notation)]
