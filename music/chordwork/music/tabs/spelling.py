"""How the notes of a chord are written: letters, accidentals and octaves."""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.harmony.notes import LETTERS, MINOR_ROOT_NAMES, NATURAL_PITCH_CLASSES, PITCH_CLASS_NAMES
from chordwork.music.fretboard import ChordTones

_ROOT: Final = re.compile(r"([A-G])(#{1,2}|b{1,2})?")
_LETTER_STEPS: Final = (0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6)
"""Letters above the root for each interval in semitones: a minor third is two letters up, a tritone a fifth."""


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
        interval = (pitch - tones.root) % 12
        steps = _LETTER_STEPS[interval]
        if interval == 8 and 7 not in tones.intervals and 8 in tones.intervals:
            steps = 4  # an augmented fifth
        if interval == 9 and {3, 6} <= tones.intervals and not tones.intervals & {10, 11}:
            steps = 6  # a diminished seventh
        letter = LETTERS[(LETTERS.index(root.step) + steps) % 7]
        alter = (pitch - NATURAL_PITCH_CLASSES[letter] + 6) % 12 - 6
        if abs(alter) <= 1:
            return _placed(letter, alter, pitch)
    name = PITCH_CLASS_NAMES[pitch % 12]
    return _placed(name[0], _alter(name), pitch)


def _alter(name: str) -> int:
    return name.count("#") - name.count("b")


def _placed(letter: str, alter: int, pitch: int) -> Spelled:
    return Spelled(letter, alter, (pitch - alter) // 12 - 1)
