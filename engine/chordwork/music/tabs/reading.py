"""What callers may hand over as a chord, made into tones and beats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from chordwork.music.chord import Chord
from chordwork.music.fretboard import ChordTones
from chordwork.music.harmony import ChordSymbol, from_chord, parse_symbol, read_bars
from chordwork.music.tabs.errors import DurationError, TooManyChordsError
from chordwork.music.tabs.metre import Metre

ChordInput = str | Chord | ChordSymbol | ChordTones
"""A text ("Am7/C", "C7alt", "N.C.", "A:min7/b3"), a chord value of either kind, or tones."""

MAX_CHORDS: Final = 1000
MAX_TEXT_CHARACTERS: Final = 20_000
SIXTEENTH_TICKS: Final = 3
TRIPLET_EIGHTH_TICKS: Final = 4


def read_chords(
    chords: Sequence[ChordInput | tuple[ChordInput, float | Fraction]], beats: float | Fraction
) -> list[tuple[ChordTones | None, Fraction]]:
    """Tones, None for N.C., and beats of each chord.

    Args:
        chords: chords, or pairs of a chord and its beats.
        beats: of chords that come without.

    Raises:
        SymbolSyntaxError: a text that is no chord.
        TooManyChordsError: none, or more than 1000.
        DurationError: beats that are no number.
    """
    if not 1 <= len(chords) <= MAX_CHORDS:
        raise TooManyChordsError(f"{len(chords)} chords: give 1 to {MAX_CHORDS}")
    pairs = [chord if isinstance(chord, tuple) else (chord, beats) for chord in chords]
    return [(read_chord(chord), _beats(length)) for chord, length in pairs]


def read_line(text: str, metre: Metre) -> list[ChordInput | tuple[ChordInput, float | Fraction]]:
    """Chords of a line of text, see :func:`~chordwork.music.harmony.read_bars`; chords share their bar evenly.

    Raises:
        SymbolSyntaxError: a word is no chord; its position counts in the whole text.
        TooManyChordsError: the text is longer than any tab, or a bar has more chords than sixteenths.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        raise TooManyChordsError(f"a text of {len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    bars = read_bars(text)
    if "|" not in text:
        return [placed.symbol for bar in bars for placed in bar]
    return [
        (placed.symbol, Fraction(ticks, metre.beat_ticks))
        for bar in bars
        for placed, ticks in zip(bar, _shares(len(bar), metre), strict=True)
    ]


def _shares(count: int, metre: Metre) -> list[int]:
    """Ticks of each of so many chords of one bar: alike where notation has a note for that, else to an eighth or
    sixteenth.
    """
    even, odd = divmod(metre.bar_ticks, count)
    if not odd and (even % SIXTEENTH_TICKS == 0 or even % TRIPLET_EIGHTH_TICKS == 0):
        return [even] * count
    grid = next((ticks for ticks in (2 * SIXTEENTH_TICKS, SIXTEENTH_TICKS) if count * ticks <= metre.bar_ticks), None)
    if grid is None:
        raise TooManyChordsError(f"{count} chords in one bar of {metre}: give at most {metre.bar_ticks // 3}")
    places = metre.bar_ticks // grid
    bounds = [grid * round(Fraction(index * places, count)) for index in range(count)]
    return [after - before for before, after in pairwise([*bounds, metre.bar_ticks])]


def read_chord(chord: ChordInput) -> ChordTones | None:
    """Tones of one chord; None for N.C.

    Raises:
        SymbolSyntaxError: a text that is no chord.
        ChordTonesError: the unknown chord.
    """
    if isinstance(chord, ChordTones):
        return chord
    if isinstance(chord, Chord):
        chord = from_chord(chord)
    symbol = parse_symbol(chord) if isinstance(chord, str) else chord
    if not symbol.is_chord and not symbol.unknown:
        return None
    return ChordTones.from_symbol(symbol)


def _beats(length: float | Fraction) -> Fraction:
    try:
        return Fraction(length).limit_denominator(48)
    except (TypeError, ValueError, OverflowError):
        raise DurationError(f"{str(length)[:20]!r} is no number of beats") from None
