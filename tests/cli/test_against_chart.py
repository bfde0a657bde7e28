"""``chordwork analyze --chart``: how a recording was played."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from chordwork.cli.analysis.against_chart import feedback_text
from chordwork.engine import load_model
from chordwork.music.charts import read_chart
from chordwork.music.charts.json_form import write
from chordwork.music.practice import check_song
from tests.music.practice.test_performance import heard
from tests.music.song.songs import bar, song

from .started import Started

trained = pytest.mark.skipif(load_model().info.version == "0.0.0", reason="the bundled model is an untrained stand-in")
BAND = Path(__file__).parents[2] / "http/chordwork/analysis/clips/band.ogg"
LINE = ("D", "A/C#", "Bm7", "Gmaj7", "D", "F#m", "G", "Asus4 A7", "Bm", "F#m/A", "Gmaj7", "Em7 A7", "D", "D")
Program = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def program(started: Started, environment: dict[str, str], tmp_path: Path) -> Program:
    """Run the program in an empty folder."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return started.run(arguments, environment=environment, folder=tmp_path)

    return run


@trained
def test_a_recording_is_held_to_its_chart_and_one_wrong_bar_is_found(program: Program, tmp_path: Path) -> None:
    otherwise = [*LINE[:10], "Eb", *LINE[11:]]
    (tmp_path / "song.json").write_bytes(write([song(*map(bar, otherwise), title="Band")]).data)
    done = program("analyze", BAND, "--chart", "song.json", "--format", "json")
    assert done.returncode == 0, done.stderr
    feedback = json.loads(done.stdout)
    faults = [fault for each in feedback["bars"] for fault in each["faults"]]
    assert [(fault["expected"], fault["heard"][0]) for fault in faults] == [("Eb", "G")]
    assert feedback["score"] > 0.85
    told = program("analyze", BAND, "--chart", "song.json").stdout.decode()
    assert "Eb: heard G" in told
    assert "of 14 bars right" in told


def test_what_cannot_be_compared_is_refused(program: Program, tmp_path: Path) -> None:
    (tmp_path / "song.json").write_bytes(write([song(bar("C")), song(bar("G"))]).data)
    several = program("analyze", BAND, "--chart", "song.json")
    assert (several.returncode, b"say which with --song 1" in several.stderr) == (2, True)
    form = program("analyze", BAND, "--chart", "song.json", "--song", "1", "--format", "lab")
    assert (form.returncode, b"text or json" in form.stderr) == (2, True)
    missing = program("analyze", BAND, "--chart", "nothing.json")
    assert (missing.returncode, b"cannot be read" in missing.stderr) == (2, True)


def test_the_picture_has_a_block_for_each_bar_and_a_line_for_each_fault() -> None:
    feedback = check_song(read_chart("[Verse]\nC | Am | F | G\n[Coda]\nD | E"), heard("C Em F G", 96))
    lines = feedback_text("take.wav", feedback).plain.splitlines()
    assert lines[0].startswith("take.wav: 7")
    assert "Verse" in lines
    assert any(line.startswith("   1 ██ C") for line in lines)
    assert any("Am: heard Em" in line for line in lines)
    assert lines[-1] == "not played: bars 5, 6"
