"""Spelled notes and degrees: a note is a letter with accidentals, a degree is a number with accidentals."""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.harmony.errors import NoteSyntaxError

LETTERS: Final = "CDEFGAB"

NATURAL_PITCH_CLASSES: Final[dict[str, int]] = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

PITCH_CLASS_NAMES: Final[tuple[str, ...]] = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""Spelling used where no key says otherwise: the commonest name of each pitch class as a major root."""

MINOR_ROOT_NAMES: Final[tuple[str, ...]] = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
"""The commonest names as the root of a chord with a minor third: C#m and G#m rather than Dbm and Abm."""

FIFTHS_OF_LETTER: Final[dict[str, int]] = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
"""Place of each letter on the line of fifths, C at 0. A sharp moves a note up by 7, a flat down by 7."""

SHARPS: Final = "#♯"
FLATS: Final = "b♭"
DOUBLE: Final[dict[str, int]] = {"𝄪": 2, "𝄫": -2, "x": 2}
"""Double accidentals of one character. ``x`` is read as a double sharp in note names only."""

MAX_NOTE_CHARACTERS: Final = 16
"""Longest note name that is read."""

_NATURAL_SEMITONES: Final = (0, 2, 4, 5, 7, 9, 11)


@attrs.frozen(order=False)
class Note:
    """A note name without an octave: letter and accidentals.

    Attributes:
        letter: ``"A"`` to ``"G"``.
        accidental: sharps above, flats below zero.
    """

    letter: str
    accidental: int = 0

    @property
    def name(self) -> str:
        """``"F#"``, ``"Bb"``, ``"C##"``: what :func:`parse_note` reads back."""
        return self.letter + accidentals(self.accidental)

    @property
    def pitch_class(self) -> int:
        """0 (C) .. 11 (B)."""
        return (NATURAL_PITCH_CLASSES[self.letter] + self.accidental) % 12

    @property
    def fifths(self) -> int:
        """Place on the line of fifths: F -1, C 0, G 1, ... F# 6."""
        return FIFTHS_OF_LETTER[self.letter] + 7 * self.accidental

    @classmethod
    def at(cls, fifths: int) -> Note:
        """The note at a place on the line of fifths."""
        return cls("FCGDAEB"[(fifths + 1) % 7], (fifths + 1) // 7)

    def above(self, degree: Degree) -> Note:
        """The note that is this degree of a chord or major scale on this note: ``A.above(3) == C#``."""
        letter = LETTERS[(LETTERS.index(self.letter) + degree.number - 1) % 7]
        natural = NATURAL_PITCH_CLASSES[letter] - NATURAL_PITCH_CLASSES[self.letter]
        wanted = _NATURAL_SEMITONES[(degree.number - 1) % 7] + degree.alteration + self.accidental
        return Note(letter, wanted - natural % 12)

    def degree_of(self, other: Note) -> Degree:
        """The degree that ``other`` is above this note, numbered 1..7: ``C.degree_of(Ab) == b6``."""
        number = (LETTERS.index(other.letter) - LETTERS.index(self.letter)) % 7 + 1
        return Degree(number, other.accidental - self.above(Degree(number)).accidental)

    def __str__(self) -> str:
        return self.name


@attrs.frozen(order=True)
class Degree:
    """A degree above a root, counted in the major scale: 3 is a major third, b3 a minor one, bb7 a diminished seventh.

    Attributes:
        number: 1..13; 9 is the 2 an octave higher.
        alteration: semitones away from the major scale.
    """

    number: int = attrs.field(validator=[attrs.validators.ge(1), attrs.validators.le(13)])
    alteration: int = 0

    @property
    def semitones(self) -> int:
        """Semitones above the root; 9 and above lie beyond 12."""
        octave, step = divmod(self.number - 1, 7)
        return 12 * octave + _NATURAL_SEMITONES[step] + self.alteration

    @property
    def name(self) -> str:
        """``"b9"``, ``"5"``, ``"#11"``."""
        return accidentals(self.alteration) + str(self.number)

    @classmethod
    def of(cls, name: str) -> Degree:
        """Read a name such as ``"b9"``. For tables: the text is trusted."""
        number = name.lstrip("#b")
        return cls(int(number), name.count("#") - name.count("b"))

    def __str__(self) -> str:
        return self.name


def accidentals(count: int) -> str:
    """``"##"`` for 2, ``"b"`` for -1."""
    return "#" * count if count > 0 else "b" * -count


def read_accidentals(text: str, position: int, *, cross: bool = False) -> tuple[int, int]:
    """Read accidentals from ``position`` on, ASCII or Unicode; return their sum and the position after them."""
    total = 0
    while position < len(text):
        character = text[position]
        if character in SHARPS:
            total += 1
        elif character in FLATS:
            total -= 1
        elif character in DOUBLE and (cross or character != "x"):
            total += DOUBLE[character]
        elif character != "♮":
            break
        position += 1
    return total, position


def parse_note(text: str) -> Note:
    """Read a note name: ``"F#"``, ``"B♭"``, ``"C𝄪"``, ``"Cx"``.

    Raises:
        NoteSyntaxError: no letter A..G followed by accidentals.
    """
    if not re.match("[A-G]", text):
        raise NoteSyntaxError(text, 0, "a note starts with a capital letter from A to G")
    if len(text) > MAX_NOTE_CHARACTERS:
        raise NoteSyntaxError(text, MAX_NOTE_CHARACTERS, f"a note has at most {MAX_NOTE_CHARACTERS} characters")
    count, end = read_accidentals(text, 1, cross=True)
    if end < len(text):
        raise NoteSyntaxError(text, end, "only sharps and flats may follow the letter of a note")
    return Note(text[0], count)
