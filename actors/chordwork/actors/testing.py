"""Recognisers for tests: no model, no signal processing, predictable chords."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from chordwork.actors._format import StreamFormat
from chordwork.engine.events import ChordEvent, Event, KeyEvent, LevelEvent
from chordwork.harmony import Chord, parse_label
from chordwork.native import SnapshotError


@attrs.define
class ScriptedRecognizer:
    """Says the chords of a script, one after the other, whatever it is fed.

    Chord ``n`` begins at ``n * chord_s``: it is provisional as soon as a byte after that was heard, final when it is
    over, and what is left is final on :meth:`finish`. Each provisional chord comes with a level, the first with a key.

    Attributes:
        stream_format: how the bytes are counted.
        labels: the script, in Harte syntax; repeated for ever.
        chord_s: length of a chord in seconds.
        crash_at_s: raise ``ZeroDivisionError`` once more than this was heard.
        fed: the bytes it was given.
        closed: how often :meth:`close` was called.
        before_feed: called before each piece, with the recogniser; to count, or to let time pass.
    """

    stream_format: StreamFormat
    labels: Sequence[str] = ("C:maj", "G:maj", "A:min", "F:maj")
    chord_s: float = 0.5
    crash_at_s: float = float("inf")
    fed: bytearray = attrs.field(factory=bytearray)
    closed: int = 0
    before_feed: Callable[[ScriptedRecognizer], object] | None = None
    _started: int = attrs.field(default=0, init=False)

    @property
    def heard_seconds(self) -> float:
        """Length of the audio fed so far."""
        return self.stream_format.seconds(len(self.fed))

    def feed(self, pcm: bytes | memoryview) -> list[Event]:
        """Count the bytes, and say what begins and ends in them."""
        if self.before_feed is not None:
            self.before_feed(self)
        self.fed += pcm
        heard_s = self.heard_seconds
        if heard_s > self.crash_at_s:
            raise ZeroDivisionError("the script says: crash")
        events: list[Event] = []
        while heard_s > self._started * self.chord_s:
            events += self._begin(heard_s)
        return events

    def finish(self) -> list[Event]:
        """Make the last chord final."""
        return [self._final(self._started - 1, self.heard_seconds)] if self._started else []

    def snapshot(self) -> bytes:
        """How far it is."""
        return f"{len(self.fed)} {self._started}".encode()

    def restore(self, snapshot: bytes) -> None:
        """Go on from there; the bytes that were fed to the other one count as zeros."""
        try:
            size_bytes, started = (int(number) for number in snapshot.split())
        except ValueError:
            raise SnapshotError("this is no snapshot of a script") from None
        self.fed, self._started = bytearray(size_bytes), started

    def close(self) -> None:
        """Count the call."""
        self.closed += 1

    def _begin(self, at: float) -> list[Event]:
        index, start = self._started, self._started * self.chord_s
        self._started += 1
        first: list[Event] = [KeyEvent(0, "major", 0.9, at)] if index == 0 else [self._final(index - 1, at)]
        chord = ChordEvent("provisional", self._chord(index), start, None, at, 0.5)
        return [*first, chord, LevelEvent(-6.0, -12.0, 0, 0, at)]

    def _final(self, index: int, at: float) -> ChordEvent:
        end = min((index + 1) * self.chord_s, at)
        return ChordEvent("final", self._chord(index), index * self.chord_s, end, at, 0.75)

    def _chord(self, index: int) -> Chord:
        return parse_label(self.labels[index % len(self.labels)])


class ScriptedRecognizers:
    """A recogniser factory that remembers what it made.

    Attributes:
        made: every recogniser so far.
        script: arguments of :class:`ScriptedRecognizer` for those made from now on.
    """

    def __init__(self, **script: Any) -> None:
        """Make recognisers with this script."""
        self.made: list[ScriptedRecognizer] = []
        self.script = script

    def __call__(self, stream_format: StreamFormat) -> ScriptedRecognizer:
        """Make one."""
        self.made.append(ScriptedRecognizer(stream_format, **self.script))
        return self.made[-1]
