"""A reader of MusicXML harmonies, written from the standard alone: it shares nothing with the writer.

MusicXML 4.0, ``kind-value``: what each kind holds. ``degree-alter``: "alter" and "subtract" count from the kind's own
degree, "add" from a dominant chord, whose seventh is minor.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

NATURAL: Final = {1: 0, 2: 2, 3: 4, 4: 5, 5: 7, 6: 9, 7: 10, 8: 12, 9: 14, 10: 16, 11: 17, 12: 19, 13: 21}
"""Semitones of the degrees of a dominant chord."""
STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
TRIADS: Final = {
    "major": {1: 0, 3: 4, 5: 7},
    "minor": {1: 0, 3: 3, 5: 7},
    "augmented": {1: 0, 3: 4, 5: 8},
    "diminished": {1: 0, 3: 3, 5: 6},
    "suspended-second": {1: 0, 2: 2, 5: 7},
    "suspended-fourth": {1: 0, 4: 5, 5: 7},
    "power": {1: 0, 5: 7},
}
KINDS: Final = {
    **TRIADS,
    "dominant": TRIADS["major"] | {7: 10},
    "major-seventh": TRIADS["major"] | {7: 11},
    "minor-seventh": TRIADS["minor"] | {7: 10},
    "diminished-seventh": TRIADS["diminished"] | {7: 9},
    "augmented-seventh": TRIADS["augmented"] | {7: 10},
    "half-diminished": TRIADS["diminished"] | {7: 10},
    "major-minor": TRIADS["minor"] | {7: 11},
    "major-sixth": TRIADS["major"] | {6: 9},
    "minor-sixth": TRIADS["minor"] | {6: 9},
}
for base, seventh in (("dominant", "dominant"), ("major", "major-seventh"), ("minor", "minor-seventh")):
    KINDS[f"{base}-ninth"] = KINDS[seventh] | {9: 14}
    KINDS[f"{base}-11th"] = KINDS[f"{base}-ninth"] | {11: 17}
    KINDS[f"{base}-13th"] = KINDS[f"{base}-11th"] | {13: 21}


def note(element: Element, prefix: str) -> int:
    """Pitch class of a root or bass."""
    return (STEPS[element.findtext(f"{prefix}-step", "")] + int(element.findtext(f"{prefix}-alter", "0"))) % 12


def pitch_classes(harmony: Element) -> frozenset[int]:
    """All that sounds, the bass included."""
    root = harmony.find("root")
    assert root is not None
    sounding = {number: [semitones] for number, semitones in KINDS[harmony.findtext("kind", "")].items()}
    for degree in harmony.findall("degree"):
        number, alter = int(degree.findtext("degree-value", "")), int(degree.findtext("degree-alter", ""))
        match degree.findtext("degree-type"):
            case "add":
                sounding.setdefault(number, []).append(NATURAL[number] + alter)
            case "alter":
                sounding[number][0] += alter
            case "subtract":
                del sounding[number]
            case other:
                raise AssertionError(other)
    home = note(root, "root")
    tones = {(home + semitones) % 12 for each in sounding.values() for semitones in each}
    bass = harmony.find("bass")
    return frozenset(tones if bass is None else tones | {note(bass, "bass")})
