"""What the makers of progressions need to know of a song."""

from __future__ import annotations

import attrs

from chordwork.harmony import Mode
from chordwork.music.options.fields import LevelName
from chordwork.music.songwriting.genres import Genre
from chordwork.music.songwriting.model import Mood
from chordwork.music.songwriting.progression.loops import Setting
from chordwork.music.songwriting.progression.palette import palette


@attrs.frozen
class HarmonyBrief:
    """A song before its chords."""

    mode: Mode
    genre: Genre
    mood: Mood
    level: LevelName
    tempo_bpm: int
    """Felt beats a minute."""
    metre: str
    sections: tuple[str, ...]
    """Their names, in order of first appearance."""

    @property
    def boldness(self) -> float:
        """How far from the well-worn, 0 … 1."""
        return {"beginner": 0.1, "intermediate": 0.4, "advanced": 0.8}[self.level]

    @property
    def is_beginner(self) -> bool:
        """Whether the player has few chords yet."""
        return self.level == "beginner"

    @property
    def is_slow(self) -> bool:
        """Slow enough for two chords a bar."""
        return self.tempo_bpm <= 80 and self.metre != "3/4"

    @property
    def is_fast(self) -> bool:
        """Bars pass quickly: phrases need more of them."""
        return self.tempo_bpm >= (112 if self.metre == "3/4" else 124)

    @property
    def setting(self) -> Setting:
        """For loops."""
        chords = palette(self.mode, self.genre.name, self.mood.name, borrowing=not self.is_beginner)
        return Setting(self.mode, chords, self.genre.style, self.mood.name)
