"""What is no audio, and no format of audio, is refused by errors of our own that say what it was."""

from __future__ import annotations

import array
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from chordwork.engine import ChordworkError, Event, FilterSettings, Recognizer
from tests.engine.sounds import s16, song

SOUND = song(8000)[:12_000]
PCM = np.frombuffer(s16(SOUND), "<i2")


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ({"sample_rate": "48000"}, "sample_rate must be a whole number, not '48000' (str)"),
        ({"sample_rate": 44_100.5}, "not 44100.5 (float)"),
        ({"sample_rate": None}, "not None"),
        ({"sample_rate": True}, "sample_rate must be from 8000"),
        ({"sample_rate": np.array([48_000, 1])}, "whole number"),
        ({"sample_rate": 48}, "from 8000 to 192000, not 48"),
        ({"channels": "2"}, "channels must be a whole number, not '2' (str)"),
        ({"channels": 2.5}, "not 2.5"),
        ({"channels": True}, "channels must be from 1 to 2"),
        ({"channels": None}, "channels"),
        ({"sample_format": "int16"}, "'s16le'"),
        ({"sample_format": None}, "not None"),
        ({"sample_format": ["s16le"]}, "'s16le'"),
        ({"sample_format": np.int16}, "'s16le'"),
        ({"filters": "none"}, "FilterSettings"),
        ({"filters": False}, "FilterSettings"),
    ],
)
def test_a_format_that_is_none(stream: dict[str, Any], words: str) -> None:
    with pytest.raises(ChordworkError) as caught:
        Recognizer(**stream)
    assert caught.value.code == "audio_format"
    assert words in str(caught.value)


@pytest.mark.parametrize("kind", [int, np.int32, np.int64, np.uint16, np.uint32])
def test_numpys_whole_numbers_are_as_good_as_any(kind: Callable[[int], Any]) -> None:
    with Recognizer(kind(48_000), channels=np.int8(2), filters=FilterSettings()) as recognizer:  # type: ignore[arg-type]
        assert recognizer.wanted_bytes > 1000
        assert recognizer.feed(bytes(4 * 9600))
        assert type(recognizer.wanted_bytes) is int
        assert recognizer.heard_seconds == 0.2


@pytest.mark.parametrize(
    ("pcm", "words"),
    [
        ("text", "not str"),
        (None, "not NoneType"),
        (7, "not int"),
        ([0, 1, 2], "not list"),
        ((0, 1), "not tuple"),
        (np.zeros(8), "type 'd' are not s16le"),
        (np.zeros(8, np.float32), "type 'f' are not s16le"),
        (np.zeros(8, np.int32), "are not s16le"),
        (np.zeros(8, np.uint16), "are not s16le"),
        (np.zeros(8, ">i2"), "are not s16le"),
        (np.zeros(8, bool), "are not s16le"),
        (np.array(["a"], object), "are not s16le"),
        (np.int16(3), "shape (n,)"),
        (np.zeros((8, 2), np.int16), "shape (n,), not (8, 2)"),
        (np.zeros((1, 8, 1), np.int16), "not (1, 8, 1)"),
        (array.array("d", [0.5]), "are not s16le"),
    ],
    ids=str,
)
def test_what_is_no_pcm_of_the_format(pcm: Any, words: str) -> None:
    with Recognizer(8000) as recognizer, pytest.raises(ChordworkError) as caught:
        recognizer.feed(pcm)
    assert caught.value.code == "audio_format"
    assert words in str(caught.value)


def test_planes_are_not_taken_for_frames() -> None:
    """torchaudio, librosa and the Web Audio API keep the channels apart, [shape=(channels, n)]."""
    with Recognizer(8000, channels=2) as recognizer, pytest.raises(ChordworkError, match=r"transpose \(\.T\)"):
        recognizer.feed(np.zeros((2, 800), np.int16))


def heard(pcm: Any, **stream: Any) -> list[Event]:
    with Recognizer(**{"sample_rate": 8000, **stream}) as recognizer:
        return recognizer.feed(pcm) + recognizer.finish()


@pytest.mark.parametrize(
    "pcm",
    [
        PCM,
        bytearray(PCM.tobytes()),
        memoryview(PCM.tobytes()),
        array.array("h", PCM.tobytes()),
        PCM.reshape(-1, 1),
        PCM.reshape(1, -1),
        np.repeat(PCM, 2)[::2],
        np.repeat(PCM, 3).reshape(-1, 3)[:, 1],
        memoryview(np.repeat(PCM, 2))[::2],
        PCM[::-1][::-1],
    ],
    ids=lambda pcm: type(pcm).__name__,
)
def test_whatever_holds_the_samples_is_heard_alike(pcm: Any) -> None:
    assert heard(pcm) == heard(PCM.tobytes())


def test_stereo_comes_in_rows_or_interleaved() -> None:
    planes = np.stack([PCM, PCM // 2])
    expected = heard(planes.T.tobytes(), channels=2)
    assert heard(planes.T, channels=2) == heard(np.ascontiguousarray(planes.T), channels=2) == expected
    assert heard(planes.T.reshape(-1), channels=2) == expected


@pytest.mark.parametrize("pcm", [b"", np.zeros(0, np.int16), np.zeros((0, 1), np.int16)], ids=["bytes", "flat", "rows"])
def test_nothing_is_heard_of_nothing(pcm: Any) -> None:
    assert heard(pcm) == []
