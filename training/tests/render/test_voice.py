"""The singer: in tune, silent in rests, one note at a time, decided by a seed."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from evaluation.clips import RATE_HZ
from evaluation.notes import Note
from training.render.voice import one_at_a_time, sing, singer


def centre_cents(sound: np.ndarray, expected_hz: float) -> float:
    """How far the power within two semitones of ``expected_hz`` is centred from it."""
    size = 1 << 17
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
    hz = np.arange(len(spectrum)) * RATE_HZ / size
    near = np.abs(1200 * np.log2(np.maximum(hz, 1.0) / expected_hz)) < 200
    return float(1200 * np.log2(np.average(hz[near], weights=spectrum[near] ** 2) / expected_hz))


@pytest.mark.parametrize("seed", range(6))
def test_a_sung_note_has_its_pitch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    voice = attrs.evolve(singer(rng, low=bool(seed % 2)), breath_db=-60.0, intonation_cents=0.0, scoop_cents=0.0)
    sound = sing([Note(0.2, 2.2, 57)], voice, 2.5, rng)
    assert np.isfinite(sound).all()
    assert abs(centre_cents(sound[int(0.4 * RATE_HZ) : int(2.1 * RATE_HZ)], 220.0)) < 30


def test_the_tuning_moves_the_voice() -> None:
    found = []
    for cents in (-40.0, 40.0):
        rng = np.random.default_rng(1)
        sound = sing([Note(0.1, 1.9, 64)], singer(rng, low=False), 2.0, rng, tuning_cents=cents)
        found.append(centre_cents(sound, 440.0 * 2 ** (-5 / 12)))
    assert found[1] - found[0] == pytest.approx(80, abs=12)


def test_a_voice_rests_where_there_are_no_notes_and_is_the_same_every_time() -> None:
    notes = [Note(0.5, 1.0, 60), Note(2.0, 2.5, 62)]
    first, again = (
        sing(notes, singer(np.random.default_rng(2), low=True), 3.5, np.random.default_rng(3)) for _ in "ab"
    )
    assert np.array_equal(first, again)
    assert len(first) == int(3.5 * RATE_HZ)
    sung = np.abs(first[int(0.6 * RATE_HZ) : int(0.9 * RATE_HZ)]).max()
    for start, end in ((0.0, 0.35), (1.2, 1.85), (2.7, 3.5)):
        assert np.abs(first[int(start * RATE_HZ) : int(end * RATE_HZ)]).max() < 0.01 * sung


def test_a_shorter_throat_sounds_brighter() -> None:
    notes = [Note(0.1, 1.9, 57)]
    voice = attrs.evolve(singer(np.random.default_rng(4), low=True), breath_db=-80.0, spoken=0.0)
    centroids = []
    for tract in (0.9, 1.3):
        power = np.abs(np.fft.rfft(sing(notes, attrs.evolve(voice, tract=tract), 2.0, np.random.default_rng(5)))) ** 2
        centroids.append(float(np.average(np.arange(len(power)), weights=power)))
    assert centroids[1] > 1.1 * centroids[0]


def test_no_notes_are_silence() -> None:
    rng = np.random.default_rng(0)
    assert not sing([], singer(rng, low=True), 1.0, rng).any()


def test_a_voice_sings_one_note_at_a_time() -> None:
    line = one_at_a_time([Note(0.0, 2.0, 60), Note(1.0, 1.5, 64), Note(1.01, 1.6, 67), Note(3.0, 3.02, 60)])
    assert [(n.start, n.end, n.pitch) for n in line] == [(0.0, 1.0, 60), (1.0, 1.5, 64)]
