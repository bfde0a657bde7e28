from pathlib import Path

import numpy as np
import pytest

from evaluation.clips import RATE_HZ as RATE
from training import augment


class FewNoises(augment.NoiseShelf):
    """White noise only, so that no data pack is needed."""

    def __init__(self) -> None:
        self._files: list[Path] = []


@pytest.mark.parametrize("seed", range(30))
def test_every_situation_is_finite_bounded_and_as_long(seed: int) -> None:
    audio = np.sin(np.arange(2 * RATE) * 0.05).astype(np.float32)
    rough = augment.roughen(audio, FewNoises(), np.random.default_rng(seed))
    assert rough.shape == audio.shape
    assert np.isfinite(rough).all()
    assert 1e-4 < np.abs(rough).max() <= 1.0


def test_the_same_seed_gives_the_same_sound() -> None:
    audio = np.sin(np.arange(RATE) * 0.05).astype(np.float32)
    one, other = (augment.roughen(audio, FewNoises(), np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one, other)


@pytest.mark.parametrize("way", augment.TRANSMISSIONS)
def test_a_lossy_way_neither_delays_nor_shortens(way: str) -> None:
    rng = np.random.default_rng(5)
    audio = (0.2 * np.convolve(rng.standard_normal(2 * RATE), np.ones(8) / 8, "same")).astype(np.float32)
    heard = augment.transmitted(audio, way, rng)
    assert heard.shape == audio.shape
    spectra = np.fft.rfft(heard, 1 << 17) * np.conj(np.fft.rfft(audio, 1 << 17))
    lag = int(np.fft.irfft(spectra).argmax())
    assert min(lag, (1 << 17) - lag) <= (way == "opus")  # at another rate a delay is no whole number of samples


@pytest.mark.parametrize(
    "effect", [augment.overdriven, augment.bled, augment.combed, augment.tilted, augment.compressed, augment.fluttered]
)
@pytest.mark.parametrize("seed", range(3))
def test_an_effect_keeps_length_time_and_most_of_the_sound(effect, seed: int) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    audio = (0.2 * np.convolve(rng.standard_normal(2 * RATE), np.ones(8) / 8, "same")).astype(np.float32)
    heard = effect(audio, rng)
    assert heard.shape == audio.shape
    assert heard.dtype == np.float32
    spectra = np.fft.rfft(heard, 1 << 17) * np.conj(np.fft.rfft(audio, 1 << 17))
    lag = int(np.abs(np.fft.irfft(spectra)).argmax())
    assert min(lag, (1 << 17) - lag) < 0.02 * RATE
    assert 0.05 < float(heard.std() / audio.std()) < 5.0


def test_a_compressor_brings_loud_and_soft_together() -> None:
    time = np.arange(4 * RATE) / RATE
    audio = (np.sin(2 * np.pi * 220 * time) * np.where(time < 2, 0.9, 0.05)).astype(np.float32)
    heard = augment.compressed(audio, np.random.default_rng(1))
    before, after = (float(sound[RATE : 2 * RATE].std() / sound[3 * RATE :].std()) for sound in (audio, heard))
    assert after < 0.8 * before


def test_an_uneven_tape_bends_the_pitch_to_and_fro() -> None:
    time = np.arange(4 * RATE) / RATE
    tone = np.sin(2 * np.pi * 440 * time).astype(np.float32)
    heard = augment.fluttered(tone, np.random.default_rng(2))
    turns = np.unwrap(np.angle(np.fft.ifft(np.fft.fft(heard) * (np.fft.fftfreq(len(heard)) > 0))))
    cents = 1200 * np.log2(np.diff(turns[RATE:-RATE]) * RATE / (2 * np.pi * 440))
    assert 1.0 < np.abs(cents).max() < 30.0
    assert abs(cents.mean()) < 1.0


def test_music_next_door_is_dull_and_faint() -> None:
    time = np.arange(4 * RATE) / RATE
    audio = np.where(time < 2, np.sin(2 * np.pi * 220 * time), np.sin(2 * np.pi * 5000 * time)).astype(np.float32)
    heard = augment.bled(audio, np.random.default_rng(4))
    first, second = (np.abs(np.fft.rfft(half)) for half in np.split(heard, 2))
    low, high = second[2 * 220 - 40 : 2 * 220 + 40].max(), first[2 * 5000 - 40 : 2 * 5000 + 40].max()
    played = first[2 * 220]
    assert 10.0 < 20 * np.log10(played / low) < 36.0
    assert low > 3 * high
