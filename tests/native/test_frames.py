import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, FrameBuffer


@given(frame=st.integers(1, 50), hop=st.integers(1, 50), hops=st.integers(0, 30))
def test_frame_is_the_latest_samples(frame, hop, hops):
    if hop > frame:
        with pytest.raises(AudioFormatError):
            FrameBuffer(frame, hop)
        return
    buffer = FrameBuffer(frame, hop)
    stream = np.arange(1, hop * hops + 1, dtype=np.float32)
    for start in range(0, len(stream), hop):
        buffer.push(stream[start : start + hop].copy())
    expected = np.concatenate([np.zeros(frame, np.float32), stream])[-frame:]
    np.testing.assert_array_equal(buffer.frame, expected)


def test_frame_is_a_contiguous_read_only_view():
    frame = FrameBuffer(8, 4).frame
    assert frame.shape == (8,)
    assert frame.dtype == np.float32
    assert frame.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        frame[0] = 1


def test_frame_outlives_its_buffer():
    buffer = FrameBuffer(1 << 16, 1)
    frame = buffer.frame
    del buffer
    gc.collect()
    assert frame.sum() == 0


def test_refuses_a_hop_of_another_length():
    with pytest.raises(AudioFormatError, match="4 samples"):
        FrameBuffer(8, 4).push(np.zeros(5, np.float32))
