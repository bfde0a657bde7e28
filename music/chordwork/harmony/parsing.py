"""Reading chord symbols, lead-sheet and Harte alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.harmony.harte import read_degree, read_label
from chordwork.harmony.leadsheet import read_suffix
from chordwork.harmony.notation import Notation, check_notation, read_name
from chordwork.harmony.notes import Degree, Note
from chordwork.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol

MAX_CHARACTERS: Final = 200
"""Longest chord symbol that is read."""

_NO_CHORD: Final = frozenset({"nc", "n.c", "n/c", "no chord", "no-chord", "tacet"})
"""In small letters, without a full stop at the end; and ``N``."""
_UNKNOWN: Final = frozenset({"X", "?"})
_BASS: Final = re.compile(r"/\s*(?=[A-H])|/\s*(?=[a-h](?:[#b♯♭]|[ei]s|s)?\s*$)")
_SOLFEGE_BASS: Final = re.compile(r"/\s*(?=(?:d[oóò]|ut|r[eéè]|mi|f[aáà]|sol?|l[aáà]|[st]i)[#b♯♭]*\s*$)", re.IGNORECASE)
_LIKE_SIGNS: Final = str.maketrans("‐‑＃＋／＼\\（）", "--#+///()")
"""Signs that look like others and mean them: what word processors and input methods make of a hyphen or a sharp."""
_HARTE_ROOT: Final = re.compile(r"[A-G][#b♯♭]*:")
_TENSIONS: Final = frozenset({9, 11, 13})
_PLAIN_TENSIONS: Final = frozenset({2, 4, 6, 7})


def parse_symbol(text: str, *, german: bool = False, notation: Notation = "english") -> ChordSymbol:
    """Read a chord: ``C7alt``, ``Am(maj7)``, ``F#m7b5/E``, ``B♭Δ``, ``C:maj7(9)/5``, ``N.C.``.

    A colon after the root, or a bass given as a degree, makes it Harte syntax. Extensions follow lead-sheet use in
    lead-sheet text (``C13`` has no 11) and Harte's tables in Harte text (``C:13`` has one).

    Args:
        text: one chord; blanks around it are ignored.
        german: short for ``notation="german"``.
        notation: of note names: ``"english"``, ``"german"`` (``H`` is B, ``B`` is B flat, ``Fis``, ``Es``; small
            letters are minor) or ``"solfege"`` (``Do``, ``Rem``, ``Sib7``; ``7+`` is a major seventh there).

    Raises:
        SymbolSyntaxError: with ``position`` at the character that could not be read.
        NotationError: no such notation.
    """
    return _parse(text, "german" if german else check_notation(notation))


@lru_cache(maxsize=4096)
def _parse(text: str, notation: Notation) -> ChordSymbol:
    if len(text) > MAX_CHARACTERS:
        raise SymbolSyntaxError(text, MAX_CHARACTERS, f"one chord has at most {MAX_CHARACTERS} characters")
    text = text.translate(_LIKE_SIGNS)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    body = text[start:end]
    if body == "N" or body.lower().removesuffix(".") in _NO_CHORD:
        return NO_SYMBOL
    if body in _UNKNOWN:
        return UNKNOWN_SYMBOL
    if _HARTE_ROOT.match(text, start):
        notation = "english"  # labels are the same in every language
    root, position, small = _read_root(text, start, notation)
    if text.startswith(":", position) or _is_harte_bass(text, position, end):
        label = read_label(text[:end], root, position)
        return ChordSymbol.of(root, label.degrees, root.above(label.bass))
    bass = root
    slashes = list((_SOLFEGE_BASS if notation == "solfege" else _BASS).finditer(text, position, end))
    if slashes:
        bass, after = _read_bass(text, slashes[-1].end(), notation)
        if after < end:
            raise SymbolSyntaxError(text, after, "the bass note should end the chord")
        end = slashes[-1].start()
    degrees = read_suffix(text, position, end, plus_is_major=notation == "solfege")
    if small and notation == "german" and Degree(3) in degrees:
        degrees = degrees - {Degree(3)} | {Degree(3, -1)}
    return ChordSymbol.of(root, degrees, bass)


def _read_root(text: str, position: int, notation: Notation) -> tuple[Note, int, bool]:
    read = read_name(text, position, notation)
    if read is not None and not (read[2] and notation == "english"):
        return read
    letter = text[position : position + 1]
    if notation == "solfege":
        reason = "a chord starts with Do, Re, Mi, Fa, Sol, La or Si"
    elif letter == "H":
        reason = "H is B natural in German: write B, or ask for German note names (notation german)"
    elif notation == "german":
        reason = "a chord starts with a letter from A to H"
    else:
        reason = "a chord starts with a capital letter from A to G"
    if not letter:
        reason = "a chord is missing here: write C, Am7 or N.C."
    raise SymbolSyntaxError(text, position, reason)


def _read_bass(text: str, position: int, notation: Notation) -> tuple[Note, int]:
    read = read_name(text, position, notation)
    if read is None:
        raise SymbolSyntaxError(text, position, "H is B natural in German: write B, or ask for notation german")
    return read[0], read[1]


def _is_harte_bass(text: str, position: int, end: int) -> bool:
    """Whether a bare root is followed by a bass degree and nothing else: ``Cb/3``, but not ``C/E``.

    A number that is no tone of the triad is a tension there, as lead sheets write it: ``C/9`` is C with a ninth.
    """
    if not text.startswith("/", position):
        return False
    try:
        degree, after = read_degree(text[:end], position + 1)
    except SymbolSyntaxError:
        return False
    tension = degree.number in _TENSIONS or (degree.alteration == 0 and degree.number in _PLAIN_TENSIONS)
    return after == end and not tension
