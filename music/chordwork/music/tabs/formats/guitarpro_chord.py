"""A chord diagram of Guitar Pro 5: frets, fingers and barres, and the chord as its dialog defines it."""

from __future__ import annotations

from typing import Any, Final

from chordwork.harmony import Degree, Note
from chordwork.music.fretboard import ChordTones, Voicing
from chordwork.music.tabs.model import diagram_frets
from chordwork.music.tabs.structure import structure_of

STRINGS: Final = 7
"""Places for strings in a diagram; PyGuitarPro reads back seven fingers, whatever was written."""
MAX_NAME: Final = 20
"""Bytes of a chord's name."""
NO_FINGER: Final = -1
UNKNOWN_FINGER: Final = -2


def diagram(gp: Any, voicing: Voicing, name: str) -> Any:
    """A PyGuitarPro chord for a shape; ``gp`` is the module ``guitarpro``."""
    strings = len(voicing.frets)
    spare = STRINGS - strings
    chord = gp.Chord(length=STRINGS, newFormat=True, name=name[:MAX_NAME])
    chord.firstFret = diagram_frets(voicing).start
    chord.strings = [*voicing.frets[::-1], *[-1] * spare]
    fingers = [finger or NO_FINGER for finger in voicing.fingers[::-1]]
    chord.fingerings = [gp.Fingering(finger) for finger in (*fingers, *[UNKNOWN_FINGER] * spare)]
    chord.barres = [
        gp.Barre(placement.fret, start=strings - placement.high, end=strings - placement.low)
        for placement in voicing.placements
        if placement.is_barre
    ]
    chord.show = True
    _define(gp, chord, voicing.tones)
    return chord


def _define(gp: Any, chord: Any, tones: ChordTones) -> None:
    """Root, type, extension and alterations, in the dialog's terms; what it has no words for is left out."""
    structure = structure_of(tones)
    degrees = {degree.number: degree for degree in reversed(structure.degrees)}
    chord.sharp = structure.root.accidental >= 0
    chord.root = _pitch_class(gp, structure.root)
    chord.bass = _pitch_class(gp, structure.bass or structure.root)
    chord.type = gp.ChordType[_type(degrees)]
    chord.fifth = _alteration(gp, None if _type(degrees) in ("diminished", "augmented") else degrees.get(5))
    chord.ninth = _alteration(gp, degrees.get(9))
    chord.eleventh = _alteration(gp, degrees.get(11))
    highest = next((degrees[number] for number in (13, 11, 9) if number in degrees), None)
    names = {None: "none", 9: "ninth", 11: "eleventh", 13: "thirteenth"}
    chord.extension = gp.ChordExtension[names[highest.number if highest else None]]
    chord.tonality = _alteration(gp, highest)
    chord.add = highest is not None and 7 not in degrees
    has_third = bool(degrees.keys() & {2, 3, 4}) or _type(degrees) == "power"
    chord.omissions = [1 in degrees, has_third, 5 in degrees, True, True, True, True]


def _type(degrees: dict[int, Degree]) -> str:
    """The nearest of the fifteen types of the format; names are PyGuitarPro's."""
    third, fifth, seventh = degrees.get(3), degrees.get(5), degrees.get(7)
    flat_seventh = seventh is not None and seventh.alteration == -1
    sixth = degrees.get(6)
    if third is None and (4 in degrees or 2 in degrees):
        kind = "Fourth" if 4 in degrees else "Second"
        return f"seventhSuspended{kind}" if flat_seventh else f"suspended{kind}"
    if third is None and seventh is None:
        return "power"
    minor = third is not None and third.alteration == -1
    altered = fifth.alteration if fifth is not None else 0
    if minor and altered == -1 and (seventh is None or seventh.alteration == -2):
        return "diminished"
    if not minor and altered == 1 and seventh is None:
        return "augmented"
    if seventh is not None:
        if flat_seventh:
            return "minorSeventh" if minor else "seventh"
        return "minorMajor" if minor else "majorSeventh"
    if sixth is not None and sixth.alteration == 0:
        return "minorSixth" if minor else "sixth"
    return "minor" if minor else "major"


def _pitch_class(gp: Any, note: Note) -> Any:
    return gp.PitchClass(note.pitch_class, intonation="flat" if note.accidental < 0 else "sharp")


def _alteration(gp: Any, degree: Degree | None) -> Any:
    by = degree.alteration if degree else 0
    return (
        gp.ChordAlteration.diminished if by < 0 else gp.ChordAlteration.augmented if by else gp.ChordAlteration.perfect
    )
