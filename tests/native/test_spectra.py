"""The kernels in C against the same in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from chordwork.native import AudioFormatError, BandSums, BeatFilter, BeatFilterTables, OnsetFlux, PowerSpectrum

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("size", [2, 16, 1024, 16_384])
@pytest.mark.parametrize("share", [0.1, 1.0])
def test_power_from_the_transform(size: int, share: float) -> None:
    samples = RANDOM.standard_normal(size).astype(np.float32)
    bins = max(1, int(share * (size // 2 + 1)))
    spectrum = np.fft.rfft(samples)
    expected = np.abs(spectrum[:bins]) ** 2
    power = PowerSpectrum(bins)
    assert np.allclose(power.of(spectrum.astype(np.complex64)), expected, rtol=1e-4, atol=1e-4 * size)


def test_bands_are_weighted_sums_over_runs() -> None:
    power = RANDOM.random(50).astype(np.float32)
    firsts = [0, 3, 3, 49]
    weights = [RANDOM.random(size) for size in (5, 1, 40, 1)]
    sums, out = BandSums(firsts, weights), np.zeros(4, np.float32)
    sums(power, out)
    expected = [power[first : first + len(run)] @ run for first, run in zip(firsts, weights, strict=True)]
    assert np.allclose(out, expected, rtol=1e-5)
    assert (len(sums), sums.bins_needed) == (4, 50)


def test_bands_of_spectra_are_bands_of_their_powers() -> None:
    spectra = (RANDOM.standard_normal((3, 60)) + 1j * RANDOM.standard_normal((3, 60))).astype(np.complex64)
    sums = BandSums([0, 3, 49], [RANDOM.random(size) for size in (5, 40, 1)])
    out, expected = np.zeros((3, 3), np.float32), np.zeros((3, 3), np.float32)
    sums.of_spectra(spectra, out)
    for row, spectrum in enumerate(spectra):
        sums(PowerSpectrum(60).of(spectrum), expected[row])
    assert np.array_equal(out, expected)


def test_flux_is_what_rises() -> None:
    flux, levels, decayed = OnsetFlux(slices=6, slices_a_band=2, steps=3), np.zeros((1, 6)), 0.0
    for _ in range(20):
        powers = RANDOM.random((3, 6)).astype(np.float32) ** 4
        got, loudest = flux(powers, compression=100.0, quietest=decayed)
        assert loudest == pytest.approx(max(float(np.sqrt(powers.max())), decayed), rel=1e-6)
        now = np.log1p(np.sqrt(powers) * 100.0 / loudest)
        rises = np.maximum(now - np.concatenate((levels[-1:], now[:-1])), 0.0)
        assert np.allclose(got, rises.reshape(3, 3, 2).sum(axis=2), atol=1e-5)
        levels, decayed = now, 0.9 * loudest


def test_silence_has_no_flux() -> None:
    flux, loudest = OnsetFlux(slices=4, slices_a_band=4, steps=2)(
        np.zeros((2, 4), np.float32), compression=100.0, quietest=1e-3
    )
    assert not flux.any()
    assert loudest == pytest.approx(1e-3)


@pytest.mark.parametrize(
    ("periods", "steps"), [([4, 5, 7], 3), ([4, 5, 7], 4), (list(range(8, 27)), 4), (list(range(8, 24)), 8), ([1], 1)]
)
def test_the_beat_filter_moves_weighs_and_keeps_probability(periods: list[int], steps: int) -> None:
    states, count = sum(periods), len(periods)
    change = RANDOM.random((count, count)).astype(np.float32)
    change /= change.sum(axis=0)
    restart = RANDOM.random(states).astype(np.float32) * 1e-3
    weights = RANDOM.standard_normal((steps, states)).astype(np.float32)
    constant = RANDOM.standard_normal(states).astype(np.float32)
    prior = np.full(states, 1.0 / states, np.float32)
    beat = BeatFilter(BeatFilterTables(periods, change, restart, weights, constant), prior)
    starts, state = np.cumsum([0, *periods[:-1]]), prior.astype(np.float64)
    for _ in range(50):
        strengths = RANDOM.random(steps).astype(np.float32)
        moved = np.concatenate((np.zeros(steps), state[:-steps]))
        leaving = [
            state[start + period - steps : start + period] for start, period in zip(starts, periods, strict=True)
        ]
        for to, start in enumerate(starts):
            moved[start : start + steps] = change[to] @ np.array(leaving)
        moved = (moved + restart) * np.exp(constant + strengths @ weights)
        total = moved.sum()
        state = moved / total
        assert beat.step(strengths) == pytest.approx(total, rel=1e-4)
        assert np.allclose(beat.state, state, atol=1e-5)
        assert beat.state.sum() == pytest.approx(1.0, abs=1e-5)


def test_what_does_not_fit_is_refused() -> None:
    power = PowerSpectrum(9)
    with pytest.raises(AudioFormatError):
        power.of(np.zeros(8, np.complex64))
    with pytest.raises(AudioFormatError):
        power.of(np.zeros(9, np.complex128))  # type: ignore[arg-type]
    with pytest.raises(AudioFormatError):
        power.of(np.zeros(18, np.complex64)[::2])
    with pytest.raises(AudioFormatError):
        PowerSpectrum(0)
    with pytest.raises(AudioFormatError):
        BandSums([0, 1], [np.ones(3)])
    with pytest.raises(AudioFormatError):
        BandSums([-1], [np.ones(3)])
    with pytest.raises(AudioFormatError):
        BandSums([2], [np.ones(3)])(np.zeros(4, np.float32), np.zeros(1, np.float32))
    with pytest.raises(AudioFormatError):
        BandSums([0], [np.ones(3)])(np.zeros(4, np.float32), np.zeros(0, np.float32))
    with pytest.raises(AudioFormatError):
        BandSums([2], [np.ones(3)]).of_spectra(np.zeros((2, 4), np.complex64), np.zeros((2, 1), np.float32))
    with pytest.raises(AudioFormatError):
        BandSums([0], [np.ones(3)]).of_spectra(np.zeros((2, 4), np.complex64), np.zeros((1, 1), np.float32))
    with pytest.raises(AudioFormatError):
        OnsetFlux(slices=5, slices_a_band=2, steps=1)
    with pytest.raises(AudioFormatError):
        OnsetFlux(slices=4, slices_a_band=2, steps=1)(np.zeros((2, 4), np.float32), compression=1.0, quietest=1.0)
    tables = [np.zeros((2, 2)), np.zeros(9), np.zeros((3, 9)), np.zeros(9)]
    BeatFilterTables([4, 5], *tables)  # type: ignore[arg-type]
    with pytest.raises(AudioFormatError):
        BeatFilterTables([4, 4], *tables)  # type: ignore[arg-type]
    with pytest.raises(AudioFormatError):
        BeatFilterTables([2, 7], *tables)  # type: ignore[arg-type]
