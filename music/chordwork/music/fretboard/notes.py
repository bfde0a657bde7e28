"""Note names with octaves, as tunings are written: ``E2`` is the lowest string of a guitar."""

from __future__ import annotations

import re
from typing import Final

from chordwork.harmony.notes import NATURAL_PITCH_CLASSES
from chordwork.music.fretboard.errors import TuningError, shown

NOTE_NAMES: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""As tunings are usually written."""

_NOTE: Final = re.compile(r"(?P<letter>[A-Ga-g])(?P<accidentals>#{0,2}|b{0,2})(?P<octave>-?\d)?")


def is_note(text: str) -> bool:
    """Whether :func:`parse_note` reads it."""
    return _NOTE.fullmatch(_ascii(text)) is not None


def parse_note(text: str) -> tuple[int, int | None]:
    """Read ``Bb`` or ``F#3``: pitch class, and MIDI pitch where an octave is written (``parse_note("E2") == (4, 40)``).

    Raises:
        TuningError: no note name.
    """
    match = _NOTE.fullmatch(_ascii(text))
    if match is None:
        raise TuningError(f"{shown(text)} is no note name: write for example 'E2', 'F#3' or 'Bb'")
    natural = NATURAL_PITCH_CLASSES[match["letter"].upper()]
    alter = match["accidentals"].count("#") - match["accidentals"].count("b")
    octave = match["octave"]
    midi = None if octave is None else 12 * (int(octave) + 1) + natural + alter
    return (natural + alter) % 12, midi


def _ascii(text: str) -> str:
    return text.replace("♯", "#").replace("♭", "b")


def note_name(midi: int) -> str:
    """``note_name(40) == "E2"``."""
    return f"{NOTE_NAMES[midi % 12]}{midi // 12 - 1}"
