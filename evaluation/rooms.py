"""What microphones, rooms and phones do to a clean rendering. Mono float arrays at the rate of the clips, seeded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from evaluation.clips import RATE_HZ

Audio = NDArray[np.float32]


def set_level(audio: Audio, rng: np.random.Generator, *, low_dbfs: float, high_dbfs: float) -> Audio:
    """Scale to a peak drawn evenly from a range of dBFS."""
    peak = max(float(np.abs(audio).max()), 1e-9)
    return np.asarray(audio * (10.0 ** (rng.uniform(low_dbfs, high_dbfs) / 20.0) / peak), dtype=np.float32)


def reverberated(audio: Audio, rng: np.random.Generator) -> Audio:
    """Exponentially decaying noise as impulse response: 0.15 to 0.9 s to -60 dB, direct sound first."""
    seconds = rng.uniform(0.15, 0.9)
    length = int(seconds * RATE_HZ)
    tail = rng.standard_normal(length) * 10.0 ** (-3.0 * np.arange(length) / length)
    tail[: int(rng.uniform(0.002, 0.02) * RATE_HZ)] = 0.0
    tail *= 10.0 ** (rng.uniform(-18.0, 0.0) / 20.0) / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    return np.asarray(signal.fftconvolve(audio, tail)[: len(audio)], dtype=np.float32)


def through_microphone(audio: Audio, rng: np.random.Generator, *, phone: bool) -> Audio:
    """Band limits of a small microphone and a few broad peaks."""
    low = rng.uniform(80.0, 300.0) if phone else rng.uniform(60.0, 200.0)
    high = rng.uniform(3400.0, 9000.0) if phone else rng.uniform(5000.0, 10500.0)
    sections: list[NDArray[np.float64]] = [
        np.asarray(signal.butter(int(rng.integers(1, 3)), low, "highpass", fs=RATE_HZ, output="sos")),
        np.asarray(signal.butter(int(rng.integers(1, 4)), high, "lowpass", fs=RATE_HZ, output="sos")),
    ]
    for _ in range(int(rng.integers(1, 4))):
        sections.append(_peak(rng.uniform(150.0, 4000.0), rng.uniform(0.6, 3.0), rng.uniform(-9.0, 9.0)))
    return np.asarray(signal.sosfilt(np.concatenate(sections), audio), dtype=np.float32)


def _peak(centre_hz: float, q: float, gain_db: float) -> NDArray[np.float64]:
    """Peaking equaliser (R. Bristow-Johnson's cookbook)."""
    amplitude = 10.0 ** (gain_db / 40.0)
    omega = 2.0 * np.pi * centre_hz / RATE_HZ
    alpha = np.sin(omega) / (2.0 * q)
    b = np.array([1.0 + alpha * amplitude, -2.0 * np.cos(omega), 1.0 - alpha * amplitude])
    a = np.array([1.0 + alpha / amplitude, -2.0 * np.cos(omega), 1.0 - alpha / amplitude])
    return np.asarray(np.concatenate((b, a))[None] / a[0])


def mixed(audio: Audio, noise: Audio, *, snr_db: float) -> Audio:
    """Add ``noise`` so that the loudest second of ``audio`` lies ``snr_db`` above it (RMS)."""
    seconds = audio[: len(audio) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ) if len(audio) >= RATE_HZ else audio[None]
    loudest = float(np.sqrt((seconds**2).mean(axis=1).max()))
    rms = float(np.sqrt((noise**2).mean()))
    gain = max(loudest, 1e-4) / max(rms, 1e-9) * 10.0 ** (-snr_db / 20.0)
    return np.asarray(audio + gain * noise, dtype=np.float32)


def coloured_noise(samples: int, rng: np.random.Generator) -> Audio:
    """Noise that falls towards the treble, more or less steeply."""
    white = rng.standard_normal(samples).astype(np.float32)
    pole = rng.uniform(0.0, 0.98)
    return np.asarray(signal.lfilter([1.0 - pole], [1.0, -pole], white), dtype=np.float32)


def gain_ridden(audio: Audio, rng: np.random.Generator) -> Audio:
    """Automatic gain control: slow level differences are partly undone."""
    smoothing = np.exp(-1.0 / (rng.uniform(0.1, 1.0) * RATE_HZ))
    power = np.asarray(signal.lfilter([1.0 - smoothing], [1.0, -smoothing], audio.astype(np.float64) ** 2))
    level = np.sqrt(power + 1e-6)
    return np.asarray(audio * (level / level.max() + 0.02) ** (-rng.uniform(0.3, 0.8)), dtype=np.float32)
