"""Chord timelines as they come about: what was decided, and what was on the screen meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from chordwork.harmony.score import Segment

NO_CHORD_LABEL = "N"
NO_CHORD_SYMBOL = "N.C."


@attrs.frozen
class TimedChord:
    """A chord with its place in the audio.

    Attributes:
        start: in seconds.
        end: in seconds.
        label: Harte label.
        symbol: lead-sheet spelling.
        confidence: in [0, 1].
    """

    start: float
    end: float
    label: str
    symbol: str
    confidence: float

    @property
    def segment(self) -> Segment:
        """Start, end, label: what scores and .lab files are made of."""
        return self.start, self.end, self.label


class FinalTimeline:
    """The decided segments, in the order they arrive."""

    def __init__(self) -> None:
        """Empty."""
        self._chords: list[TimedChord] = []

    def add(self, chord: TimedChord) -> None:
        """Append a final segment; segments without length are left out."""
        if chord.end > chord.start:
            self._chords.append(chord)

    def chords(self, duration: float) -> list[TimedChord]:
        """Contiguous from 0 to ``duration`` seconds; what nobody decided about is no chord."""
        filled: list[TimedChord] = []
        position = 0.0
        for chord in self._chords:
            start, end = min(chord.start, duration), min(chord.end, duration)
            if start > position:
                filled.append(_no_chord(position, start))
                position = start
            if end > position:
                filled.append(attrs.evolve(chord, start=position, end=end))
                position = end
        if position < duration:
            filled.append(_no_chord(position, duration))
        return filled


class LiveTimeline:
    """What a player saw: each label from the moment it appeared until the next one did; no chord before the first."""

    def __init__(self) -> None:
        """Empty."""
        self._shown: list[TimedChord] = []

    def show(self, label: str, symbol: str, confidence: float, at: float) -> None:
        """A label appears when ``at`` seconds of audio have been heard. Times may not go backwards."""
        self._shown.append(TimedChord(at, at, label, symbol, confidence))

    def label_at(self, time: float) -> str:
        """What was shown at a moment."""
        label = NO_CHORD_LABEL
        for chord in self._shown:
            if chord.start > time:
                break
            label = chord.label
        return label

    def chords(self, duration: float) -> list[TimedChord]:
        """Contiguous from 0 to ``duration`` seconds; equal neighbours are joined and keep the higher confidence."""
        changes = [_no_chord(0.0, 0.0), *self._shown]
        ends = [*(chord.start for chord in changes[1:]), duration]
        return _joined(
            attrs.evolve(chord, end=min(end, duration))
            for chord, end in zip(changes, ends, strict=True)
            if min(end, duration) > chord.start
        )


def _joined(chords: Iterable[TimedChord]) -> list[TimedChord]:
    joined: list[TimedChord] = []
    for chord in chords:
        if joined and joined[-1].label == chord.label:
            last = joined[-1]
            joined[-1] = attrs.evolve(last, end=chord.end, confidence=max(last.confidence, chord.confidence))
        else:
            joined.append(chord)
    return joined


def _no_chord(start: float, end: float) -> TimedChord:
    return TimedChord(start, end, NO_CHORD_LABEL, NO_CHORD_SYMBOL, 0.0)
