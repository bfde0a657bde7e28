"""Audio files: read in blocks, to their end, and refused in one clear line where they cannot be."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from chordwork.analysis.errors import InputError
from chordwork.analysis.sources.audio_file import open_audio, open_audio_stream


@pytest.mark.parametrize(
    ("suffix", "subtype"),
    [
        ("wav", "PCM_16"),
        ("wav", "PCM_24"),
        ("wav", "FLOAT"),
        ("wav", "PCM_U8"),
        ("flac", "PCM_16"),
        ("ogg", "VORBIS"),
        ("aiff", "PCM_16"),
        ("mp3", "MPEG_LAYER_III"),
    ],
)
def test_formats(tmp_path: Path, suffix: str, subtype: str) -> None:
    path = tmp_path / f"tone.{suffix}"
    tone = 0.5 * np.sin(np.arange(44_100) * 0.05)
    soundfile.write(path, tone, 44_100, subtype=subtype)
    with open_audio(path) as audio:
        sound = np.concatenate(list(audio.blocks(1000)))
    assert (audio.sample_rate, audio.channels) == (44_100, 1)
    assert sound.dtype == np.float32
    assert abs(len(sound) - 44_100) < 2400  # MP3 pads.
    assert np.std(sound[4000:40_000]) == pytest.approx(0.3535, abs=0.02)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_short_blocks_sound_like_the_whole_file(tmp_path: Path, suffix: str) -> None:
    """Regression: with seeks between them, short blocks of MP3 came out garbled."""
    path = tmp_path / f"tone.{suffix}"
    soundfile.write(path, 0.5 * np.sin(np.arange(44_100) * 0.05), 44_100)
    whole, _ = soundfile.read(path, dtype="float32", always_2d=True)
    with open_audio(path) as audio:
        np.testing.assert_array_equal(np.concatenate(list(audio.blocks(882))), whole)


@pytest.mark.parametrize("frames", [1, 7, 441, 882, 5000])
def test_blocks_join_to_the_file(tmp_path: Path, frames: int) -> None:
    path = tmp_path / "noise.wav"
    noise = np.random.default_rng(1).uniform(-1, 1, (2000, 2)).astype(np.float32)
    soundfile.write(path, noise, 44_100, subtype="FLOAT")
    with open_audio(path) as audio:
        blocks = list(audio.blocks(frames))
    assert all(len(block) == frames for block in blocks[:-1])
    np.testing.assert_array_equal(np.concatenate(blocks), noise)


@pytest.mark.parametrize("channels", [3, 6])
def test_more_than_two_channels_are_averaged(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "surround.wav"
    sound = np.zeros((100, channels), np.float32)
    sound[:, 1] = 0.6
    soundfile.write(path, sound, 48_000, subtype="FLOAT")
    with open_audio(path) as audio:
        block = next(audio.blocks(100))
    assert audio.channels == 1
    np.testing.assert_allclose(block, np.full((100, 1), 0.6 / channels), atol=1e-6)


def _refused(path: Path) -> str:
    with pytest.raises(InputError) as caught, open_audio(path):
        pytest.fail("not reached")
    assert caught.value.path == str(path)
    return str(caught.value)


def test_what_is_no_audio_is_refused(tmp_path: Path) -> None:
    empty, text, folder, raw = (tmp_path / name for name in ("empty.wav", "text.wav", "folder", "noise.raw"))
    empty.touch()
    text.write_text("Am F C G\n" * 50)
    folder.mkdir()
    raw.write_bytes(b"\1\2" * 500)
    assert "no such file" in _refused(tmp_path / "missing.wav")
    assert "empty" in _refused(empty)
    assert "folder" in _refused(folder)
    assert "convert it to WAV" in _refused(text)
    assert "convert it to WAV" in _refused(raw)


@pytest.mark.parametrize(("rate", "heard_at"), [(4000, 8000), (7999, 15_998), (192_001, 96_000), (352_800, 176_400)])
def test_rates_outside_8_to_192_khz_are_brought_inside(tmp_path: Path, rate: int, heard_at: int) -> None:
    path = tmp_path / "odd.wav"
    soundfile.write(path, np.zeros(rate), rate)
    with open_audio(path) as audio:
        assert audio.sample_rate == heard_at
        assert sum(map(len, audio.blocks(1000))) == pytest.approx(heard_at, abs=1)


def test_a_rate_that_no_music_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.wav"
    soundfile.write(path, np.zeros(1000), 50)
    assert "50 Hz" in _refused(path)


@pytest.mark.parametrize("rate", [8000, 192_000])
def test_rates_at_the_edges_are_taken(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "edge.wav"
    soundfile.write(path, np.zeros(1000), rate)
    with open_audio(path) as audio:
        assert sum(map(len, audio.blocks(160))) == 1000


def test_a_header_without_audio_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "header.wav"
    soundfile.write(path, np.zeros(0), 44_100)
    assert "no audio" in _refused(path)


def test_a_damaged_file_says_where_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "damaged.flac"
    soundfile.write(path, np.random.default_rng(2).uniform(-0.5, 0.5, 88_200), 44_100)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = bytes(4000)
    path.write_bytes(data)
    with open_audio(path) as audio:
        assert audio.warnings == []
        assert sum(map(len, audio.blocks(882))) == 88_200
    assert [warning.code for warning in audio.warnings] == ["damaged_audio"]
    assert audio.warnings[0].at == pytest.approx(1.0, abs=0.2)


def test_a_pipe_is_heard_like_a_file(tmp_path: Path) -> None:
    path, pipe = tmp_path / "tone.wav", tmp_path / "pipe"
    tone = (0.5 * np.sin(np.arange(44_100) * 0.05)).astype(np.float32)
    soundfile.write(path, tone, 44_100, subtype="FLOAT")
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(path.read_bytes()))
    writer.start()
    with open_audio(pipe) as audio:
        np.testing.assert_array_equal(np.concatenate(list(audio.blocks(500)))[:, 0], tone)
    writer.join()
    with path.open("rb") as file, open_audio_stream(file, "-") as audio:
        assert (audio.name, audio.duration) == ("-", 1.0)
