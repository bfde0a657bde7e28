"""How the notes of a chord are written: letters, accidentals and octaves."""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.harmony.notes import LETTERS, MINOR_ROOT_NAMES, NATURAL_PITCH_CLASSES, PITCH_CLASS_NAMES, Degree
from chordwork.music.fretboard import ChordTones

_ROOT: Final = re.compile(r"([A-G])(#{1,2}|b{1,2})?")
_SEVENTHS: Final = frozenset({10, 11})


@attrs.frozen
class Spelled:
    """A written note: ``Spelled("B", -1, 3)`` is B flat 3. ``alter`` is in semitones."""

    step: str
    alter: int
    octave: int = 4

    @property
    def name(self) -> str:
        """``Bb``."""
        return self.step + ("#" * self.alter if self.alter > 0 else "b" * -self.alter)


def root_of(tones: ChordTones) -> Spelled:
    """The root as the symbol spells it, else its commonest name."""
    match = _ROOT.match(tones.symbol)
    name = match[0] if match else ""
    if not name or (NATURAL_PITCH_CLASSES[name[0]] + _alter(name)) % 12 != tones.root:
        name = (MINOR_ROOT_NAMES if tones.has_minor_third else PITCH_CLASS_NAMES)[tones.root]
    return Spelled(name[0], _alter(name))


def spell(pitch: int, tones: ChordTones | None) -> Spelled:
    """A MIDI pitch as a degree of its chord; by its commonest name where that would need a double accidental."""
    if tones is not None:
        root = root_of(tones)
        degree = _degree((pitch - tones.root) % 12, tones.intervals)
        letter = LETTERS[(LETTERS.index(root.step) + degree.number - 1) % 7]
        alter = (pitch - NATURAL_PITCH_CLASSES[letter] + 6) % 12 - 6
        if abs(alter) <= 1:
            return _placed(letter, alter, pitch)
    name = PITCH_CLASS_NAMES[pitch % 12]
    return _placed(name[0], _alter(name), pitch)


def degrees_of(intervals: frozenset[int]) -> tuple[Degree, ...]:
    """The usual degree of each interval of a chord beside the others, ascending."""
    return tuple(sorted(_degree(interval, intervals) for interval in intervals))


def _degree(interval: int, chord: frozenset[int]) -> Degree:
    """What an interval, in semitones, is called beside those of a chord: three is a minor third, or a sharp ninth."""
    third, seventh = bool(chord & {3, 4}), bool(chord & _SEVENTHS)
    names = {
        0: "1",
        1: "b9",
        2: "9" if third else "2",
        3: "#9" if {3, 4} <= chord else "b3",
        4: "3",
        5: "11" if third else "4",
        6: "#11" if {6, 7} <= chord else "b5",
        7: "5",
        8: "#5" if 8 in chord and 7 not in chord else "b13",
        9: "bb7" if {3, 6} <= chord and 7 not in chord and not seventh else "13" if seventh else "6",
        10: "b7",
        11: "7",
    }
    return Degree.of(names[interval])


def _alter(name: str) -> int:
    return name.count("#") - name.count("b")


def _placed(letter: str, alter: int, pitch: int) -> Spelled:
    return Spelled(letter, alter, (pitch - alter) // 12 - 1)
