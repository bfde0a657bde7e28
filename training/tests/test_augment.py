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
    assert int(np.fft.irfft(spectra).argmax()) == 0
