"""Streaming a file through a recogniser: which moments count."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs
import numpy as np
import pytest
import soundfile

from chordwork.analysis.analyser import Analyser, analyser_of
from chordwork.analysis.charts.analysis import Tier
from chordwork.analysis.sources.audio_file import open_audio
from chordwork.engine import Recognizer, RecordingRecognizer, load_model
from chordwork.engine.events import ChordEvent, Event
from chordwork.harmony import parse_label


@attrs.define
class OneChord:
    """Says C once a second of 8 kHz mono has been fed; final at the end, with two silent ends left open."""

    frames: int = 0

    def feed(self, pcm: memoryview) -> Iterable[Event]:
        before, self.frames = self.frames, self.frames + len(pcm) // 4
        if before < 8000 <= self.frames:
            yield ChordEvent("provisional", parse_label("C"), 0.9, None, 1.0, 0.8)

    def finish(self) -> Iterable[Event]:
        yield ChordEvent("provisional", parse_label("G"), 1.9, None, 2.0, 0.8)
        yield ChordEvent("final", parse_label("C"), 0.9, 1.5, 2.0, 0.7)


def _one_chord(tier: Tier, chunk_ms: float = 20) -> Analyser:
    return Analyser(model="m", new_recognizer=lambda rate, channels: OneChord(), tier=tier, chunk_ms=chunk_ms)


def _two_seconds(folder: Path) -> Path:
    path = folder / "two.wav"
    soundfile.write(path, np.zeros(16_000), 8000)
    return path


@pytest.mark.parametrize(("chunk_ms", "seen_at"), [(20, 1.0), (300, 1.2), (1500, 1.5), (10_000, 2.0)])
def test_live_counts_from_the_end_of_the_chunk(tmp_path: Path, chunk_ms: float, seen_at: float) -> None:
    with open_audio(_two_seconds(tmp_path)) as audio:
        analysis = _one_chord("live", chunk_ms).analyse(audio)
    expected = [(0.0, seen_at, "N"), (seen_at, 2.0, "C:maj")]
    assert [chord.segment for chord in analysis.chords] == [span for span in expected if span[0] < span[1]]


def test_final_is_contiguous(tmp_path: Path) -> None:
    with open_audio(_two_seconds(tmp_path)) as audio:
        analysis = _one_chord("final").analyse(audio)
    assert [chord.segment for chord in analysis.chords] == [(0.0, 0.9, "N"), (0.9, 1.5, "C:maj"), (1.5, 2.0, "N")]


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    told: list[float] = []
    with open_audio(_two_seconds(tmp_path)) as audio:
        _one_chord("final", 500).analyse(audio, progress=told.append)
    assert told == [0.5, 1.0, 1.5, 2.0]


@pytest.mark.parametrize("tier", ["final", "live"])
def test_its_recognisers_are_told_what_a_rest_is(tier: Tier) -> None:
    model = load_model()
    for rest_s, expected in ((2.0, 2.0), (None, model.decoder_settings.rest_s)):
        recognizer = analyser_of(model, tier=tier, rest_s=rest_s).new_recognizer(8000, 1)
        assert isinstance(recognizer, Recognizer | RecordingRecognizer)
        assert recognizer.rest_s == expected
