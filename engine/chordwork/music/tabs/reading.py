"""What callers may hand over as a chord, made into tones and beats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.music.chord import Chord
from chordwork.music.fretboard import ChordTones
from chordwork.music.harmony import ChordSymbol, from_chord, parse_symbol, read_bars
from chordwork.music.tabs.errors import DurationError, TooManyChordsError

ChordInput = str | Chord | ChordSymbol | ChordTones
"""A text ("Am7/C", "C7alt", "N.C.", "A:min7/b3"), a chord value of either kind, or tones."""

MAX_CHORDS: Final = 1000
MAX_TEXT_CHARACTERS: Final = 20_000


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


def read_line(text: str, bar_beats: int) -> list[ChordInput | tuple[ChordInput, float | Fraction]]:
    """Chords of a line of text, see :func:`~chordwork.music.harmony.read_bars`; bars share ``bar_beats`` evenly.

    Raises:
        SymbolSyntaxError: a word is no chord; its position counts in the whole text.
        TooManyChordsError: the text is longer than any tab.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        raise TooManyChordsError(f"a text of {len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    bars = read_bars(text)
    if "|" not in text.strip().strip("|"):
        return [placed.symbol for bar in bars for placed in bar]
    return [(placed.symbol, Fraction(bar_beats, len(bar))) for bar in bars for placed in bar]


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
