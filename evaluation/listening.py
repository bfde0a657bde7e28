"""Audio through the whole product path, and what it said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine import (
    BeatEvent,
    ChordEvent,
    ChordModel,
    DecoderSettings,
    Event,
    KeyEvent,
    RecordingRecognizer,
    TempoEvent,
    TuningEvent,
)
from chordwork.harmony.score import Segment

CHUNK_S: Final = 0.02


@attrs.frozen
class Decision:
    """A final chord: its span in seconds, its label, and how sure the recogniser was, in [0, 1].

    ``said_at`` is the seconds of audio fed when it was said, a multiple of the chunk length.
    """

    start: float
    end: float
    label: str
    confidence: float
    said_at: float


@attrs.frozen
class Heard:
    """What a recogniser said about a recording.

    Attributes:
        seconds: length of the recording.
        decisions: the final tier.
        live: what was on display, contiguous from 0; neighbours differ.
        keys: (said at, name such as ``Eb major``), oldest first.
        tunings: (said at, cents), oldest first.
        tempos: (said at, beats a minute), oldest first.
        beats: when each beat falls, in the order in which they were said.
    """

    seconds: float
    decisions: tuple[Decision, ...]
    live: list[Segment]
    keys: tuple[tuple[float, str], ...]
    tunings: tuple[tuple[float, float], ...]
    tempos: tuple[tuple[float, float], ...] = ()
    beats: tuple[float, ...] = ()

    @property
    def final(self) -> list[Segment]:
        """The final tier as a timeline."""
        return [(decision.start, decision.end, decision.label) for decision in self.decisions]


def listen(pcm: NDArray[np.int16], rate_hz: int, model: ChordModel, decoder: DecoderSettings | None = None) -> Heard:
    """Run mono PCM through a recogniser, as if it came in chunks of 20 ms.

    Args:
        pcm: shape ``(n,)``, int16.
        rate_hz: its sample rate.
        model: the acoustic model.
        decoder: decoder constants; by default those of the model.
    """
    seconds = len(pcm) / rate_hz
    recognizer = RecordingRecognizer(rate_hz, model=model, decoder=decoder)
    notes = Notes(seconds)
    chunk = int(rate_hz * CHUNK_S)
    for start in range(0, len(pcm), chunk):
        for event, heard_seconds in recognizer.feed_timed(pcm[start : start + chunk].astype("<i2").tobytes()):
            notes.take((event,), heard_seconds)
    for event, heard_seconds in recognizer.finish_timed():
        notes.take((event,), heard_seconds)
    return notes.heard()


class Notes:
    """Collects events into both tiers; ``seconds`` is the length of the recording."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._decisions: list[Decision] = []
        self._live: list[Segment] = []
        self._shown, self._since = "N", 0.0
        self._keys: list[tuple[float, str]] = []
        self._tunings: list[tuple[float, float]] = []
        self._tempos: list[tuple[float, float]] = []
        self._beats: list[float] = []

    def take(self, events: Iterable[Event], now: float) -> None:
        """Write down events that were said when ``now`` seconds of audio had been heard."""
        for event in events:
            match event:
                case ChordEvent(status="final"):
                    end = self._seconds if event.end is None else event.end
                    self._decisions.append(Decision(event.start, end, event.chord.label, event.confidence, now))
                case ChordEvent():
                    self._show(event.chord.label, now)
                case KeyEvent():
                    self._keys.append((now, event.name))
                case TuningEvent():
                    self._tunings.append((now, event.cents))
                case TempoEvent():
                    self._tempos.append((now, event.bpm))
                case BeatEvent():
                    self._beats.append(event.time)
                case _:
                    pass

    def heard(self) -> Heard:
        """Everything, after the last event."""
        self._show("", self._seconds)
        return Heard(
            self._seconds,
            tuple(self._decisions),
            self._live,
            tuple(self._keys),
            tuple(self._tunings),
            tuple(self._tempos),
            tuple(self._beats),
        )

    def _show(self, label: str, now: float) -> None:
        if label == self._shown:
            return
        if now > self._since:
            if self._live and self._live[-1][2] == self._shown:
                self._live[-1] = (self._live[-1][0], now, self._shown)
            else:
                self._live.append((self._since, now, self._shown))
        self._shown, self._since = label, now
