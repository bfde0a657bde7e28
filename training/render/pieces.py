"""Progressions that everybody knows, written out here: pieces made of them need no data, so anyone can render them.

They are the material of ``python -m bench open``. Every second one belongs to half *a* (to choose), the others to *b*
(for final figures).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .corpus import Progression
from .labels import parse

BEATS_PER_CHORD: Final = 4.0

_WRITTEN: Final[Mapping[str, str]] = {
    "four_chords": "C:maj G:maj A:min F:maj",
    "doo_wop": "C:maj A:min F:maj G:7",
    "blues": "C:7 F:7 C:7 C:7 F:7 F:7 C:7 A:7 D:min7 G:7 C:7*2 G:7*2",
    "minor_blues": "C:min7 C:min7 C:min7 C:min7 F:min7 F:min7 C:min7 C:min7 Ab:7 G:7 C:min7 G:7",
    "two_five_one": "D:min7 G:7 C:maj7 C:maj6",
    "minor_two_five_one": "D:hdim7 G:7 C:min7 C:min6",
    "turnaround": "C:maj7*2 A:min7*2 D:min7*2 G:7*2",
    "falling_fifths": "A:min7 D:min7 G:7 C:maj7 F:maj7 B:hdim7 E:7 A:min",
    "andalusian": "A:min G:maj F:maj E:maj",
    "canon": "C:maj*2 G:maj*2 A:min*2 E:min*2 F:maj*2 C:maj*2 F:maj*2 G:maj*2",
    "falling_bass": "A:min A:minmaj7 A:min7 A:min6 F:maj7 F:maj7 E:sus4 E:7",
    "passing_diminished": "C:maj C#:dim7 D:min7 D#:dim7 E:min7 A:7 D:min7 G:7",
    "folk": "D:maj A:maj G:maj D:maj G:maj D:maj A:sus4 A:maj",
    "ballad": "C:maj E:min/b3 F:maj F:min6 C:maj/5 A:min7 D:7 G:sus4",
    "augmented_climb": "C:maj C:aug C:maj6 C:7 F:maj F:min C:maj G:7",
    "rock": "A:5 C:5 D:5 A:5 G:5 D:5 A:5 E:5",
    "bossa": "F:maj7 F:maj7 G:7 G:7 G:min7 Gb:7 F:maj7 Gb:7",
    "mixolydian": "D:maj C:maj G:maj D:maj D:sus4 D:maj C:sus2 G:maj",
    "gospel": "C:maj C:7 F:maj F#:dim7 C:maj/5 A:7 D:7 G:7",
    "modal": "D:min7 D:min7 E:min7 D:min7 Eb:min7 Eb:min7 D:min7 D:min7",
}
"""Harte labels; ``*2`` after one says that it lasts two beats instead of four."""


def _chord_and_beats(text: str) -> tuple[str, float]:
    label, _, beats = text.partition("*")
    return label, float(beats) if beats else BEATS_PER_CHORD


def open_progressions() -> dict[str, Progression]:
    """By name, in the order in which they are written."""
    return {
        name: Progression(
            name, [(parse(label), beats) for label, beats in map(_chord_and_beats, text.split())], 4, None
        )
        for name, text in _WRITTEN.items()
    }
