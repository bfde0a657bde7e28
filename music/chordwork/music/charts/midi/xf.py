"""Chords and rehearsal marks as Yamaha's instruments write them into MIDI files: sequencer-specific events of "XF".

Source: Yamaha Corporation, "XF Format Specifications" 2.01 (1999): chord names are ``43 7B 01 cr ct bn bt``, rehearsal
marks ``43 7B 02 rr``.
"""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.harmony import NO_SYMBOL, ChordSymbol, Note, parse_symbol

SEQUENCER: Final = 0x7F
_CHORD: Final = b"\x43\x7b\x01"
_MARK: Final = b"\x43\x7b\x02"
_NONE: Final = 0x7F
_CANCEL: Final = 34
_LETTERS: Final = "CDEFGAB"
_NATURAL: Final = 3
_SUFFIXES: Final = (
    "", "6", "maj7", "maj7(#11)", "add9", "maj9", "6/9", "aug",
    "m", "m6", "m7", "m7b5", "madd9", "m9", "m11", "mmaj7", "mmaj9", "dim", "dim7",
    "7", "7sus4", "7b5", "9", "7(#11)", "13", "7(b9)", "7(b13)", "7(#9)", "maj7#5", "7#5",
    "5", "5", "sus4", "sus2",
)  # fmt: skip
"""By chord type; 30 and 31 are the root with its octave, and with its fifth."""
_MARKS: Final[tuple[str, ...]] = ("Intro", "Ending", "Fill-in", *"ABCDEFGHIJKLM")


def chord_of(data: bytes) -> ChordSymbol | None:
    """The chord of a sequencer-specific event; None if it is another event, or says nothing readable."""
    if not data.startswith(_CHORD) or len(data) < len(_CHORD) + 2:
        return None
    root, kind = data[3], data[4]
    if kind == _CANCEL or root == _NONE:
        return NO_SYMBOL
    note = _note(root)
    if note is None or kind >= len(_SUFFIXES):
        return None
    symbol = parse_symbol(note.name + _SUFFIXES[kind])
    bass = _note(data[5]) if len(data) > 5 and data[5] != _NONE else None
    return symbol if bass is None else attrs.evolve(symbol, bass=bass)


def mark_of(data: bytes) -> str:
    """The rehearsal mark of a sequencer-specific event, such as ``B'`` for a varied B; empty if it is another event."""
    if not data.startswith(_MARK) or len(data) < len(_MARK) + 1:
        return ""
    varied = int(data[3]) >> 4 & 7
    return _MARKS[data[3] & 15] + "'" * varied


def _note(byte: int) -> Note | None:
    """Flats and sharps in the upper half (3: none), the letter in the lower (1: C)."""
    accidental, letter = (byte >> 4) - _NATURAL, (byte & 15) - 1
    if not 0 <= letter < len(_LETTERS) or not -3 <= accidental <= 3:
        return None
    return Note(_LETTERS[letter], accidental)
