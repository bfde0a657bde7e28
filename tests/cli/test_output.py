"""Where results go: never onto a recording, never onto one another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chordwork.cli.errors import OutputError
from chordwork.cli.output import plan_outputs, write_output


def test_standard_output(tmp_path: Path) -> None:
    assert plan_outputs([tmp_path / "a.wav", tmp_path / "b.wav"], None, "lab") == [None, None]


def test_one_file_goes_where_it_is_told(tmp_path: Path) -> None:
    assert plan_outputs([Path("a.wav")], tmp_path / "deep" / "x.lab", "lab") == [tmp_path / "deep" / "x.lab"]
    assert (tmp_path / "deep").is_dir()
    assert plan_outputs([Path("a.wav")], tmp_path, "lab") == [tmp_path / "a.lab"]


def test_several_go_into_a_folder_without_meeting(tmp_path: Path) -> None:
    inputs = [Path(name) for name in ("one/take.wav", "two/take.flac", "three/TAKE.ogg", "take-2.wav", "other.wav")]
    places = plan_outputs(inputs, tmp_path / "new", "json")
    names = [place.name for place in places if place]
    assert names == ["take.json", "take-3.json", "TAKE-4.json", "take-2.json", "other.json"]
    assert len({name.casefold() for name in names}) == len(inputs)


def test_the_same_recording_twice(tmp_path: Path) -> None:
    assert plan_outputs([Path("a.wav")] * 2, tmp_path, "txt") == [tmp_path / "a.txt", tmp_path / "a-2.txt"]


def test_a_recording_is_never_overwritten(tmp_path: Path) -> None:
    recording = tmp_path / "take.wav"
    recording.write_bytes(b"RIFF")
    with pytest.raises(OutputError, match="overwrite the recording"):
        plan_outputs([recording], tmp_path / "." / "take.wav", "lab")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(OutputError, match="folder"):
        plan_outputs([Path("a.wav"), Path("b.wav")], tmp_path / "x", "lab")
    with pytest.raises(OutputError):
        plan_outputs([Path("a.wav")], tmp_path / "x" / "y.lab", "lab")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="choose another"):
        plan_outputs([Path("a.wav")], tmp_path / "x.lab", "lab")


def test_a_device_that_is_full() -> None:
    with pytest.raises(OutputError, match="No space"):
        write_output(Path("/dev/full"), "x" * 100_000)
