"""Reading chord symbols, lead-sheet and Harte alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from chordwork.music.harmony.errors import SymbolSyntaxError
from chordwork.music.harmony.harte import read_degree, read_harte
from chordwork.music.harmony.leadsheet import read_suffix
from chordwork.music.harmony.notes import Note, read_accidentals
from chordwork.music.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol

MAX_CHARACTERS: Final = 200
"""Longest chord symbol that is read."""

_NO_CHORD: Final = frozenset({"N", "NC", "N.C", "N.C.", "n.c.", "nc"})
_UNKNOWN: Final = frozenset({"X", "?"})
_BASS: Final = re.compile(r"/\s*(?=[A-H])")


@lru_cache(maxsize=4096)
def parse_symbol(text: str, *, german: bool = False) -> ChordSymbol:
    """Read a chord: ``C7alt``, ``Am(maj7)``, ``F#m7b5/E``, ``B♭Δ``, ``C:maj7(9)/5``, ``N.C.``.

    A colon after the root, or a bass given as a degree, makes it Harte syntax. Extensions follow lead-sheet use in
    lead-sheet text (``C13`` has no 11) and Harte's tables in Harte text (``C:13`` has one).

    Args:
        text: one chord; blanks around it are ignored.
        german: read ``H`` as B and ``B`` as B flat.

    Raises:
        SymbolSyntaxError: with ``position`` at the character that could not be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise SymbolSyntaxError(text, MAX_CHARACTERS, f"one chord has at most {MAX_CHARACTERS} characters")
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    body = text[start:end]
    if body in _NO_CHORD:
        return NO_SYMBOL
    if body in _UNKNOWN:
        return UNKNOWN_SYMBOL
    root, position = _read_note(text, start, german=german)
    if text.startswith(":", position) or _is_harte_bass(text, position, end):
        return read_harte(text[:end], root, position)
    bass = root
    slashes = list(_BASS.finditer(text, position, end))
    if slashes:
        bass, after = _read_note(text, slashes[-1].end(), german=german)
        if after < end:
            raise SymbolSyntaxError(text, after, "the bass note should end the chord")
        end = slashes[-1].start()
    return ChordSymbol.of(root, read_suffix(text, position, end), bass)


def _read_note(text: str, position: int, *, german: bool) -> tuple[Note, int]:
    letter = text[position : position + 1]
    if letter == "H" and german:
        letter = "B"
        accidental, position = read_accidentals(text, position + 1)
        return Note(letter, accidental), position
    if not letter or letter not in "ABCDEFG":
        reason = (
            "H is B natural in German: write B, or ask for German note names"
            if letter == "H"
            else (
                "a chord starts with a capital letter from A to G"
                if letter
                else "a chord is missing here: write C, Am7 or N.C."
            )
        )
        raise SymbolSyntaxError(text, position, reason)
    accidental, position = read_accidentals(text, position + 1)
    return Note(letter, accidental - (german and letter == "B" and accidental == 0)), position


def _is_harte_bass(text: str, position: int, end: int) -> bool:
    """Whether a bare root is followed by a bass degree and nothing else: ``Cb/3``, but not ``C/E``."""
    if not text.startswith("/", position):
        return False
    try:
        return read_degree(text[:end], position + 1)[1] == end
    except SymbolSyntaxError:
        return False
