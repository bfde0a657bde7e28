import numpy as np
import pytest

from chordwork.native import Meter, RingBuffer, SampleFormat


def levels(samples, channels=1):
    meter = Meter()
    samples = np.asarray(samples)
    sample_format = SampleFormat.F32LE if samples.dtype == np.float32 else SampleFormat.S16LE
    RingBuffer(len(samples)).write(samples, sample_format, channels, meter)
    return meter.take()


def test_full_scale_sine():
    seen = levels(np.sin(2 * np.pi * np.arange(48_000) / 48).astype(np.float32))
    assert seen.peak_dbfs == pytest.approx(0.0, abs=1e-6)
    assert seen.rms_dbfs == pytest.approx(-3.0103, abs=1e-4)
    assert seen.samples == 48_000


def test_clipping_starts_at_the_converters_rails():
    assert levels(np.int16([32767, -32768, -32767, 32766, -32766])).clipped_samples == 3
    assert levels(np.float32([1.0, -1.2, 0.999, 5.0])).clipped_samples == 3


def test_levels_are_taken_before_the_downmix():
    # Opposite channels cancel in mono; the meter must still see them.
    seen = levels(np.int16([16384, -16384] * 10), channels=2)
    assert seen.peak_dbfs == pytest.approx(-6.0206, abs=1e-4)
    assert seen.rms_dbfs == pytest.approx(-6.0206, abs=1e-4)
    assert seen.samples == 20


def test_silence_and_nothing_are_at_the_floor():
    for seen in (levels(np.zeros(10, np.int16)), Meter().take()):
        assert (seen.peak_dbfs, seen.rms_dbfs) == (-120.0, -120.0)


def test_taking_starts_afresh():
    meter, ring = Meter(), RingBuffer(8)
    ring.write(np.int16([32767]), SampleFormat.S16LE, 1, meter)
    assert meter.take().clipped_samples == 1
    ring.write(np.int16([100]), SampleFormat.S16LE, 1, meter)
    seen = meter.take()
    assert (seen.clipped_samples, seen.samples) == (0, 1)
