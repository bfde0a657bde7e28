"""Stream an audio file through a recogniser and write down what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

from chordwork.analysis.charts.analysis import Analysis, AnalysisBuilder, Tier
from chordwork.analysis.sources.audio_file import AudioFile
from chordwork.engine.events import Event


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


def analyse(
    audio: AudioFile,
    listener: Listener,
    *,
    tier: Tier,
    chunk_ms: float,
    model: str,
    raw: bool = False,
    name: str | None = None,
    progress: Callable[[float], None] = lambda seconds: None,
) -> Analysis:
    """Hear a whole file, chunk by chunk, as if it were played.

    Args:
        audio: the open file.
        listener: a fresh recogniser for the file's rate and channels, f32le.
        tier: which timeline to keep. ``live`` counts a provisional chord from the end of the chunk that brought it.
        chunk_ms: length of a chunk; at least one sample frame.
        model: name of the acoustic model, for the record.
        raw: leave slivers in the final timeline as they were decided.
        name: what to call the file; its path by default.
        progress: told the seconds heard so far after each chunk.
    """
    notes = AnalysisBuilder()
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
    return notes.analysis(
        file=audio.name if name is None else name,
        duration=duration,
        sample_rate=audio.sample_rate,
        channels=audio.channels,
        tier=tier,
        model=model,
        raw=raw,
        decoded=getattr(audio, "warnings", ()),
    )
