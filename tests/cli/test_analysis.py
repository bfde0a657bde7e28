"""Streaming a file through a listener: which moments count, and what becomes of several files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs
import numpy as np
import pytest
import soundfile

from chordwork.actors.testing import ScriptedRecognizer
from chordwork.analysis.analyser import Analyser
from chordwork.analysis.charts.analysis import Tier
from chordwork.analysis.sources.audio_file import open_audio
from chordwork.cli.analysis.run import Job, run_jobs
from chordwork.engine.events import ChordEvent, Event
from chordwork.harmony import parse_label

NewScripted = Callable[[int, int], ScriptedRecognizer]


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


def test_progress_reaches_the_end(tmp_path: Path, scripted: NewScripted) -> None:
    told: list[float] = []
    with open_audio(_two_seconds(tmp_path)) as audio:
        Analyser(model="m", new_recognizer=scripted, chunk_ms=500).analyse(audio, progress=told.append)
    assert told == [0.5, 1.0, 1.5, 2.0]


JSON = Job(format="json")


def _analyser(scripted: NewScripted, tier: Tier = "final") -> Analyser:
    return Analyser(model="scripted 1", new_recognizer=scripted, tier=tier)


def test_one_bad_file_spoils_no_other(tmp_path: Path, scripted: NewScripted) -> None:
    (tmp_path / "bad.wav").write_text("no audio")
    good = _two_seconds(tmp_path)
    failures: list[str] = []
    files = [tmp_path / "bad.wav", good, tmp_path / "missing.wav", good]
    assert run_jobs(files, tmp_path / "out", JSON, _analyser(scripted), failures.append) == 2
    assert ["bad.wav" in failures[0], "missing.wav" in failures[1]] == [True, True]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["two-2.json", "two.json"]
    document = json.loads((tmp_path / "out" / "two.json").read_text())
    assert document["key"] == "C major"
    assert [chord["label"] for chord in document["chords"]] == ["C:maj", "G:maj", "A:min", "F:maj"]


def test_several_files_on_standard_output(
    tmp_path: Path, scripted: NewScripted, capsys: pytest.CaptureFixture[str]
) -> None:
    good = _two_seconds(tmp_path)
    assert (
        run_jobs([good, tmp_path / "missing.wav", good], None, JSON, _analyser(scripted, "live"), lambda text: None)
        == 1
    )
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [document["tier"] for document in documents] == ["live", "live"]
