"""Small effects on whole stems: distortion, cabinet, room, coloured noise, and where a decay becomes inaudible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from evaluation.clips import RATE_HZ

Audio = NDArray[np.float32]
FRAME: int = 512  # samples, of the level curve


def distort(audio: Audio, drive_db: float, cabinet_hz: float = 4200.0) -> Audio:
    """Soft clipping of a stem brought to -1..1 first, then a guitar cabinet's low-pass."""
    peak = float(np.abs(audio).max()) or 1.0
    driven = np.tanh(audio / peak * 10 ** (drive_db / 20))
    low_cut = signal.butter(2, [70, cabinet_hz], "bandpass", fs=RATE_HZ, output="sos")
    return np.asarray(signal.sosfilt(low_cut, driven) * peak, np.float32)


def room(audio: Audio, rng: np.random.Generator, *, decay_s: float, wet: float) -> Audio:
    """Convolve with exponentially decaying noise (RT60 ``decay_s``); ``wet`` is its energy relative to dry."""
    count = int(decay_s * RATE_HZ)
    impulse = rng.normal(size=count) * np.exp(-6.9 * np.arange(count) / count)
    impulse[: int(0.004 * RATE_HZ)] = 0
    dull = signal.butter(1, 5000, "lowpass", fs=RATE_HZ, output="sos")
    impulse = signal.sosfilt(dull, impulse)
    impulse *= wet / max(1e-9, float(np.sqrt((impulse**2).sum())))
    tail = signal.oaconvolve(audio, impulse.astype(np.float32))[: len(audio)]
    return np.asarray(audio + tail, np.float32)


def noise(count: int, rng: np.random.Generator, slope: float) -> Audio:
    """Noise of ``count`` samples with power falling as 1/f**slope (0 white, 1 pink, 2 brown), unit RMS."""
    spectrum = np.fft.rfft(rng.normal(size=count))
    frequency = np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 20)
    shaped = np.fft.irfft(spectrum * frequency ** (-slope / 2), count)
    return np.asarray(shaped / (shaped.std() or 1.0), np.float32)


def level_db(audio: Audio) -> NDArray[np.float64]:
    """RMS of each 512-sample frame in dBFS."""
    frames = audio[: len(audio) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    return np.asarray(10 * np.log10((frames**2).mean(axis=1) + 1e-12))


def audible_end(audio: Audio, start_s: float, limit_s: float, floor_db: float = -45.0) -> float:
    """When the sound that begins at ``start_s`` falls below ``floor_db`` of its peak for good, at most ``limit_s``."""
    first, last = int(start_s * RATE_HZ / FRAME), int(limit_s * RATE_HZ / FRAME)
    levels = level_db(audio)[first:last]
    if not len(levels):
        return limit_s
    loud = np.flatnonzero(levels > levels.max() + floor_db)
    return min(limit_s, (first + int(loud[-1]) + 1) * FRAME / RATE_HZ)
