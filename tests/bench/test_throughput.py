"""Files to measure with, and what is said where a program fails."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest
import soundfile

from bench.throughput import add_options, run
from bench.throughput.command import FORMATS, ThroughputError, make_files


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(arguments)


@pytest.mark.parametrize("channels", [1, 2])
def test_the_files_are_of_the_length_and_channels_that_were_asked_for(tmp_path: Path, channels: int) -> None:
    files = make_files(tmp_path, 60.0, channels)
    assert set(files) == set(FORMATS)
    for file in files.values():
        about = soundfile.info(file)
        assert about.duration == pytest.approx(60.0, abs=0.1)
        assert about.channels == channels


def test_it_counts_each_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.throughput.command.ROUNDS", {True: 1})
    told = options("--minutes", "0.1", "--program", f"nothing={sys.executable} -c pass")
    result = run(quick=True, options=told)
    assert {(row["program"], row["format"]) for row in result["cpu_s_per_audio_s"]} == {
        *(("this build", format) for format in FORMATS),
        ("nothing", "wav"),
    }
    assert all(cost > 0.0 for row in result["cpu_s_per_audio_s"] for cost in row["runs"])


@pytest.mark.parametrize(
    "told", [("--program", "nonsense"), ("--program", "no=/no/such/program"), ("--peer", f"madmom={sys.executable}")]
)
def test_a_program_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, told: tuple[str, ...]) -> None:
    monkeypatch.setattr("bench.throughput.command._heard", lambda build, files: dict.fromkeys(files, 1.0))
    with pytest.raises(ThroughputError):
        run(quick=True, options=options("--minutes", "0.1", *told))
