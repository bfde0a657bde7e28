"""What rooms and phones do to a sound."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.clips import RATE_HZ
from evaluation.errors import EvaluationError
from evaluation.phone import as_on_a_phone
from evaluation.rooms import mixed


def test_noise_is_mixed_at_the_ratio_asked_for() -> None:
    audio = np.sin(np.arange(2 * RATE_HZ) * 0.05).astype(np.float32)
    noise = np.random.default_rng(0).standard_normal(2 * RATE_HZ).astype(np.float32)
    added = mixed(audio, noise, snr_db=20.0) - audio
    assert 20 * np.log10(audio.std() / added.std()) == pytest.approx(20.0, abs=0.2)


def test_the_phone_condition_is_the_same_every_time() -> None:
    pcm = (np.sin(np.arange(2 * RATE_HZ) / 20) * 20_000).astype(np.int16)
    once = as_on_a_phone(pcm, RATE_HZ, "a_band_1")
    assert once.dtype == np.int16
    assert once.shape == pcm.shape
    assert np.array_equal(once, as_on_a_phone(pcm, RATE_HZ, "a_band_1"))
    assert not np.array_equal(once, as_on_a_phone(pcm, RATE_HZ, "a_band_2"))
    assert not np.array_equal(once, pcm)


def test_a_clip_at_another_rate_is_refused() -> None:
    with pytest.raises(EvaluationError, match="22050 Hz"):
        as_on_a_phone(np.zeros(4_800, np.int16), 48_000, "a_band_1")
