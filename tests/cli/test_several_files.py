"""Several files, one after the other: what becomes of each, and of those that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from chordwork.actors.testing import ScriptedRecognizer
from chordwork.analysis.analyser import Analyser
from chordwork.analysis.charts.analysis import Tier
from chordwork.cli.analysis.run import Job, run_jobs

NewScripted = Callable[[int, int], ScriptedRecognizer]
JSON = Job(format="json")


def _two_seconds(folder: Path) -> Path:
    path = folder / "two.wav"
    soundfile.write(path, np.zeros(16_000), 8000)
    return path


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
