"""Invented instruments: in tune, bounded, decided by their seed."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from training.render.timbre import FAMILIES, invented, play_invented


def fundamental_cents(sound: np.ndarray, expected_hz: float) -> float:
    """How far the power within a semitone of ``expected_hz`` is centred from it."""
    size = 1 << 17
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
    hz = np.arange(len(spectrum)) * RATE_HZ / size
    near = np.abs(1200 * np.log2(np.maximum(hz, 1.0) / expected_hz)) < 100
    return float(1200 * np.log2(np.average(hz[near], weights=spectrum[near] ** 2) / expected_hz))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(4))
def test_a_note_has_its_pitch(family: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    timbre = invented(rng, [family])
    sound = timbre.note(57, 90, 1.5, 0.0, rng)
    assert np.isfinite(sound).all()
    assert abs(fundamental_cents(sound, 220.0)) < 20


@pytest.mark.parametrize("family", FAMILIES)
def test_the_tuning_moves_a_track(family: str) -> None:
    track = Track("x", [Note(0.1, 1.6, 69)])
    found = []
    for cents in (-40.0, 40.0):
        rng = np.random.default_rng(5)
        audio = play_invented(track, invented(rng, [family]), 2.0, rng, tuning_cents=cents, spread_cents=0.0)
        found.append(fundamental_cents(audio, 440.0))
    assert found[1] - found[0] == pytest.approx(80, abs=8)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_track_keeps_its_notes_and_is_the_same_every_time(family: str) -> None:
    track = Track("x", [Note(0.5, 1.0, 60), Note(2.0, 2.4, 64, velocity=40)])
    first, again = (
        play_invented(track, invented(np.random.default_rng(3), [family]), 3.5, np.random.default_rng(4))
        for _ in range(2)
    )
    assert np.array_equal(first, again)
    assert len(first) == int(3.5 * RATE_HZ)
    assert np.abs(first[: int(0.5 * RATE_HZ)]).max() == 0.0
    assert np.abs(first[int(1.8 * RATE_HZ) : int(2.0 * RATE_HZ)]).max() == 0.0
    loud, soft = (np.abs(first[int(at * RATE_HZ) : int((at + 0.4) * RATE_HZ)]).max() for at in (0.5, 2.0))
    assert soft < loud


def test_families_ring_or_hold() -> None:
    rng = np.random.default_rng(0)
    held = {family for family in FAMILIES if invented(rng, [family]).sustained}
    assert held == {"organ", "reed", "bowed", "pad"}
