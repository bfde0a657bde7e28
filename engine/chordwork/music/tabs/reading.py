"""What callers may hand over as a chord, made into tones and beats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Final

import attrs

from chordwork.music.chord import NO_CHORD, Chord, parse_label, pitch_class
from chordwork.music.fretboard import ChordTones
from chordwork.music.tabs.errors import DurationError, TooManyChordsError
from chordwork.music.vocabulary import QUALITIES

ChordInput = str | Chord | ChordTones
"""A symbol ("Am7/C", "N.C.") or Harte label ("A:min7/b3") of the recogniser's vocabulary, a chord value, or tones."""

MAX_CHORDS: Final = 1000
MAX_TEXT_CHARACTERS: Final = 20_000
_ROOTS: Final = tuple(letter + accidental for letter in "CDEFGAB" for accidental in ("", "#", "b"))
_OTHER_SUFFIXES: Final[dict[str, str]] = {
    "M": "maj", "major": "maj", "min": "min", "-": "min", "M7": "maj7", "Δ": "maj7", "ma7": "maj7", "min7": "min7",
    "-7": "min7", "maj6": "maj6", "min6": "min6", "°": "dim", "o": "dim", "°7": "dim7", "o7": "dim7", "ø": "hdim7",
    "ø7": "hdim7", "+": "aug", "sus": "sus4", "mM7": "minmaj7", "mmaj7": "minmaj7",
}  # fmt: skip


def read_chords(
    chords: Sequence[ChordInput | tuple[ChordInput, float | Fraction]], beats: float | Fraction
) -> list[tuple[ChordTones | None, Fraction]]:
    """Tones, None for N.C., and beats of each chord.

    Args:
        chords: chords, or pairs of a chord and its beats.
        beats: of chords that come without.

    Raises:
        ChordSyntaxError: a text that is no chord of the vocabulary.
        TooManyChordsError: none, or more than 1000.
        DurationError: beats that are no number.
    """
    if not 1 <= len(chords) <= MAX_CHORDS:
        raise TooManyChordsError(f"{len(chords)} chords: give 1 to {MAX_CHORDS}")
    pairs = [chord if isinstance(chord, tuple) else (chord, beats) for chord in chords]
    return [(read_chord(chord), _beats(length)) for chord, length in pairs]


def read_line(text: str, bar_beats: int) -> list[ChordInput | tuple[ChordInput, float | Fraction]]:
    """Chords of a line of text, parted by spaces or commas; between bar lines, they share ``bar_beats`` evenly.

    Raises:
        TooManyChordsError: the text is longer than any tab.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        raise TooManyChordsError(f"a text of {len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    bars = [bar.replace(",", " ").split() for bar in text.split("|")]
    if len(bars) == 1:
        return [*bars[0]]
    return [(symbol, Fraction(bar_beats, len(bar))) for bar in bars for symbol in bar]


def read_chord(chord: ChordInput) -> ChordTones | None:
    """Tones of one chord; None for N.C.

    Raises:
        ChordSyntaxError: a text that is no chord of the vocabulary.
        ChordTonesError: the unknown chord.
    """
    if isinstance(chord, ChordTones):
        return chord
    symbol = ""
    if isinstance(chord, str):
        symbol = chord.strip().replace("♯", "#").replace("♭", "b")
        chord = _parsed(symbol) if len(symbol) <= 40 else parse_label(symbol[:40])
    if chord == NO_CHORD:
        return None
    tones = ChordTones.from_chord(chord)
    return attrs.evolve(tones, symbol=symbol) if _is_symbol(symbol) else tones


def _is_symbol(text: str) -> bool:
    return bool(text) and ":" not in text and text.split("/")[-1][0] in "ABCDEFG"


def _parsed(text: str) -> Chord:
    if text in ("N.C.", "NC", "N", "-"):
        return NO_CHORD
    head, _, bass = text.rpartition("/") if "/" in text else (text, "", "")
    known = _symbols().get(head)
    if known is None or (bass and bass not in _ROOTS):
        return parse_label(text)
    return Chord.of(known.root, known.quality.harte if known.quality else "", pitch_class(bass) if bass else None)


@cache
def _symbols() -> dict[str, Chord]:
    suffixes = {quality.suffix: quality.harte for quality in QUALITIES} | _OTHER_SUFFIXES
    return {root + suffix: Chord.of(pitch_class(root), harte) for root in _ROOTS for suffix, harte in suffixes.items()}


def _beats(length: float | Fraction) -> Fraction:
    try:
        return Fraction(length).limit_denominator(48)
    except (TypeError, ValueError, OverflowError):
        raise DurationError(f"{str(length)[:20]!r} is no number of beats") from None
