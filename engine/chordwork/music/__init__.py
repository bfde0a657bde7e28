"""Chords to music: pure functions over chord values. No audio, no clock, no I/O."""

from chordwork.music.chord import NO_CHORD, UNKNOWN_CHORD, Chord, ChordSyntaxError, all_chords, parse_label, pitch_class
from chordwork.music.suggestions import Suggester, Suggestion, suggest
from chordwork.music.vocabulary import QUALITIES, Quality

__all__ = [
    "NO_CHORD",
    "QUALITIES",
    "UNKNOWN_CHORD",
    "Chord",
    "ChordSyntaxError",
    "Quality",
    "Suggester",
    "Suggestion",
    "all_chords",
    "parse_label",
    "pitch_class",
    "suggest",
]
