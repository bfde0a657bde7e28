"""Reading chord labels as Harte writes them: ``C:maj7(9,*5)/3``. The one reader of that grammar.

C. Harte, "Towards Automatic Extraction of Harmony Information from Music Signals" (2010), section 5. What a label means
is for others to say: a chord symbol (:mod:`~chordwork.harmony.parsing`), a chord as it is heard
(:mod:`~chordwork.harmony.chord`), what is compared (:mod:`~chordwork.harmony.score`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs

from chordwork.harmony.errors import ChordSyntaxError, SymbolSyntaxError
from chordwork.harmony.notes import Degree, Note, read_accidentals
from chordwork.harmony.vocabulary import HARTE_SHORTHANDS

_BY_LENGTH: Final = sorted(HARTE_SHORTHANDS, key=len, reverse=True)
_ROOT: Final = Degree(1)


@attrs.frozen
class HarteLabel:
    """A label taken apart.

    Attributes:
        root: None for ``N`` and ``X``.
        shorthand: such as ``min7``; ``maj`` where none is written, empty where a list of degrees stands alone; ``N``
            and ``X`` are their own.
        changes: degrees in parentheses as they are written, each after 1 if it is added and -1 if it is left out.
        bass: degree of the lowest note; 1 in root position.
    """

    root: Note | None
    shorthand: str
    changes: tuple[tuple[int, Degree], ...] = ()
    bass: Degree = _ROOT

    @property
    def degrees(self) -> frozenset[Degree]:
        """What sounds above the root, the bass not included."""
        sounding = set(HARTE_SHORTHANDS[self.shorthand or "1"])
        for sign, degree in self.changes:
            (sounding.add if sign > 0 else sounding.discard)(degree)
        return frozenset(sounding)


@lru_cache(maxsize=4096)
def split_label(label: str) -> HarteLabel:
    """Take a label apart that has to be one to the letter, as labels in files and on the wire have.

    No blanks, no signs beyond ASCII, no sharps mixed with flats: what mir_eval reads.

    Raises:
        ChordSyntaxError: not Harte syntax.
    """
    if label in ("N", "X"):
        return HarteLabel(None, label)
    if not label.isascii() or label[:1] not in tuple("ABCDEFG") or any(mark in label for mark in ("#b", "b#", " ")):
        raise ChordSyntaxError(label)
    alteration, end = read_accidentals(label, 1)
    try:
        return read_label(label, Note(label[0], alteration), end)
    except SymbolSyntaxError:
        raise ChordSyntaxError(label) from None


def read_label(text: str, root: Note, position: int) -> HarteLabel:
    """Read what follows the root, from the colon or the slash at ``position`` on.

    Raises:
        SymbolSyntaxError: points at the first character that makes no sense.
    """
    shorthand, bass = "maj", _ROOT
    changes: list[tuple[int, Degree]] = []
    if text.startswith(":", position):
        position += 1
        found = next((name for name in _BY_LENGTH if text.startswith(name, position)), None)
        if found is None and not text.startswith("(", position):
            raise SymbolSyntaxError(text, position, "no such chord quality: write 'maj', 'min7', 'hdim7', '(3,5)' ...")
        shorthand = found or ""
        position += len(shorthand)
        if text.startswith("(", position):
            changes, position = _read_list(text, position + 1)
    if text.startswith("/", position):
        bass, position = read_degree(text, position + 1)
    if position < len(text):
        raise SymbolSyntaxError(text, position, "the label should end here")
    return HarteLabel(root, shorthand, tuple(changes), bass)


def read_degree(text: str, position: int) -> tuple[Degree, int]:
    """Read a degree, 1..13 with accidentals, from ``position`` on; return it and the position after it."""
    alteration, end = read_accidentals(text, position)
    length = 2 if text[end : end + 2] in ("10", "11", "12", "13") else 1
    number = text[end : end + length]
    if not ("1" <= number <= "9" and number.isascii()):
        raise SymbolSyntaxError(text, end, "a degree is a number from 1 to 13, such as 5, b7 or #11")
    return Degree(int(number), alteration), end + length


def _read_list(text: str, position: int) -> tuple[list[tuple[int, Degree]], int]:
    changes = []
    while True:
        while text.startswith(" ", position):
            position += 1
        omitted = text.startswith("*", position)
        degree, position = read_degree(text, position + omitted)
        changes.append((-1 if omitted else 1, degree))
        if text.startswith(")", position):
            return changes, position + 1
        if not text.startswith(",", position):
            raise SymbolSyntaxError(text, position, "degrees are parted by commas and closed with ')'")
        position += 1
