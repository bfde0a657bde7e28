"""What came back from one performance, and how good and how quick it was."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.analysis.charts.timeline import FinalTimeline, LiveTimeline, TimedChord
from chordwork.client import Chord, Message
from chordwork.harmony.score import ChordScore, Segment, compare, score


@attrs.frozen
class Delays:
    """Delays of one kind. Seconds or milliseconds, as the owner says; None where there was nothing to measure.

    Attributes:
        median: half are shorter.
        p90: nine in ten are shorter.
        p95: nineteen in twenty are shorter.
        count: how many there were.
    """

    median: float | None
    p90: float | None
    p95: float | None
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Delays:
        """Summarise, interpolating between neighbours."""
        if not values:
            return cls(None, None, None, 0)
        if len(values) == 1:
            return cls(values[0], values[0], values[0], 1)
        twentieths = statistics.quantiles(values, n=20, method="inclusive")
        return cls(statistics.median(values), twentieths[17], twentieths[18], len(values))


@attrs.frozen
class Verdict:
    """One performance, judged.

    Attributes:
        final: score of the decided segments.
        live: score of what was on the screen at each moment, lateness included.
        heard_after_s: from each true chord change to the first right chord on the screen, in seconds.
        missed: changes whose chord never appeared while it lasted.
        server_ms: what the server added to each chord, in milliseconds.
        decided_after_s: from the end of each decided segment to its arrival, in seconds.
    """

    final: ChordScore
    live: ChordScore
    heard_after_s: Delays
    missed: int
    server_ms: Delays
    decided_after_s: Delays


class Transcript:
    """Collects the chord messages of one performance."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self._final: Final = FinalTimeline()
        self._live: Final = LiveTimeline()
        self._server_ms: list[float] = []
        self._decided_after_s: list[float] = []

    def add(self, message: Message, at: float) -> None:
        """Write a message down that was seen when ``at`` seconds of audio had been played."""
        if not isinstance(message, Chord):
            return
        if message.latency_ms is not None:
            self._server_ms.append(message.latency_ms)
        if message.status == "provisional":
            self._live.show(message.label, message.symbol, message.confidence, at)
        else:
            end = at if message.end is None else message.end
            self._final.add(TimedChord(message.start, end, message.label, message.symbol, message.confidence))
            self._decided_after_s.append(max(0.0, at - end))

    def judge(self, reference: Sequence[Segment], duration: float) -> Verdict:
        """Compare with the true chords of ``duration`` seconds of audio."""
        final = [chord.segment for chord in self._final.chords(duration)]
        live = [chord.segment for chord in self._live.chords(duration)]
        delays = [heard_after(segment, live) for segment in chord_changes(reference)]
        return Verdict(
            final=score(reference, final),
            live=score(reference, live),
            heard_after_s=Delays.of([delay for delay in delays if delay is not None]),
            missed=delays.count(None),
            server_ms=Delays.of(self._server_ms),
            decided_after_s=Delays.of(self._decided_after_s),
        )


def chord_changes(reference: Sequence[Segment]) -> list[Segment]:
    """Reference segments that begin a new chord: joined where root and third stay the same, without ``N`` and ``X``."""
    joined: list[Segment] = []
    for start, end, label in reference:
        if joined and compare(joined[-1][2], label, "thirds"):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, label))
    return [segment for segment in joined if segment[2] not in ("N", "X")]


def heard_after(change: Segment, live: Sequence[Segment]) -> float | None:
    """Seconds from a change until its root and third were on the screen; None if they never were while it lasted."""
    start, end, label = change
    for shown_from, shown_until, shown in live:
        if shown_until > start and shown_from < end and compare(label, shown, "thirds"):
            return max(0.0, shown_from - start)
    return None
