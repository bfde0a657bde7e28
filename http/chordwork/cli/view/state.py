"""What the live picture knows. Pure: every change makes a new state, and time comes in from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.client import Chord, Dropped, Key, Level, Message, Suggestions, Tempo, Tuning, Warning

KEEP_SECONDS: Final = 60.0
"""Spans older than this are forgotten: the picture shows less, and a microphone may run all day."""
PEAK_FALL_DB_PER_SECOND: Final = 20.0
"""How fast the held peak of the level meter comes down, as on a mixing desk."""
FLOOR_DBFS: Final = -120.0
KEPT_WARNINGS: Final = 3


@attrs.frozen
class Span:
    """A chord on the timeline; ``end`` is None while it is the one shown."""

    start: float
    end: float | None
    label: str
    symbol: str


@attrs.frozen
class ViewState:
    """Everything the picture shows at one moment. Times are seconds of audio.

    Attributes:
        title: what is being heard.
        duration: its length; None for a microphone.
        position: how much has been heard.
        shown: what was on the screen, oldest first; the last is open.
        final: the decided segments.
        reference: the true chords, where they are known.
        chord: the latest provisional chord.
        key: the key so far.
        tempo: the tempo so far.
        suggestions: what could come next.
        tuning: the tuning so far.
        level: the latest input level.
        peak_hold_dbfs: slowly falling maximum of the level.
        clipped_samples: samples at full scale so far.
        latency_ms: the server's, for the latest provisional chord.
        dropped: how often the server let audio go.
        warnings: what the server said about the audio, the latest last, each kind once.
    """

    title: str = ""
    duration: float | None = None
    position: float = 0.0
    shown: tuple[Span, ...] = ()
    final: tuple[Span, ...] = ()
    reference: tuple[Span, ...] = ()
    chord: Chord | None = None
    key: Key | None = None
    tempo: Tempo | None = None
    suggestions: Suggestions | None = None
    tuning: Tuning | None = None
    level: Level | None = None
    peak_hold_dbfs: float = FLOOR_DBFS
    clipped_samples: int = 0
    latency_ms: float | None = None
    dropped: int = 0
    warnings: tuple[Warning, ...] = ()

    def advance(self, position: float) -> ViewState:
        """Audio went on to ``position`` seconds."""
        fallen = self.peak_hold_dbfs - PEAK_FALL_DB_PER_SECOND * max(0.0, position - self.position)
        return attrs.evolve(self, position=position, peak_hold_dbfs=max(FLOOR_DBFS, fallen))

    def apply(self, message: Message) -> ViewState:
        """Take one message, at the present position."""
        match message:
            case Chord(status="provisional"):
                return attrs.evolve(
                    self,
                    chord=message,
                    shown=_recent(self._shown_with(message), self.position),
                    latency_ms=self.latency_ms if message.latency_ms is None else message.latency_ms,
                )
            case Chord():
                span = Span(message.start, message.end, message.label, message.symbol)
                return attrs.evolve(self, final=_recent((*self.final, span), self.position))
            case Key():
                return attrs.evolve(self, key=message)
            case Tempo():
                return attrs.evolve(self, tempo=message)
            case Suggestions():
                return attrs.evolve(self, suggestions=message)
            case Tuning():
                return attrs.evolve(self, tuning=message)
            case Level():
                return attrs.evolve(
                    self,
                    level=message,
                    peak_hold_dbfs=max(self.peak_hold_dbfs, message.peak_dbfs),
                    clipped_samples=self.clipped_samples + message.clipped_samples,
                )
            case Dropped():
                return attrs.evolve(self, dropped=self.dropped + 1)
            case Warning():
                kind = (message.code, message.looks_like)
                others = tuple(each for each in self.warnings if (each.code, each.looks_like) != kind)
                return attrs.evolve(self, warnings=(*others, message)[-KEPT_WARNINGS:])
            case _:
                return self

    def _shown_with(self, chord: Chord) -> tuple[Span, ...]:
        if self.shown and self.shown[-1].label == chord.label:
            return self.shown
        now = self.position
        closed = [attrs.evolve(span, end=now if span.end is None else span.end) for span in self.shown]
        return (*closed, Span(now, None, chord.label, chord.symbol))


def _recent(spans: Sequence[Span], position: float) -> tuple[Span, ...]:
    return tuple(span for span in spans if span.end is None or span.end > position - KEEP_SECONDS)
