"""Progressions: drawn from what songs do, shaped by mood and genre, checked by rule."""

from chordwork.music.songwriting.progression.bare import Bare, Progression, Timed, bared, spelled
from chordwork.music.songwriting.progression.brief import HarmonyBrief
from chordwork.music.songwriting.progression.sections import write_progressions

__all__ = ["Bare", "HarmonyBrief", "Progression", "Timed", "bared", "spelled", "write_progressions"]
