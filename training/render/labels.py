"""Chords as they sound, and their Harte labels."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve, frozen

from chordwork.harmony.qualities import DEGREE_NAMES, DEGREE_SEMITONES, NATURAL_PITCH_CLASSES
from chordwork.harmony.qualities import QUALITIES as VOCABULARY

QUALITIES: Final[dict[str, tuple[int, ...]]] = {quality.harte: quality.intervals for quality in VOCABULARY}
ODD_CHORDS: Final[tuple[tuple[int, ...], ...]] = (
    (0, 4, 6, 10),
    (0, 4, 8, 10),
    (0, 4, 8, 11),
    (0, 1, 7),
    (0, 5, 10),
    (0, 2, 4, 6),
    (0, 1, 4, 6),
    (0, 6),
)  # chords outside the vocabulary, labelled X
ROOT_NAMES: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_REDUCED: Final = {
    "": "maj",
    "1": "5",
    "9": "7",
    "11": "7",
    "13": "7",
    "maj9": "maj7",
    "maj11": "maj7",
    "maj13": "maj7",
    "min9": "min7",
    "min11": "min7",
    "min13": "min7",
}
_SEVENTH_IN_BASS: Final = {
    ("maj", 10): "7",
    ("min", 10): "min7",
    ("maj", 11): "maj7",
    ("min", 11): "minmaj7",
    ("dim", 10): "hdim7",
    ("dim", 9): "dim7",
}


@frozen
class Chord:
    """A chord: root pitch class 0..11, quality (or "N" / "X"), bass in semitones above the root.

    ``extra`` are sounding intervals that the label does not name: tensions, or all of an X chord.
    """

    root: int = 0
    quality: str = "N"
    bass: int = 0
    extra: tuple[int, ...] = ()

    @property
    def is_pitched(self) -> bool:
        """False for N only."""
        return self.quality != "N"

    @property
    def intervals(self) -> tuple[int, ...]:
        """Semitones above the root, without tensions."""
        return self.extra if self.quality == "X" else QUALITIES.get(self.quality, ())

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """Pitch classes the label promises, root first."""
        return tuple((self.root + i) % 12 for i in self.intervals)

    @property
    def bass_pc(self) -> int:
        """Pitch class of the lowest note."""
        return (self.root + self.bass) % 12

    @property
    def label(self) -> str:
        """Harte label, e.g. "C:maj/3"."""
        if self.quality in ("N", "X"):
            return self.quality
        name = f"{ROOT_NAMES[self.root]}:{self.quality}"
        return name if self.bass == 0 else f"{name}/{bass_degree(self.quality, self.bass)}"

    def transposed(self, semitones: int) -> Chord:
        """The same chord ``semitones`` higher; N stays N."""
        return evolve(self, root=(self.root + semitones) % 12) if self.is_pitched else self


NO_CHORD: Final = Chord()


def bass_degree(quality: str, interval: int) -> str:
    """Harte degree of a bass ``interval`` semitones above the root."""
    if quality == "aug" and interval == 8:
        return "#5"
    if quality == "dim7" and interval == 9:
        return "bb7"
    return DEGREE_NAMES[interval % 12]


def degree_interval(degree: str) -> int:
    """Semitones of a Harte degree, e.g. "b7" -> 10."""
    match = re.fullmatch(r"([b#]*)(\d+)", degree)
    if match is None or match[2] not in DEGREE_SEMITONES:
        raise ValueError(f"not a Harte degree: {degree!r}")
    return (DEGREE_SEMITONES[match[2]] + match[1].count("#") - match[1].count("b")) % 12


def pitch_class(name: str) -> int:
    """Pitch class of a note name such as "Bb"."""
    return (NATURAL_PITCH_CLASSES[name[0]] + name.count("#") - name[1:].count("b")) % 12


def parse(label: str) -> Chord:
    """Read a Harte label and reduce it to the vocabulary; what cannot be reduced becomes X.

    >>> parse("Bb:9/3").label
    'Bb:7/3'
    """
    if label == "N":
        return NO_CHORD
    match = re.fullmatch(r"([A-G][#b]*)(?::([a-z0-9]*)(?:\(([^)]*)\))?)?(?:/([b#]*\d+))?", label)
    if match is None:
        return Chord(0, "X", 0, ODD_CHORDS[0])
    root, shorthand, added = pitch_class(match[1]), match[2] or "", (match[3] or "").replace("*", "")
    degrees = [d for d in added.split(",") if d]
    bass = degree_interval(match[4]) if match[4] else 0
    if shorthand == "min7" and "b5" in degrees:
        shorthand, degrees = "hdim7", []
    if shorthand == "" and degrees in (["1"], ["1", "5"]):
        shorthand, degrees = "5", []
    quality = _REDUCED.get(shorthand, shorthand)
    altered = {"b5", "#5"} & set(degrees) or (shorthand == "aug" and degrees) or (shorthand == "1" and degrees)
    if quality not in QUALITIES or altered:
        return Chord(root, "X", 0, ODD_CHORDS[(root * 5 + len(label)) % len(ODD_CHORDS)])
    return Chord(root, _SEVENTH_IN_BASS.get((quality, bass), quality), bass)
