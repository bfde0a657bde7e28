"""Chords to music: pure functions over chord values. No audio, no clock, no I/O."""

from chordwork.music.suggestions import Suggester, Suggestion, suggest

__all__ = ["Suggester", "Suggestion", "suggest"]
