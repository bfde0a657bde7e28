"""Stream an audio file through a recogniser and write down what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal, Protocol

import attrs
import numpy as np

from chordwork.engine.events import ChordEvent, Event, KeyEvent, TuningEvent
from chordwork.http.cli.analysis.audio_file import AudioFile
from chordwork.http.cli.analysis.timeline import FinalTimeline, LiveTimeline, TimedChord

Tier = Literal["final", "live"]


class Listener(Protocol):
    """What is needed of a recogniser."""

    def feed(self, pcm: memoryview, /) -> Iterable[Event]:
        """Take interleaved f32le PCM."""
        ...

    def finish(self) -> Iterable[Event]:
        """End of the audio."""
        ...


NewListener = Callable[[int, int], Listener]
"""Makes a listener for a sample rate in Hz and a channel count."""


@attrs.frozen
class Analysis:
    """One file's timeline.

    Attributes:
        file: the path as given.
        duration: seconds of audio decoded.
        sample_rate: of the file, in Hz.
        tier: ``final`` as decided, ``live`` as seen.
        key: such as ``Eb major``; None if none was heard.
        tuning_cents: offset from A4 = 440 Hz; None if nothing had a pitch.
        model: name and version of the acoustic model.
        chords: contiguous from 0 to ``duration``.
    """

    file: str
    duration: float
    sample_rate: int
    tier: Tier
    key: str | None
    tuning_cents: float | None
    model: str
    chords: tuple[TimedChord, ...]


class Notes:
    """Collects events into both tiers' timelines, and the latest key and tuning."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self.final: Final = FinalTimeline()
        self.live: Final = LiveTimeline()
        self.key: str | None = None
        self.tuning_cents: float | None = None

    def take(self, event: Event, heard_seconds: float) -> None:
        """Write an event down; ``heard_seconds`` is the audio fed when it was returned."""
        match event:
            case ChordEvent(status="provisional"):
                self.live.show(event.chord.label, event.chord.symbol, event.confidence, heard_seconds)
            case ChordEvent():
                end = heard_seconds if event.end is None else event.end
                self.final.add(TimedChord(event.start, end, event.chord.label, event.chord.symbol, event.confidence))
            case KeyEvent():
                self.key = event.name
            case TuningEvent():
                self.tuning_cents = event.cents
            case _:
                pass


def analyse(
    audio: AudioFile,
    listener: Listener,
    *,
    tier: Tier,
    chunk_ms: float,
    model: str,
    progress: Callable[[float], None] = lambda seconds: None,
) -> Analysis:
    """Hear a whole file, chunk by chunk, as if it were played.

    Args:
        audio: the open file.
        listener: a fresh recogniser for the file's rate and channels, f32le.
        tier: which timeline to keep. ``live`` counts a provisional chord from the end of the chunk that brought it.
        chunk_ms: length of a chunk; at least one sample frame.
        model: name of the acoustic model, for the record.
        progress: told the seconds heard so far after each chunk.
    """
    notes = Notes()
    frames = 0
    for block in audio.blocks(max(1, round(audio.sample_rate * chunk_ms / 1000))):
        frames += len(block)
        heard_seconds = frames / audio.sample_rate
        for event in listener.feed(memoryview(np.ascontiguousarray(block, "<f4").tobytes())):
            notes.take(event, heard_seconds)
        progress(heard_seconds)
    duration = frames / audio.sample_rate
    for event in listener.finish():
        notes.take(event, duration)
    timeline = notes.final if tier == "final" else notes.live
    return Analysis(
        file=audio.name,
        duration=duration,
        sample_rate=audio.sample_rate,
        tier=tier,
        key=notes.key,
        tuning_cents=notes.tuning_cents,
        model=model,
        chords=tuple(timeline.chords(duration)),
    )
