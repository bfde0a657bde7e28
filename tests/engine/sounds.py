"""Synthetic sounds for the engine's tests."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def hz(midi: float) -> float:
    """Frequency of a MIDI note."""
    return float(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


def plucked(
    notes: Iterable[float], seconds: float, rate: int, *, cents: float = 0.0, level: float = 0.1
) -> NDArray[np.float32]:
    """Decaying harmonic tones struck together, shape ``(seconds * rate,)``."""
    time = np.arange(round(seconds * rate)) / rate
    sound = np.zeros(len(time))
    for note in notes:
        for partial in range(1, 9):
            frequency = hz(note + cents / 100.0) * partial
            if frequency < 0.45 * rate:
                sound += np.sin(2 * np.pi * frequency * time + partial) * np.exp(-time * partial / 2.0) / partial
    return (level * sound).astype(np.float32)


def song(rate: int, *, cents: float = 0.0) -> NDArray[np.float32]:
    """A second of silence, then C, G, Am, F on two-hand voicings, 1.6 s each, then silence."""
    voicings = ((36, 48, 52, 55, 60), (43, 47, 50, 55, 62), (45, 48, 52, 57, 64), (41, 48, 53, 57, 60))
    chords = [plucked(voicing, 1.6, rate, cents=cents) for voicing in voicings]
    silence = np.zeros(rate, np.float32)
    return np.concatenate((silence, *chords, silence))


def s16(sound: NDArray[np.float32]) -> bytes:
    """As 16-bit little-endian PCM."""
    return (np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes()
