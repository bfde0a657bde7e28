"""Themes with the moods that a songwriter could mean by them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import attrs

from chordwork.music.songwriting.model import MOODS

TUNING: Final = Path(__file__).with_name("tuning.json")
"""Words are taught with these, and constants chosen on them."""
EVALUATION: Final = Path(__file__).with_name("evaluation.json")
"""Nothing is ever chosen on these."""


@attrs.frozen
class Labelled:
    """A theme and its moods."""

    text: str
    moods: tuple[str, ...]

    @property
    def target(self) -> list[float]:
        """Shares of :data:`MOODS`."""
        return [(mood in self.moods) / len(self.moods) for mood in MOODS]


def read_themes(path: Path) -> list[Labelled]:
    """Labelled themes of a file."""
    return [Labelled(text, tuple(moods)) for text, moods in json.loads(path.read_text())["themes"]]
