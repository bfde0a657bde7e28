"""Tables of the chord grammar: Harte's shorthands, the suffixes that lead sheets print, and the qualities heard."""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.harmony.notes import Degree


def degrees(names: str) -> tuple[Degree, ...]:
    """``degrees("1 b3 5")``: for tables."""
    return tuple(sorted(Degree.of(name) for name in names.split()))


HARTE_SHORTHANDS: Final[dict[str, tuple[Degree, ...]]] = {
    name: degrees(names)
    for name, names in {
        "maj": "1 3 5", "min": "1 b3 5", "7": "1 3 5 b7", "maj7": "1 3 5 7", "min7": "1 b3 5 b7",
        "maj6": "1 3 5 6", "min6": "1 b3 5 6", "dim": "1 b3 b5", "dim7": "1 b3 b5 bb7", "hdim7": "1 b3 b5 b7",
        "aug": "1 3 #5", "sus2": "1 2 5", "sus4": "1 4 5", "minmaj7": "1 b3 5 7", "5": "1 5",
        "9": "1 3 5 b7 9", "maj9": "1 3 5 7 9", "min9": "1 b3 5 b7 9",
        "11": "1 3 5 b7 9 11", "maj11": "1 3 5 7 9 11", "min11": "1 b3 5 b7 9 11",
        "13": "1 3 5 b7 9 11 13", "maj13": "1 3 5 7 9 11 13", "min13": "1 b3 5 b7 9 11 13",
        "aug7": "1 3 #5 b7", "1": "1",
    }.items()
}  # fmt: skip
"""C. Harte, "Towards Automatic Extraction of Harmony Information from Music Signals" (2010), table 5.1, with the
shorthands that mir_eval adds. The order is the order of preference when a value is written; the first fifteen are those
of :data:`QUALITIES`."""

HARTE_READ_ONLY: Final = frozenset({"aug7", "1"})
"""Shorthands that are read but not written: not every reader knows them."""

LEAD_SHEET_SUFFIXES: Final[tuple[str, ...]] = (
    "", "m", "7", "maj7", "m7", "6", "m6", "dim", "dim7", "m7b5", "aug", "sus2", "sus4", "m(maj7)", "5",
    "9", "maj9", "m9", "m(maj9)", "11", "maj11", "m11", "13", "maj13", "m13", "6/9", "m6/9",
    "add9", "m(add9)", "add11", "m(add11)", "7sus4", "7sus2", "9sus4", "13sus4", "7susb9", "maj7sus4", "sus2sus4",
    "7b5", "aug7", "7b9", "7#9", "7#11", "7b13", "aug7b9", "aug7#9", "7b5b9", "7b5#9", "7b9#9", "7b9#11", "7#9#11",
    "7b9b13", "7#9b13", "7b9#9b13", "7alt", "9b5", "aug9", "9#11", "9b13", "13b9", "13#9", "13#11", "13b9#11",
    "(b5)", "maj7b5", "augmaj7", "maj7#11", "maj9#11", "maj13#11", "m7b9", "m7add11", "m9b5", "m11b5", "mb6",
    "dim(maj7)", "m7b5b9", "dim9", "7add13", "7add11", "maj7add13", "m7add13", "m6add11", "5add9",
)  # fmt: skip
"""Suffixes as they are written, most usual first: of the first fifteen shorthands in their order, then of other
chords. What each means is what the parser reads in it."""


@attrs.frozen
class Quality:
    """One chord quality that the recogniser tells apart.

    Attributes:
        harte: shorthand in Harte syntax, such as ``min7``.
        suffix: what a lead sheet prints after the root, such as ``m7``.
        degrees: what sounds above the root, ascending.
        intervals: the same in semitones, each in 0..11.
    """

    harte: str
    suffix: str = attrs.field(eq=False)
    degrees: tuple[Degree, ...] = attrs.field(eq=False)
    intervals: tuple[int, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "intervals", tuple(degree.semitones for degree in self.degrees))


QUALITIES: Final[tuple[Quality, ...]] = tuple(
    Quality(harte, suffix, structure)
    for (harte, structure), suffix in zip(list(HARTE_SHORTHANDS.items())[:15], LEAD_SHEET_SUFFIXES, strict=False)
)
"""In the order the acoustic model's outputs use: the order is part of a model's format."""

QUALITY_BY_HARTE: Final[dict[str, Quality]] = {quality.harte: quality for quality in QUALITIES}
