import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, Meter, RingBuffer, SampleFormat

S16, F32 = SampleFormat.S16LE, SampleFormat.F32LE


def noise(sample_format, channels, frames, seed=0):
    """Interleaved samples, and the mono float32 that numpy makes of them."""
    rng = np.random.default_rng(seed)
    if sample_format is S16:
        raw = rng.integers(-32768, 32768, (frames, channels)).astype("<i2")
        decoded = raw.astype(np.float32) / np.float32(32768)
    else:
        raw = rng.uniform(-1.5, 1.5, (frames, channels)).astype("<f4")
        decoded = raw
    return raw, decoded.mean(axis=1, dtype=np.float32)


def contents(ring):
    out = np.zeros(ring.capacity, dtype=np.float32)
    return out[: ring.read(out)]


@pytest.mark.parametrize("sample_format", SampleFormat)
@pytest.mark.parametrize("channels", [1, 2])
def test_decodes_exactly_as_numpy_does(sample_format, channels):
    raw, mono = noise(sample_format, channels, 3001)
    ring = RingBuffer(4000)
    assert ring.write(raw.tobytes(), sample_format, channels) == raw.nbytes
    np.testing.assert_array_equal(contents(ring), mono)


def test_every_16_bit_value_is_exact():
    values = np.arange(-32768, 32768).astype("<i2")
    ring = RingBuffer(65536)
    ring.write(values, S16, 1)
    np.testing.assert_array_equal(contents(ring) * 32768, values)


@given(
    sample_format=st.sampled_from(SampleFormat),
    channels=st.sampled_from([1, 2]),
    cuts=st.lists(st.integers(0, 700), max_size=12),
    capacity=st.integers(1, 300),
)
def test_any_cut_gives_the_same_samples_and_levels(sample_format, channels, cuts, capacity):
    raw, mono = noise(sample_format, channels, 83)
    pcm = raw.tobytes()
    ring, meter, found = RingBuffer(capacity), Meter(), []
    edges = sorted({0, len(pcm), *(cut for cut in cuts if cut < len(pcm))})
    for start, stop in itertools.pairwise(edges):
        piece = pcm[start:stop]
        while piece:
            used = ring.write(piece, sample_format, channels, meter)
            piece = piece[used:]
            if piece:
                found.append(contents(ring))
    found.append(contents(ring))
    np.testing.assert_array_equal(np.concatenate(found), mono)
    whole = Meter()
    RingBuffer(100).write(pcm, sample_format, channels, whole)
    assert meter.take() == whole.take()


@pytest.mark.parametrize("wrap", [bytes, bytearray, memoryview, lambda pcm: np.frombuffer(pcm, dtype="<i2")])
def test_takes_any_contiguous_buffer(wrap):
    raw, mono = noise(S16, 1, 64)
    ring = RingBuffer(64)
    assert ring.write(wrap(raw.tobytes()), S16, 1) == 128
    np.testing.assert_array_equal(contents(ring), mono)


def test_takes_bytes_at_any_alignment():
    raw, mono = noise(F32, 2, 64)
    ring = RingBuffer(64)
    ring.write(memoryview(b"\0" + raw.tobytes())[1:], F32, 2)
    np.testing.assert_array_equal(contents(ring), mono)


def test_does_not_keep_a_hold_on_the_buffer():
    pcm = bytearray(8)
    RingBuffer(8).write(pcm, S16, 1)
    pcm.extend(b"x")  # BufferError while anything still borrows it


def test_nan_and_infinity_become_zero_and_are_counted():
    values = np.array([0.5, np.nan, -0.5, np.inf, -np.inf, 0.25], dtype="<f4")
    ring, meter = RingBuffer(8), Meter()
    ring.write(values, F32, 1, meter)
    np.testing.assert_array_equal(contents(ring), np.float32([0.5, 0, -0.5, 0, 0, 0.25]))
    assert ring.statistics().nonfinite_samples == 3
    assert meter.take().nonfinite_samples == 3


def test_float_input_is_bounded_at_both_ends():
    tiny = np.finfo(np.float32).smallest_subnormal
    values = np.array([1e30, -1e30, 8, tiny, -1e-21, 2e-20], dtype="<f4")
    ring = RingBuffer(8)
    ring.write(values, F32, 1)
    np.testing.assert_array_equal(contents(ring), np.float32([8, -8, 8, 0, 0, 2e-20]))


@given(pcm=st.binary(max_size=400))
def test_any_bytes_give_finite_samples(pcm):
    ring = RingBuffer(100)
    ring.write(pcm, F32, 1)
    assert np.all(np.abs(contents(ring)) <= 8)


def test_full_ring_takes_no_more_and_loses_nothing():
    raw, mono = noise(S16, 1, 10)
    pcm = raw.tobytes()
    ring = RingBuffer(4)
    assert ring.write(pcm, S16, 1) == 8
    assert ring.available == ring.capacity == 4
    assert ring.write(pcm[8:], S16, 1) == 0
    first = np.zeros(3, dtype=np.float32)
    assert ring.read(first) == 3
    assert ring.write(pcm[8:], S16, 1) == 6
    np.testing.assert_array_equal(np.concatenate([first, contents(ring)]), mono[:7])
    statistics = ring.statistics()
    assert statistics.short_writes == 3
    assert statistics.high_water_samples == 4
    assert (statistics.written_samples, statistics.read_samples, statistics.available_samples) == (7, 7, 0)


def test_format_may_change_between_frames_but_not_within_one():
    ring = RingBuffer(8)
    ring.write(b"\0\x40\1", S16, 1)
    assert ring.statistics().pending_bytes == 1
    with pytest.raises(AudioFormatError, match="within a frame"):
        ring.write(b"\0\0\0\0", F32, 1)
    with pytest.raises(AudioFormatError, match="within a frame"):
        ring.write(b"\0\0\0\0", S16, 2)
    ring.write(b"\0", S16, 1)
    assert ring.write(bytes(8), F32, 2) == 8
    assert ring.available == 3


@pytest.mark.parametrize(
    "pcm",
    [
        "text",
        None,
        12,
        np.zeros(8, "<i2")[::2],
        np.zeros(8),
        np.zeros(8, ">i2"),
        np.zeros(8, "<u2"),
        np.zeros(8, "<f4"),
    ],
    ids=["str", "None", "int", "strided", "float64", "big-endian", "unsigned", "float32"],
)
def test_refuses_what_is_not_pcm_of_the_format(pcm):
    with pytest.raises(AudioFormatError) as caught:
        RingBuffer(8).write(pcm, S16, 1)
    assert caught.value.code == "audio_format"


@pytest.mark.parametrize(
    ("sample_format", "channels"), [("s16le", 1), (0, 1), (S16, 0), (S16, 3), (S16, True), (S16, 1.0)]
)
def test_refuses_bad_formats_and_channels(sample_format, channels):
    with pytest.raises(AudioFormatError):
        RingBuffer(8).write(b"\0\0", sample_format, channels)


@pytest.mark.parametrize("capacity", [0, -1, 1 << 40, 10.0, "8", None, True])
def test_refuses_bad_capacities(capacity):
    with pytest.raises(AudioFormatError):
        RingBuffer(capacity)


def test_refuses_a_meter_that_is_not_one():
    with pytest.raises(AudioFormatError):
        RingBuffer(8).write(b"\0\0", S16, 1, meter=object())


@pytest.mark.parametrize(
    "out", [np.zeros(4), np.zeros((2, 2), np.float32), np.zeros(8, np.float32)[::2], [0.0], b"12345678"]
)
def test_reads_into_float32_arrays_only(out):
    with pytest.raises(AudioFormatError):
        RingBuffer(8).read(out)


def test_does_not_write_to_a_read_only_array():
    out = np.zeros(4, np.float32)
    out.flags.writeable = False
    with pytest.raises(AudioFormatError):
        RingBuffer(8).read(out)
