"""Note names in the systems that songbooks use: English (B, Bb, F#), German (H, B, Fis), and solfège (Si, Sib, Fa#).

One option, ``notation``, chooses the system wherever chords are read or written; English unless asked otherwise.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from chordwork.harmony.errors import NotationError
from chordwork.harmony.notes import Note, accidentals, read_accidentals

Notation = Literal["english", "german", "solfege"]
"""How note names are spelled."""
NOTATIONS: Final[tuple[Notation, ...]] = ("english", "german", "solfege")

_SYLLABLES: Final = {
    "do": "C", "dó": "C", "dò": "C", "ut": "C", "re": "D", "ré": "D", "rè": "D", "mi": "E", "fa": "F", "fá": "F",
    "fà": "F", "sol": "G", "so": "G", "la": "A", "lá": "A", "là": "A", "si": "B", "ti": "B",
}  # fmt: skip
_SOLFEGE: Final = re.compile(r"d[oóò]|ut|r[eéè]|mi|f[aáà]|sol?|l[aáà]|[st]i", re.IGNORECASE)
_WRITTEN_SYLLABLES: Final = {"C": "Do", "D": "Re", "E": "Mi", "F": "Fa", "G": "Sol", "A": "La", "B": "Si"}
_GERMAN_SHARPS: Final = re.compile(r"(?:is)+")
_GERMAN_FLATS: Final = re.compile(r"(?:es)+")
_VOWEL_FLATS: Final = re.compile(r"(?:s(?!us)|es)(?:es|as)*")
"""After E and A the first flat is a bare s: ``Es``, ``As``, ``Eses``; but ``Esus4`` is E with a suspension."""
_ENGLISH: Final = re.compile(r"[A-Ga-g]")
_GERMAN: Final = re.compile(r"[A-Ha-h]")


def check_notation(notation: str) -> Notation:
    """The notation, if it is one.

    Raises:
        NotationError: no such notation; the message lists them.
    """
    for known in NOTATIONS:
        if notation == known:
            return known
    raise NotationError(f"{str(notation)[:40]!r} is no notation: give {', '.join(NOTATIONS[:-1])} or {NOTATIONS[-1]}")


def read_name(text: str, position: int, notation: Notation) -> tuple[Note, int, bool] | None:
    """Read a note name from ``position`` on: the note, the position after it, and whether it is in small letters.

    None where no name stands there. Accidentals may be signs (``#``, ``♭``) in every notation.
    """
    if notation == "solfege":
        syllable = _SOLFEGE.match(text, position)
        if syllable is None:
            return None
        count, end = read_accidentals(text, syllable.end())
        return Note(_SYLLABLES[syllable[0].lower()], count), end, syllable[0].islower()
    letter = (_ENGLISH if notation == "english" else _GERMAN).match(text, position)
    if letter is None:
        return None
    name = letter[0].upper()
    if notation == "english":
        count, end = read_accidentals(text, letter.end())
    else:
        name, count, end = _german(text, name, letter.end())
    return Note(name, count), end, letter[0].islower()


def _german(text: str, name: str, position: int) -> tuple[str, int, int]:
    """Letter, accidentals and the position after them: H is B, B alone is B flat, then -is and -es, or signs."""
    flats = _VOWEL_FLATS if name in "AE" else _GERMAN_FLATS
    if sharp := _GERMAN_SHARPS.match(text, position):
        count, end = len(sharp[0]) // 2, sharp.end()
    elif flat := flats.match(text, position):
        count, end = -_flats(flat[0]), flat.end()
    else:
        count, end = read_accidentals(text, position)
    if name == "H":
        return "B", count, end
    return name, count - (name == "B" and count == 0), end


def _flats(ending: str) -> int:
    """How many flats ``s``, ``es``, ``ses``, ``eses`` and ``sas`` say."""
    return (len(ending) + 1) // 2


def write_name(note: Note, notation: Notation = "english") -> str:
    """A note's name: ``F#``, ``Fis`` or ``Fa#``."""
    if notation == "english":
        return note.name
    if notation == "solfege":
        return _WRITTEN_SYLLABLES[note.letter] + accidentals(note.accidental)
    letter, count = note.letter, note.accidental
    if letter == "B":
        if count == -1:
            return "B"
        letter = "H"
    if count >= 0:
        return letter + "is" * count
    if letter in "AE":
        return letter + "s" + "es" * (-count - 1)
    return letter + "es" * -count
