"""What a player says that a chord really was: nothing else about the player, and no sound."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final, Literal

import attrs

from chordwork.harmony.chord import Chord

Source = Literal["stream", "rest"]

_COARSE: Final = {
    "maj": "major", "maj6": "major", "maj7": "major",
    "min": "minor", "min6": "minor", "min7": "minor", "minmaj7": "minor",
    "7": "dominant", "dim": "diminished", "dim7": "diminished", "hdim7": "diminished",
    "aug": "augmented", "sus2": "suspended", "sus4": "suspended", "5": "power",
}  # fmt: skip
COARSE_CLASSES: Final = (*dict.fromkeys(_COARSE.values()), "N", "X")
"""What corrections are counted by."""


def coarse_class(chord: Chord) -> str:
    """One of :data:`COARSE_CLASSES`."""
    return chord.label if chord.quality is None else _COARSE[chord.quality.harte]


@attrs.frozen
class Correction:
    """One chord that was heard wrongly, or, where both are the same, rightly.

    Attributes:
        model_name: of the model that heard it.
        model_version: of its weights.
        heard: what it said.
        corrected: what the player says.
        confidence: of the model, in [0, 1]; None if that is not known.
        seconds: how long the chord was; None if that is not known.
        source: the way it came.
    """

    model_name: str
    model_version: str
    heard: Chord
    corrected: Chord
    confidence: float | None
    seconds: float | None
    source: Source

    @property
    def kind(self) -> tuple[str, str, str]:
        """By which it is counted: both coarse classes, and whether the root is the ``same`` or ``other``."""
        same = self.heard.is_chord and self.heard.root == self.corrected.root
        return coarse_class(self.heard), coarse_class(self.corrected), "same" if same else "other"

    def line(self, day: date) -> bytes:
        """As it is kept: one line of JSON, of 400 bytes at most. The day is all that is said about when."""
        kept: dict[str, Any] = {
            "day": day.isoformat(),
            "model": self.model_name,
            "version": self.model_version,
            "heard": self.heard.label,
            "corrected": self.corrected.label,
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "seconds": None if self.seconds is None else round(self.seconds, 2),
            "source": self.source,
        }
        return json.dumps(kept, separators=(",", ":")).encode() + b"\n"
