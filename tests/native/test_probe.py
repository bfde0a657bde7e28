import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, SampleFormat, probe_pcm

S16, F32 = SampleFormat.S16LE, SampleFormat.F32LE


@pytest.mark.parametrize("count", [2, 3, 1023, 1024, 1025, 4096])
def test_the_numbers_are_numpys(count):
    sound = np.random.default_rng(count).uniform(-1, 1, count).astype("<f4")
    found, wide = probe_pcm(sound.tobytes(), F32), sound.astype(np.float64)
    steps = np.diff(wide)
    strides = wide[2:] - wide[:-2]
    energy = 2 * np.sum(wide**2)
    assert found.samples == count
    assert found.mean == pytest.approx(wide.mean())
    assert found.power == pytest.approx(energy / 2 / count)
    assert found.roughness == pytest.approx(np.sum(steps**2) / energy)
    first = steps[0] ** 2  # to the first sample there is none: it stands for the one before it
    assert found.roughness_2 == pytest.approx((np.sum(strides**2) + first) / energy)
    assert found.pairs == pytest.approx(np.sum(steps[::2] ** 2) / np.sum(steps**2))


def test_implausible_floats_are_counted():
    values = np.array([0.5, np.nan, np.inf, 9.0, 8.0, 1e-21, 1e-19, 0.0, -0.0, -1e30], dtype="<f4")
    assert probe_pcm(values.tobytes(), F32).implausible == pytest.approx(0.5)
    assert probe_pcm(values.tobytes(), S16).implausible == 0.0


@given(st.binary(max_size=200), st.sampled_from(SampleFormat))
def test_any_bytes_give_finite_numbers(pcm, sample_format):
    found = probe_pcm(pcm, sample_format)
    assert np.all(np.isfinite([found.mean, found.power, found.roughness, found.roughness_2, found.pairs]))
    assert found.samples == len(pcm) // sample_format.bytes_per_sample


def test_a_wrong_argument_is_refused():
    with pytest.raises(AudioFormatError):
        probe_pcm("text", S16)
    with pytest.raises(AudioFormatError):
        probe_pcm(b"", "s16le")
