import ctypes
import gc
import itertools
import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony.errors import ChordworkError
from chordwork.native import (
    AudioFormatError,
    FilterDesignError,
    FilterSettings,
    FrontEnd,
    SampleFormat,
    StreamClosedError,
)

S16, F32 = SampleFormat.S16LE, SampleFormat.F32LE
NO_FILTERS = FilterSettings(dc_block=False, rumble_hz=None)
LIBC = ctypes.CDLL(None)


class MallInfo(ctypes.Structure):
    """What glibc's ``mallinfo2`` returns."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


SMALL = {"hop_samples": 256, "frame_samples": 1024}


def drain(front_end):
    frames = []
    while (frame := front_end.next_frame()) is not None:
        frames.append(frame.copy())
    return frames


def frames_of(front_end, pieces):
    """Every frame of a stream that comes in `pieces`, as a caller would take them."""
    frames = []
    for piece in pieces:
        while piece:
            piece = piece[front_end.write(piece) :]
            frames += drain(front_end)
    front_end.finish()
    return np.array(frames + drain(front_end))


def pcm_noise(sample_format, samples, seed=0):
    values = np.random.default_rng(seed).uniform(-0.9, 0.9, samples)
    return (values * 32767).astype("<i2").tobytes() if sample_format is S16 else values.astype("<f4").tobytes()


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 22_050, 44_100, 44_101, 48_000, 96_000, 192_000])
@given(
    sample_format=st.sampled_from(SampleFormat),
    channels=st.sampled_from([1, 2]),
    cuts=st.lists(st.integers(0, 200_000), max_size=10),
)
def test_any_chunking_gives_the_same_frames(rate_hz, sample_format, channels, cuts):
    pcm = pcm_noise(sample_format, rate_hz // 10 * channels)
    how = {"sample_format": sample_format, "channels": channels, "filters": FilterSettings(hum_hz=60), **SMALL}
    whole = frames_of(FrontEnd(rate_hz, **how), [pcm])
    edges = [0, *sorted(cut for cut in cuts if cut < len(pcm)), len(pcm)]
    pieces = [pcm[start:stop] for start, stop in itertools.pairwise(edges)]
    np.testing.assert_array_equal(frames_of(FrontEnd(rate_hz, **how), pieces), whole)


def test_byte_by_byte():
    pcm = pcm_noise(F32, 2 * 800)
    how = {"sample_format": F32, "channels": 2, **SMALL}
    whole = frames_of(FrontEnd(8000, **how), [pcm])
    one_by_one = [pcm[at : at + 1] for at in range(len(pcm))]
    np.testing.assert_array_equal(frames_of(FrontEnd(8000, **how), one_by_one), whole)


@pytest.mark.parametrize("rate_hz", [8000, 44_100, 44_101, 48_000, 192_000])
def test_frame_ends_at_its_time(rate_hz):
    # A ramp tells the time: frame k must end with the sample at (k + 1) * hop / model_rate - 1 / model_rate.
    seconds = np.arange(rate_hz) / rate_hz
    front_end = FrontEnd(rate_hz, sample_format=F32, filters=NO_FILTERS)
    frames = frames_of(front_end, [seconds.astype("<f4").tobytes()])
    for k, frame in enumerate(frames[:-2]):
        newest = Fraction((k + 1) * 1024 - 1, 22_050)
        assert frame[-1] == pytest.approx(float(newest), abs=2e-6)
        assert frame.shape == (16_384,)


@given(samples=st.integers(0, 5000), rate_hz=st.sampled_from([8000, 22_050, 44_101, 192_000]))
def test_every_input_sample_ends_up_in_a_hop(samples, rate_hz):
    front_end = FrontEnd(rate_hz, **SMALL)
    frames = frames_of(front_end, [pcm_noise(S16, samples)])
    outputs = -(-samples * 22_050 // rate_hz)
    assert len(frames) == front_end.frames_produced == -(-outputs // 256)
    assert front_end.input_samples == samples
    assert front_end.next_frame() is None


def test_full_ring_asks_the_caller_to_drain():
    front_end = FrontEnd(8000)
    pcm = pcm_noise(S16, 20_000)
    assert front_end.write(pcm) == 16_000
    assert front_end.write(pcm[16_000:]) == 0
    assert len(drain(front_end)) == 21
    assert front_end.write(pcm[16_000:]) > 0
    statistics = front_end.statistics()
    assert statistics.ring.short_writes == 3
    assert statistics.ring.high_water_samples == 8000
    assert statistics.frames_produced == 21
    assert 0 <= statistics.hop_fill_samples < 1024


def test_a_short_ring_changes_when_to_drain_and_nothing_else():
    pcm = pcm_noise(S16, 20_000)
    small = FrontEnd(8000, ring_s=0.1)
    assert small.write(pcm) == 1600
    frames, rest = drain(small), pcm[1600:]
    while rest:
        rest = rest[small.write(rest) :]
        frames += drain(small)
    whole = FrontEnd(8000, ring_s=2.5)
    assert whole.write(pcm) == len(pcm)
    assert np.array_equal(frames, drain(whole))
    assert small.input_samples == whole.input_samples == 20_000


def test_meter_sees_the_input_before_the_filters():
    front_end = FrontEnd(44_100)
    front_end.write(np.full(4410, 32767, "<i2"))
    seen = front_end.meter.take()
    assert (seen.samples, seen.clipped_samples) == (4410, 4410)
    assert seen.peak_dbfs == pytest.approx(0, abs=0.001)


def test_default_filters_remove_an_offset():
    front_end = FrontEnd(22_050)
    frames = frames_of(front_end, [np.full(5000, 8000, "<i2").tobytes()] * 10)
    assert np.abs(frames[-2]).max() < 1e-3


def test_latency_is_the_resamplers():
    assert FrontEnd(22_050).latency_ms == 0
    assert FrontEnd(44_100).latency_ms == pytest.approx(2.18, abs=0.01)


def test_nothing_works_after_its_end():
    with FrontEnd(44_100) as front_end:
        front_end.finish()
        front_end.finish()
        with pytest.raises(StreamClosedError, match="finished"):
            front_end.write(b"")
    for act in (front_end.next_frame, front_end.finish, lambda: front_end.write(b"")):
        with pytest.raises(StreamClosedError, match="closed"):
            act()
    front_end.close()
    assert front_end.statistics().frames_produced == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"sample_rate_hz": 7999}, AudioFormatError),
        ({"sample_rate_hz": 192_001}, AudioFormatError),
        ({"sample_rate_hz": None}, AudioFormatError),
        ({"channels": 3}, AudioFormatError),
        ({"sample_format": "s16le"}, AudioFormatError),
        ({"model_rate_hz": 1}, AudioFormatError),
        ({"hop_samples": 0}, AudioFormatError),
        ({"hop_samples": 20_000}, AudioFormatError),
        ({"frame_samples": "16384"}, AudioFormatError),
        ({"filters": None}, AudioFormatError),
        ({"filters": FilterSettings(rumble_hz=20_000.0)}, FilterDesignError),
    ],
)
def test_refuses_bad_arguments(arguments, error):
    with pytest.raises(error) as caught:
        FrontEnd(**{"sample_rate_hz": 44_100, **arguments})
    assert isinstance(caught.value, ChordworkError)
    assert isinstance(caught.value, ValueError)


def test_bad_pcm_leaves_the_stream_usable():
    front_end = FrontEnd(44_100)
    with pytest.raises(AudioFormatError):
        front_end.write(np.zeros(4))
    assert front_end.write(b"\0\0") == 2


@pytest.mark.skipif(not hasattr(LIBC, "mallinfo2"), reason="the C library does not tell what is allocated")
@pytest.mark.skipif("CHORDWORK_HYPOTHESIS_PROFILE" in os.environ, reason="sanitizers have an allocator of their own")
def test_front_ends_leak_nothing():
    LIBC.mallinfo2.restype = MallInfo

    def use(count):
        for _ in range(count):
            front_end = FrontEnd(44_100)
            front_end.write(bytes(20_000))
            drain(front_end)
        gc.collect()
        allocated = LIBC.mallinfo2()
        return allocated.uordblks + allocated.hblkhd

    settled = use(10)
    assert use(100) - settled < 4 << 20  # one front end is 0.4 MB: a hundred of them leaking would be 40 MB
