"""Chords as they sound, and their Harte labels."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from chordwork.harmony import ChordSyntaxError
from chordwork.harmony.chord import bass_degree
from chordwork.harmony.harte import split_label
from chordwork.harmony.vocabulary import QUALITY_BY_HARTE

QUALITIES: Final[dict[str, tuple[int, ...]]] = {name: quality.intervals for name, quality in QUALITY_BY_HARTE.items()}
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
        return name if self.bass == 0 else f"{name}/{bass_degree(QUALITY_BY_HARTE[self.quality], self.bass)}"

    def transposed(self, semitones: int) -> Chord:
        """The same chord ``semitones`` higher; N stays N."""
        return evolve(self, root=(self.root + semitones) % 12) if self.is_pitched else self


NO_CHORD: Final = Chord()


def parse(label: str) -> Chord:
    """Read a Harte label and reduce it to the vocabulary; what cannot be reduced becomes X.

    >>> parse("Bb:9/3").label
    'Bb:7/3'
    """
    try:
        parts = split_label(label)
    except ChordSyntaxError:
        return Chord(0, "X", 0, ODD_CHORDS[0])
    if parts.root is None:
        return NO_CHORD if label == "N" else Chord(0, "X", 0, ODD_CHORDS[0])
    root, bass = parts.root.pitch_class, parts.bass.semitones % 12
    shorthand, degrees = parts.shorthand, [degree.name for _, degree in parts.changes]
    if shorthand == "min7" and "b5" in degrees:
        shorthand, degrees = "hdim7", []
    if shorthand == "" and degrees in (["1"], ["1", "5"]):
        shorthand, degrees = "5", []
    quality = _REDUCED.get(shorthand, shorthand)
    altered = {"b5", "#5"} & set(degrees) or (shorthand == "aug" and degrees) or (shorthand == "1" and degrees)
    if quality not in QUALITIES or altered:
        return Chord(root, "X", 0, ODD_CHORDS[(root * 5 + len(label)) % len(ODD_CHORDS)])
    return Chord(root, _SEVENTH_IN_BASS.get((quality, bass), quality), bass)
