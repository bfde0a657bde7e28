"""What makes a shape hard or poor, in points. Lower is better; 1 point is about one more finger to place."""

from __future__ import annotations

from typing import Final

import attrs


@attrs.frozen
class ShapeWeights:
    """Cost of holding and hearing one shape.

    Attributes:
        finger: each finger placed.
        little_finger: more for the weakest finger.
        barre: a barre, whatever finger holds it.
        barre_string: each string under a barre beyond the second.
        other_barre: more, where the barre is not the index finger's.
        barre_arch: a barre bent clear of a string on its treble side, where the flat finger would lie.
        finger_gap: each fret by which neighbouring fingers stand closer or wider than one finger a fret.
        stretch: the widest pair of fingers at the limit of its reach; grows with the square.
        position: each fret up the neck of the lowest finger, since frets near the nut are found first.
        far_open: each fret beyond the second of the lowest finger while open strings ring: they sound apart.
        wide: each fret that the shape spans beyond one for each finger.
        movable: taken off for the barre shapes that every player knows and moves along the neck.
        low_mute: strings left out on the bass side; grows with the square, since one is left out easily.
        low_mute_light: the same on instruments that do not carry the bass: every string is strummed. Drones are free.
        high_mute: each string left out on the treble side.
        inner_mute: each damped string between sounding ones.
        thin: each sounding string fewer than four.
        unison: each pair of neighbouring pitches that are the same: a finger spent on no new note.
        unison_light: the same on instruments of few, close strings, where unisons belong to the sound.
        crossed_strings: the lowest note lies on another string than the first that sounds, where strings ascend.
        missing_optional: each optional tone (a perfect fifth) left out.
        bass_not_root: lowest note other than the root, on instruments that carry the bass.
        bass_not_root_light: the same on those that do not (ukulele, mandolin, banjo).
        bass_not_asked_light: another bass than a slash chord's, on those of them whose strings ascend.
        mud: the two lowest notes closer than 5 semitones, below MIDI pitch 45 (A2).
        rub: more where they are a second apart, below 48 (C3).
        drone_muted: a banjo's drone that would belong to the chord, and does not ring.
        familiar: taken off for the shape that songbooks print first. No part of how hard a shape is.
        familiar_step: so much less is taken off for the second, and again for each next.
        familiar_anywhere: taken off for other shapes without open strings that many players know at any fret.
    """

    finger: float = 0.6
    little_finger: float = 0.6
    barre: float = 1.2
    barre_string: float = 0.1
    other_barre: float = 0.8
    barre_arch: float = 1.2
    finger_gap: float = 0.15
    stretch: float = 1.6
    position: float = 0.36
    far_open: float = 0.35
    wide: float = 0.4
    movable: float = 1.3
    low_mute: float = 0.4
    low_mute_light: float = 1.0
    high_mute: float = 1.8
    inner_mute: float = 4.0
    thin: float = 3.0
    unison: float = 2.0
    unison_light: float = 0.2
    crossed_strings: float = 3.0
    missing_optional: float = 0.5
    bass_not_root: float = 4.0
    bass_not_root_light: float = 0.3
    bass_not_asked_light: float = 3.0
    mud: float = 0.8
    rub: float = 1.0
    drone_muted: float = 1.0
    familiar: float = 9.0
    familiar_step: float = 2.5
    familiar_anywhere: float = 3.0


POWER_CHORDS: Final = ShapeWeights(
    little_finger=0.1, thin=0.0, high_mute=0.1, low_mute=0.3, unison=0.4, far_open=1.0, inner_mute=4.0
)
"""For root and fifth alone: low, few strings, and none of the treble ones."""


@attrs.frozen
class ChangeWeights:
    """Cost of moving from one shape to the next.

    Attributes:
        placed: a finger that was up comes down.
        moved: a finger leaves its string and fret for another.
        slid: a finger moves along its own string.
        travel_per_mm: each mm the finger travels beyond what the whole hand does.
        shift_per_mm: each mm the whole hand moves along the neck.
        anchor: taken off for each finger that stays where it is.
        common_tone: taken off for each string that sounds on at the same pitch.
        register_per_semitone: each semitone between the mean pitches of the two shapes.
        top_per_semitone: each semitone the highest note, which is heard as a melody, moves beyond a whole tone.
    """

    placed: float = 0.15
    moved: float = 0.25
    slid: float = 0.15
    travel_per_mm: float = 0.006
    shift_per_mm: float = 0.01
    anchor: float = 0.3
    common_tone: float = 0.12
    register_per_semitone: float = 0.08
    top_per_semitone: float = 0.05
