"""A recording through a recogniser to an :class:`~.charts.analysis.Analysis`: decode, recognise, chart.

The one way of the command line, of catalogues and of benchmarks. A server does the same by the same parts, with a
confined process that decodes and a session of its engine that recognises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Protocol

import attrs
import numpy as np

from chordwork.analysis.charts.analysis import Analysis, AnalysisBuilder, Tier
from chordwork.analysis.sources.audio_file import AudioFile, open_audio
from chordwork.engine import ChordModel, Recognizer, RecordingRecognizer
from chordwork.engine.events import Event

CHUNK_MS: Final = 20.0
"""As browsers and telephones send it."""
BLOCK_MS: Final = 1000.0
"""Where nobody asks when a chord would have been seen."""


class StreamRecognizer(Protocol):
    """What is needed of a recogniser."""

    def feed(self, pcm: memoryview, /) -> Iterable[Event]:
        """Take interleaved f32le PCM."""
        ...

    def finish(self) -> Iterable[Event]:
        """End of the audio."""
        ...


@attrs.frozen(kw_only=True)
class Analyser:
    """Analyses recordings, each chunk by chunk."""

    model: str
    """Name and version of the acoustic model, for the record."""
    new_recognizer: Callable[[int, int], StreamRecognizer]
    """Makes a fresh recogniser for a sample rate in Hz and a channel count, f32le."""
    tier: Tier = "final"
    """Which timeline to keep. ``live`` counts a provisional chord from the end of the chunk that brought it."""
    chunk_ms: float = CHUNK_MS
    """Length of a chunk; at least one sample frame."""
    raw: bool = False
    """Leave slivers in the final timeline as they were decided."""

    def analyse(
        self, audio: AudioFile, *, name: str | None = None, progress: Callable[[float], None] = lambda seconds: None
    ) -> Analysis:
        """Analyse an open file.

        Args:
            audio: at its beginning.
            name: what to call it; its own by default.
            progress: told the seconds heard so far after each chunk.

        Raises:
            InputError: it is damaged, and nothing behind the damage can be read.
        """
        builder = AnalysisBuilder()
        recognizer = self.new_recognizer(audio.sample_rate, audio.channels)
        frames = 0
        for block in audio.blocks(max(1, round(audio.sample_rate * self.chunk_ms / 1000))):
            frames += len(block)
            heard_seconds = frames / audio.sample_rate
            for event in recognizer.feed(memoryview(np.ascontiguousarray(block, "<f4").tobytes())):
                builder.add(event, heard_seconds)
            progress(heard_seconds)
        duration = frames / audio.sample_rate
        for event in recognizer.finish():
            builder.add(event, duration)
        return builder.build(
            file=audio.name if name is None else name,
            duration=duration,
            sample_rate=audio.sample_rate,
            channels=audio.channels,
            tier=self.tier,
            model=self.model,
            raw=self.raw,
            decoded=audio.warnings,
        )

    def analyse_file(self, path: Path, *, name: str | None = None) -> Analysis:
        """Analyse a file; as :func:`~.sources.audio_file.open_audio` and :meth:`analyse`."""
        with open_audio(path) as audio:
            return self.analyse(audio, name=name)


def analyser_of(
    model: ChordModel,
    *,
    tier: Tier = "final",
    chunk_ms: float = CHUNK_MS,
    raw: bool = False,
    rest_s: float | None = None,
) -> Analyser:
    """An analyser that recognises by one model; the options are those of :class:`Analyser`, and ``rest_s`` as for
    :class:`~chordwork.engine.Recognizer`.

    For the final tier a recording is heard in runs, and ``chunk_ms`` changes nothing; for the live tier as if played.
    """
    hears = Recognizer if tier == "live" else RecordingRecognizer
    return Analyser(
        model=f"{model.info.name} {model.info.version}",
        new_recognizer=lambda rate, channels: hears(
            rate, sample_format="f32le", channels=channels, model=model, rest_s=rest_s
        ),
        tier=tier,
        chunk_ms=chunk_ms if tier == "live" else BLOCK_MS,
        raw=raw,
    )
