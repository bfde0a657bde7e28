"""Chords moved by semitones, spelled for the key they land in; and the key of a progression."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import Key, find_keys, parse_key, to_lead_sheet, transpose, transpose_key, usual_key
from chordwork.music.fretboard import ChordTones
from chordwork.music.tabs.errors import TabError
from chordwork.music.tabs.structure import symbol_of

MOST_SEMITONES: Final = 24
MOST_ACCIDENTALS: Final = 7
"""Of a key signature."""

Timed = list[tuple[ChordTones | None, Fraction]]
"""Chords with their beats; None for N.C."""


@attrs.frozen
class Placed:
    """A progression where it sounds.

    Attributes:
        sounding: the chords that sound.
        key: theirs; None where no chord tells it.
        typed_shapes: names of chords that sound and of the shapes they were given as.
    """

    sounding: Timed
    key: Key | None
    typed_shapes: tuple[tuple[str, str], ...] = ()


def place(chords: Timed, key: str | Key | None, semitones: int, capo: int) -> Placed:
    """Move a progression by semitones, and from shapes behind a capo to what sounds.

    Args:
        chords: as given.
        key: theirs; found from them by default.
        semitones: how far to transpose.
        capo: its fret where the chords are shapes; 0 where they sound.

    Raises:
        TabError: a transposition of more than two octaves.
        KeySyntaxError: no such key.
    """
    if abs(semitones) > MOST_SEMITONES:
        raise TabError(f"transpose by {semitones} semitones: give {-MOST_SEMITONES} to {MOST_SEMITONES}")
    home = parse_key(key) if isinstance(key, str) else key or key_of(chords)
    if home is not None and abs(home.signature) > MOST_ACCIDENTALS:
        home = usual_key(home.tonic.pitch_class, home.mode)  # no format writes a signature of eight sharps
    held, home = _moved(chords, semitones, home)
    given, home = _moved(held, capo, home)
    pairs = zip(held, given, strict=True) if capo else ()
    typed = dict.fromkeys((sounds.symbol, shape.symbol) for (shape, _), (sounds, _) in pairs if shape and sounds)
    return Placed(given, home, tuple(typed))


def _moved(chords: Timed, semitones: int, key: Key | None) -> tuple[Timed, Key | None]:
    if semitones % 12 == 0:
        return chords, key
    away = [(tones and moved(tones, semitones, key), beats) for tones, beats in chords]
    return away, key and transpose_key(key, semitones)


def moved(tones: ChordTones, semitones: int, key: Key | None) -> ChordTones:
    """A chord so many semitones away.

    Args:
        tones: the chord.
        semitones: how far, up or down.
        key: the key it is in; the result is spelled for the key it lands in.
    """
    away = tones.transposed(semitones)
    symbol = symbol_of(tones)
    if symbol is None or away is tones:
        return away
    there = transpose(symbol, semitones, key=key)
    if there.root is not None and abs(there.root.accidental) > 1:  # written otherwise than its key: A#m in Bb minor
        there = transpose(symbol, semitones)
    return attrs.evolve(away, symbol=to_lead_sheet(there))


def key_of(chords: Sequence[tuple[ChordTones | None, Fraction]]) -> Key | None:
    """The likeliest key of a progression; None where no chord can be read."""
    read = [(symbol_of(tones), beats) for tones, beats in chords if tones is not None]
    known = [(symbol, float(beats)) for symbol, beats in read if symbol is not None and beats > 0]
    found = find_keys([symbol for symbol, _ in known], weights=[beats for _, beats in known], limit=1)
    return found[0].key if found else None
