"""Timelines and events to write down, shared by these tests."""

from __future__ import annotations

from collections.abc import Sequence

from chordwork.analysis.charts.timeline import TimedChord
from chordwork.engine.events import BeatEvent, ChordEvent
from chordwork.harmony import parse_label, parse_symbol, to_harte


def timeline(*chords: tuple[str, float] | tuple[str, float, float], start: float = 0.0) -> list[TimedChord]:
    """Chords one after the other: symbol, seconds, and confidence (0.9 unless given)."""
    made: list[TimedChord] = []
    for symbol, seconds, *sure in chords:
        label = to_harte(parse_symbol(symbol))
        made.append(TimedChord(start, start + seconds, label, symbol, sure[0] if sure else 0.9))
        start += seconds
    return made


def finals(chords: Sequence[TimedChord]) -> list[ChordEvent]:
    """The same as the recogniser says them."""
    return [
        ChordEvent("final", parse_label(chord.label), chord.start, chord.end, chord.end, chord.confidence)
        for chord in chords
    ]


def beat(time: float, *, confidence: float = 0.9, bpm: float = 120.0) -> BeatEvent:
    """A beat as it is foretold, a little before it falls."""
    return BeatEvent(0.02, bpm, confidence, time - 0.02)
