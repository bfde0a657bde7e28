import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from chordwork.native import (
    AudioFormatError,
    BiquadCascade,
    BiquadSection,
    FilterDesignError,
    FilterSettings,
    dc_block,
    high_pass,
    notch,
)

RATE = 22_050


def sos(sections):
    return np.array([[s.b0, s.b1, s.b2, 1.0, s.a1, s.a2] for s in sections])


def gain(section, frequency_hz):
    _, response = signal.sosfreqz(sos([section]), worN=[frequency_hz], fs=RATE)
    return abs(response[0])


CHAINS = {
    "default": FilterSettings().sections(RATE),
    "hum": FilterSettings(hum_hz=50).sections(RATE),
    "dc": [dc_block(RATE, 5.0)],
    "sharp": [notch(RATE, 60.0, 200.0), high_pass(RATE, 1000.0, 5.0)],
}


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_agrees_with_scipy(chain):
    block = np.random.default_rng(1).uniform(-1, 1, RATE).astype(np.float32)
    expected = signal.sosfilt(sos(chain), block.astype(np.float64))
    BiquadCascade(chain).process(block)
    np.testing.assert_allclose(block, expected, atol=2e-7)


def test_cookbook_designs_agree_with_scipys():
    b, a = signal.iirnotch(50.0, 20.0, fs=RATE)  # the same analogue prototype, another bandwidth mapping
    ours = notch(RATE, 50.0, 20.0)
    np.testing.assert_allclose([ours.b0, ours.b1, ours.b2, 1, ours.a1, ours.a2], [*b, *a], rtol=1e-6)
    butter = signal.butter(2, 25.0, "highpass", fs=RATE, output="sos")[0]
    ours = high_pass(RATE, 25.0, math.sqrt(0.5))
    np.testing.assert_allclose([ours.b0, ours.b1, ours.b2, 1, ours.a1, ours.a2], butter, rtol=1e-9)


def test_analytic_gains():
    assert gain(dc_block(RATE, 5.0), 0.0) == pytest.approx(0, abs=1e-9)
    assert gain(dc_block(RATE, 5.0), 5.0) == pytest.approx(math.sqrt(0.5), rel=1e-6)
    assert gain(dc_block(RATE, 5.0), RATE / 2) == pytest.approx(1, rel=1e-9)
    assert gain(high_pass(RATE, 25.0), 25.0) == pytest.approx(0.7071, rel=1e-6)
    assert gain(high_pass(RATE, 25.0), 2.5) == pytest.approx(0.01, rel=1e-3)
    assert gain(notch(RATE, 50.0, 30.0), 50.0) == pytest.approx(0, abs=1e-9)
    assert gain(notch(RATE, 50.0, 30.0), 500.0) == pytest.approx(1, abs=1e-4)


def test_measured_notch_removes_the_tone():
    time = np.arange(RATE * 4) / RATE
    tone = np.sin(2 * np.pi * 100.0 * time).astype(np.float32)
    BiquadCascade(FilterSettings(hum_hz=50).sections(RATE)).process(tone)
    assert np.abs(tone[-RATE:]).max() < 1e-4


def test_hum_notches_spare_the_neighbouring_notes():
    chain = FilterSettings(hum_hz=50, rumble_hz=None, dc_block=False).sections(RATE)
    g2_hz = 97.999
    _, response = signal.sosfreqz(sos(chain), worN=[g2_hz], fs=RATE)
    assert 20 * np.log10(abs(response[0])) > -0.7


@given(cuts=st.lists(st.integers(1, 999), max_size=20))
def test_blocks_may_be_cut_anywhere(cuts):
    whole = np.random.default_rng(2).uniform(-1, 1, 1000).astype(np.float32)
    whole[500:] = 0  # so that states decay
    whole[100] = whole[333] = np.nan  # recovery, too, must come at the same sample
    pieces = np.split(whole.copy(), sorted(set(cuts)))
    BiquadCascade(CHAINS["hum"]).process(whole)
    cascade = BiquadCascade(CHAINS["hum"])
    for piece in pieces:
        cascade.process(piece)
    np.testing.assert_array_equal(np.concatenate(pieces), whole)
    assert np.all(np.isfinite(whole[352:]))


def test_reset_is_as_new():
    block = np.random.default_rng(3).uniform(-1, 1, 77).astype(np.float32)
    first, second = block.copy(), block.copy()
    cascade = BiquadCascade(CHAINS["default"])
    cascade.process(first)
    cascade.reset()
    cascade.process(second)
    np.testing.assert_array_equal(first, second)


def test_decays_to_exact_zero_without_subnormals():
    cascade = BiquadCascade([high_pass(RATE, 2000.0)])
    block = np.zeros(RATE, np.float32)
    block[0] = 1
    cascade.process(block)
    magnitudes = np.abs(block)
    assert magnitudes[magnitudes > 0].min() >= 1e-31
    assert magnitudes[-1000:].max() == 0


def test_recovers_from_poisoned_input():
    cascade = BiquadCascade(CHAINS["default"])
    cascade.process(np.full(40, np.nan, np.float32))
    cascade.process(np.zeros(64, np.float32))
    block = np.ones(64, np.float32)
    cascade.process(block)
    assert np.all(np.isfinite(block))


def test_no_sections_leave_the_block_alone():
    block = np.arange(5, dtype=np.float32)
    BiquadCascade([]).process(block)
    np.testing.assert_array_equal(block, np.arange(5))


@pytest.mark.parametrize(
    "design",
    [
        lambda: dc_block(RATE, 0.0),
        lambda: dc_block(0, 5.0),
        lambda: high_pass(RATE, RATE / 2),
        lambda: high_pass(RATE, math.nan),
        lambda: high_pass(RATE, 25.0, q=0.0),
        lambda: notch(RATE, 50.0, math.inf),
        lambda: notch(RATE, "50", 30.0),
        lambda: FilterSettings(hum_hz=55),
        lambda: FilterSettings(hum_harmonics=0),
        lambda: FilterSettings(rumble_hz=5000.0).sections(8000),
        lambda: BiquadCascade([BiquadSection(1, 0, 0, 0, 1.0)]),
        lambda: BiquadCascade([BiquadSection(1, 0, 0, -2.1, 1.0)]),
        lambda: BiquadCascade([BiquadSection(math.nan, 0, 0, 0, 0)]),
        lambda: BiquadCascade([BiquadSection("1", 0, 0, 0, 0)]),
        lambda: BiquadCascade([(1, 0, 0, 0, 0)]),
        lambda: BiquadCascade([notch(RATE, 50.0, 30.0)] * 65),
        lambda: BiquadCascade(7),
        lambda: FilterSettings(rumble_hz="25").sections(RATE),
    ],
)
def test_refuses_useless_designs(design):
    with pytest.raises(FilterDesignError) as caught:
        design()
    assert caught.value.code == "filter_design"


@pytest.mark.parametrize("block", [np.zeros(4), np.zeros(8, np.float32)[::2], [0.0], None])
def test_filters_float32_arrays_only(block):
    with pytest.raises(AudioFormatError):
        BiquadCascade([]).process(block)
