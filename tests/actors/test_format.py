from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from chordwork.actors import StreamFormat
from chordwork.native import SampleFormat
from chordwork.native.errors import AudioFormatError


def test_sizes() -> None:
    stream_format = StreamFormat(sample_rate=48_000, sample_format="f32le", channels=2)
    assert stream_format.sample_format is SampleFormat.F32LE
    assert stream_format.bytes_per_frame == 8
    assert stream_format.bytes_per_second == 384_000
    assert stream_format.seconds(96_000) == 0.25
    assert stream_format.whole_frames(0.25) == 96_000
    assert stream_format.whole_frames(0.0) == 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"sample_rate": 0},
        {"sample_rate": 44_100.0},
        {"sample_rate": True},
        {"sample_rate": "48000"},
        {"sample_rate": None},
        {"sample_rate": 48_000, "channels": "2"},
        {"sample_rate": 8_000, "channels": -1},
        {"sample_rate": 8_000, "sample_format": "s24le"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(AudioFormatError):
        StreamFormat(**wrong)


def test_numpys_numbers_are_numbers() -> None:
    stream_format = StreamFormat(sample_rate=np.int32(48_000), channels=np.int8(2))  # type: ignore[arg-type]
    assert (type(stream_format.sample_rate), stream_format.sample_rate) == (int, 48_000)
    assert stream_format.bytes_per_second == 192_000
