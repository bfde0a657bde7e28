"""The chord value that every layer passes around, and its two spellings."""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.qualities import (
    DEGREE_NAMES,
    DEGREE_SEMITONES,
    LETTERS,
    MINOR_ROOT_NAMES,
    NATURAL_PITCH_CLASSES,
    PITCH_CLASS_NAMES,
    QUALITIES,
    QUALITY_BY_HARTE,
    Quality,
)

_LABEL = re.compile(r"(?P<root>[A-G][#b]*)(?::(?P<quality>[^/()]+))?(?:/(?P<bass>[#b]*\d+))?")


class ChordSyntaxError(ChordworkError, ValueError):
    """A text that is no chord label in the supported vocabulary.

    Attributes:
        text: what was given.
    """

    code = "chord_syntax"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a chord label here: write for example 'C', 'A:min7', 'G:maj/3', 'N' or 'X'")
        self.text = text


@attrs.frozen
class Chord:
    """A chord: root, quality and bass as pitch classes, or one of the two non-chords.

    Attributes:
        root: pitch class 0 (C) .. 11 (B).
        quality: one of :data:`~chordwork.harmony.qualities.QUALITIES`.
        bass: pitch class of the lowest note; equal to ``root`` in root position.

    ``NO_CHORD`` (silence, speech, drums) and ``UNKNOWN_CHORD`` (something sounds that has no name here) are the two
    instances without a root.
    """

    root: int
    quality: Quality | None
    bass: int

    @classmethod
    def of(cls, root: int, quality: str, bass: int | None = None) -> Chord:
        """Build a chord from a root pitch class, a Harte quality name and a bass pitch class (default: the root)."""
        if quality not in QUALITY_BY_HARTE:
            raise ChordSyntaxError(quality)
        return cls(root % 12, QUALITY_BY_HARTE[quality], (root if bass is None else bass) % 12)

    @property
    def is_chord(self) -> bool:
        """False for ``N`` and ``X``."""
        return self.quality is not None

    @property
    def pitch_classes(self) -> frozenset[int]:
        """Pitch classes of the chord, the bass included; empty for ``N`` and ``X``."""
        if self.quality is None:
            return frozenset()
        return frozenset((self.root + interval) % 12 for interval in self.quality.intervals) | {self.bass}

    @property
    def bass_name(self) -> str | None:
        """Name of the lowest note, spelled from the root: ``"C#"`` under A, ``"Db"`` under Bbm; None if no chord."""
        if self.quality is None:
            return None
        return _spelled(self.root_name, _degree(self.bass - self.root, self.quality), self.bass)

    @property
    def root_name(self) -> str:
        """Name of the root, the commonest spelling for the quality; empty for ``N`` and ``X``."""
        if self.quality is None:
            return ""
        names = MINOR_ROOT_NAMES if 3 in self.quality.intervals else PITCH_CLASS_NAMES
        return names[self.root]

    @property
    def label(self) -> str:
        """Harte syntax, the spelling on the wire: ``A:min7/b3``, ``N``, ``X``."""
        if self.quality is None:
            return "N" if self.root == NO_CHORD.root else "X"
        label = f"{self.root_name}:{self.quality.harte}"
        return label if self.bass == self.root else f"{label}/{_degree(self.bass - self.root, self.quality)}"

    @property
    def symbol(self) -> str:
        """What a lead sheet prints: ``Am7/C``; ``N.C.`` for no chord, ``?`` for an unknown one."""
        if self.quality is None:
            return "N.C." if self.root == NO_CHORD.root else "?"
        symbol = f"{self.root_name}{self.quality.suffix}"
        return symbol if self.bass == self.root else f"{symbol}/{self.bass_name}"

    def __str__(self) -> str:
        return self.symbol


NO_CHORD: Final = Chord(-1, None, -1)
UNKNOWN_CHORD: Final = Chord(-2, None, -2)


def parse_label(text: str) -> Chord:
    """Read a Harte label of the supported vocabulary.

    Args:
        text: ``N``, ``X``, or ``root[:quality][/degree]`` such as ``Bb:maj7/3``; a bare root is a major triad.

    Raises:
        ChordSyntaxError: the text is no such label.
    """
    if text == "N":
        return NO_CHORD
    if text == "X":
        return UNKNOWN_CHORD
    match = _LABEL.fullmatch(text)
    quality_name = (match["quality"] or "maj") if match else ""
    if match is None or quality_name not in QUALITY_BY_HARTE:
        raise ChordSyntaxError(text)
    root = pitch_class(match["root"])
    bass_degree = match["bass"]
    bass = root if bass_degree is None else root + _degree_semitones(bass_degree, text)
    return Chord(root, QUALITY_BY_HARTE[quality_name], bass % 12)


def pitch_class(name: str) -> int:
    """Pitch class of a note name: ``pitch_class("Bb") == 10``.

    Raises:
        ChordSyntaxError: not a letter A..G followed by sharps or flats.
    """
    if not re.fullmatch(r"[A-G][#b]*", name):
        raise ChordSyntaxError(name)
    return (NATURAL_PITCH_CLASSES[name[0]] + name.count("#") - name.count("b")) % 12


def _degree(interval: int, quality: Quality) -> str:
    interval %= 12
    if interval == 8 and 8 in quality.intervals:
        return "#5"
    if interval == 9 and quality.harte == "dim7":
        return "bb7"
    return DEGREE_NAMES[interval]


def _spelled(root_name: str, degree: str, pitch: int) -> str:
    """Name of a pitch class as a degree above a root; its commonest name where that would need a double accidental."""
    number = int(degree.lstrip("#b"))
    letter = LETTERS[(LETTERS.index(root_name[0]) + number - 1) % 7]
    accidental = (pitch - NATURAL_PITCH_CLASSES[letter] + 6) % 12 - 6
    if abs(accidental) > 1:
        return PITCH_CLASS_NAMES[pitch]
    return letter + {-1: "b", 0: "", 1: "#"}[accidental]


def _degree_semitones(degree: str, text: str) -> int:
    number = degree.lstrip("#b")
    if number not in DEGREE_SEMITONES:
        raise ChordSyntaxError(text)
    accidentals = degree[: len(degree) - len(number)]
    return DEGREE_SEMITONES[number] + accidentals.count("#") - accidentals.count("b")


def all_chords() -> tuple[Chord, ...]:
    """Every root-position chord of the vocabulary: root-major order, qualities as in the table."""
    return tuple(Chord(root, quality, root) for root in range(12) for quality in QUALITIES)
