"""The chord vocabulary: fifteen qualities, their intervals, and how each is written.

Interval sets are semitones above the root. Harte names follow C. Harte, "Towards Automatic Extraction of Harmony
Information from Music Signals" (2010), section 5; display suffixes are those of printed lead sheets.
"""

from typing import Final

import attrs


@attrs.frozen
class Quality:
    """One chord quality.

    Attributes:
        harte: shorthand in Harte syntax, such as ``min7``.
        suffix: what a lead sheet prints after the root, such as ``m7``.
        intervals: semitones above the root, ascending, each in 0..11.
    """

    harte: str
    suffix: str
    intervals: tuple[int, ...]


QUALITIES: Final[tuple[Quality, ...]] = (
    Quality("maj", "", (0, 4, 7)),
    Quality("min", "m", (0, 3, 7)),
    Quality("7", "7", (0, 4, 7, 10)),
    Quality("maj7", "maj7", (0, 4, 7, 11)),
    Quality("min7", "m7", (0, 3, 7, 10)),
    Quality("maj6", "6", (0, 4, 7, 9)),
    Quality("min6", "m6", (0, 3, 7, 9)),
    Quality("dim", "dim", (0, 3, 6)),
    Quality("dim7", "dim7", (0, 3, 6, 9)),
    Quality("hdim7", "m7b5", (0, 3, 6, 10)),
    Quality("aug", "aug", (0, 4, 8)),
    Quality("sus2", "sus2", (0, 2, 7)),
    Quality("sus4", "sus4", (0, 5, 7)),
    Quality("minmaj7", "m(maj7)", (0, 3, 7, 11)),
    Quality("5", "5", (0, 7)),
)
"""In the order the acoustic model's outputs use. Append only: the order is part of a model's format."""

QUALITY_BY_HARTE: Final[dict[str, Quality]] = {quality.harte: quality for quality in QUALITIES}

PITCH_CLASS_NAMES: Final[tuple[str, ...]] = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""Spelling used where no key says otherwise: the commonest name of each pitch class as a major root."""

MINOR_ROOT_NAMES: Final[tuple[str, ...]] = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
"""The commonest names as the root of a chord with a minor third: C#m and G#m rather than Dbm and Abm."""

LETTERS: Final = "CDEFGAB"

NATURAL_PITCH_CLASSES: Final[dict[str, int]] = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

DEGREE_NAMES: Final[tuple[str, ...]] = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")
"""Harte degree of each interval in semitones, before a quality asks for another spelling."""

DEGREE_SEMITONES: Final[dict[str, int]] = {
    "1": 0, "2": 2, "3": 4, "4": 5, "5": 7, "6": 9, "7": 11, "8": 0, "9": 2, "10": 4, "11": 5, "12": 7, "13": 9,
}  # fmt: skip
