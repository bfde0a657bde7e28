"""A recording that is changed on its way keeps its chords, or moves them."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bench.consistency.command import NoRecordingsError, _files, half_of, run
from bench.consistency.conditions import CONDITIONS, Sound
from tests.bench.test_real import write_piece

RATE_HZ = 44_100
LINE = [(0.0, 1.0, "N"), (1.0, 3.0, "C:maj"), (3.0, 4.0, "A:min7/b3")]


def tone(seconds: float = 1.0) -> Sound:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    left = 0.4 * np.sin(2 * np.pi * 440.0 * time)
    return Sound(np.stack([left, 0.5 * left], axis=1).astype(np.float32), RATE_HZ)


def pitch_hz(sound: Sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound.mono * np.hanning(len(sound.mono)), 1 << 18))
    return float(spectrum.argmax() * sound.rate_hz / (1 << 18))


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_sounds_is_what_the_condition_says(name: str) -> None:
    condition = CONDITIONS[name]
    arrived = condition.apply(tone(), name)
    faster = 2 ** ((condition.semitones + condition.cents / 100) / 12)
    assert pitch_hz(arrived) == pytest.approx(440.0 * faster, rel=0.003)
    assert len(arrived.samples) / arrived.rate_hz == pytest.approx(1.0 / faster, abs=0.06)
    assert np.abs(arrived.samples).max() <= 1.0


@pytest.mark.parametrize("name", ["a room", "noise, 10 dB below", "a phone's microphone"])
def test_what_is_random_is_the_same_for_the_same_name(name: str) -> None:
    condition = CONDITIONS[name]
    first, again, other = (condition.apply(tone(), given).samples for given in ("one", "one", "two"))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_chords_move_with_the_tape() -> None:
    up = CONDITIONS["a semitone up"].moved(LINE, 10.0)
    assert up is not None
    assert [label for _, _, label in up] == ["N", "Db:maj", "Bb:min7/b3"]
    assert up[-1][1] == pytest.approx(4.0 / 2 ** (1 / 12))
    assert CONDITIONS["a room"].moved(LINE, 45.0) == LINE


@pytest.mark.parametrize(
    ("tuning_cents", "labels"),
    [(0.0, ["N", "C:maj", "A:min7/b3"]), (30.0, ["N", "Db:maj", "Bb:min7/b3"]), (15.0, None), (20.0, None)],
)
def test_what_lies_between_two_names_is_not_asked(tuning_cents: float, labels: list[str] | None) -> None:
    moved = CONDITIONS["35 cents sharp"].moved(LINE, tuning_cents)
    assert (None if moved is None else [label for _, _, label in moved]) == labels


def test_halves_hold_both() -> None:
    assert {half_of(Path(f"{number}.ogg")) for number in range(20)} == {"a", "b"}


def test_songs_of_the_real_set_have_their_own_halves(tmp_path: Path) -> None:
    line = [[0.0, 0.5, "N"], [0.5, 3.0, "C:maj"]]
    for name in ("a_song", "b_song"):
        write_piece(tmp_path, "songs", name, work=name, labellers={"one": line, "two": line})
    write_piece(tmp_path, "strums", "a_guitar", work="guitar")
    for half, names in (("a", ["a_song"]), ("b", ["b_song"]), ("all", ["a_song", "b_song"])):
        options = argparse.Namespace(data=tmp_path, recordings=None, real=tmp_path, half=half)
        assert [path.stem for path in _files(options)] == names


def test_no_recordings_are_told(tmp_path: Path) -> None:
    options = argparse.Namespace(data=tmp_path, recordings=None, real=None, half="b")
    with pytest.raises(NoRecordingsError, match="--recordings"):
        run(quick=True, options=options)


@pytest.mark.long
def test_a_folder_of_recordings_is_compared(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "tone.wav", tone(4.0).samples, RATE_HZ)
    options = argparse.Namespace(data=tmp_path / "none", recordings=tmp_path, real=None, half="all")
    result = run(quick=True, options=options)
    assert result["recordings"] == ["tone.wav"]
    assert result["agreement"]["ours / 96 kHz / final"]["value"] > 0.9
    assert {key.split(" / ")[0] for key in result["agreement"]} == {"ours", "templates"}
