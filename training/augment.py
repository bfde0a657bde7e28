"""What microphones, rooms and phones do to a clean rendering. Mono float arrays at 22,050 Hz, seeded."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

from training.render.nochord import noise_files

Audio = NDArray[np.float32]
RATE_HZ = 22050
TELEPHONE_RATE_HZ = 8000
TRANSMISSIONS = ("telephone", "mp3", "vorbis")


def set_level(audio: Audio, rng: np.random.Generator, *, low_dbfs: float, high_dbfs: float) -> Audio:
    """Scale to a peak drawn evenly from a range of dBFS."""
    peak = max(float(np.abs(audio).max()), 1e-9)
    return np.asarray(audio * (10.0 ** (rng.uniform(low_dbfs, high_dbfs) / 20.0) / peak), dtype=np.float32)


def roughen(audio: Audio, noises: NoiseShelf, rng: np.random.Generator) -> Audio:
    """One random recording situation: room, microphone, noise, hum, gain riding, clipping, transmission, in order."""
    if rng.random() < 0.6:
        audio = _room(audio, rng)
    device = rng.choice(["plain", "phone", "laptop"], p=[0.25, 0.45, 0.3])
    if device != "plain":
        audio = _microphone(audio, rng, phone=device == "phone")
    if rng.random() < 0.8:
        audio = _mix(audio, noises.draw(len(audio), rng), snr_db=rng.uniform(8.0, 40.0))
    if rng.random() < 0.1:
        audio = _mix(audio, _hum(len(audio), rng), snr_db=rng.uniform(15.0, 35.0))
    if rng.random() < 0.2:
        audio = _gain_riding(audio, rng)
    audio = set_level(audio, rng, low_dbfs=-42.0, high_dbfs=0.0)
    if rng.random() < 0.12:
        drive = 10.0 ** (rng.uniform(2.0, 12.0) / 20.0) / max(float(np.abs(audio).max()), 1e-9)
        audio = np.clip(audio * np.float32(drive), -1.0, 1.0)
    if rng.random() < 0.2:
        audio = transmitted(audio, str(rng.choice(TRANSMISSIONS)), rng)
    return audio


def transmitted(audio: Audio, way: str, rng: np.random.Generator) -> Audio:
    """What is left after a lossy way to the listener, one of :data:`TRANSMISSIONS`; same length, not delayed."""
    if way == "telephone":
        narrow = signal.resample_poly(audio, TELEPHONE_RATE_HZ, RATE_HZ)
        return np.clip(_fitted(signal.resample_poly(narrow, RATE_HZ, TELEPHONE_RATE_HZ), len(audio)), -1.0, 1.0)
    carrier = io.BytesIO()
    kind, subtype = {"mp3": ("MP3", "MPEG_LAYER_III"), "vorbis": ("OGG", "VORBIS")}[way]
    # Quieter than full scale, since a codec may overshoot; level 0 is the best; MP3 refuses 1.
    soundfile.write(
        carrier, 0.9 * audio, RATE_HZ, format=kind, subtype=subtype, compression_level=float(rng.uniform(0.5, 0.95))
    )
    carrier.seek(0)
    decoded, _ = soundfile.read(carrier, dtype="float32")
    return np.clip(_fitted(decoded / 0.9, len(audio)), -1.0, 1.0)


def _fitted(audio: NDArray[np.floating], samples: int) -> Audio:
    fitted = np.zeros(samples, np.float32)
    count = min(samples, len(audio))
    fitted[:count] = audio[:count]
    return fitted


class NoiseShelf:
    """Recorded background noises of the data pack that training may use, and coloured noise."""

    def __init__(self, data: Path) -> None:
        layers = noise_files(data, "train")
        self._files = [*layers["place"], *layers["speech"]]

    def draw(self, samples: int, rng: np.random.Generator) -> Audio:
        """``samples`` of one random noise, repeated where it is shorter."""
        if rng.random() < 0.35 or not self._files:
            return _coloured_noise(samples, rng)
        noise = _read(self._files[int(rng.integers(len(self._files)))])
        start = int(rng.integers(len(noise)))
        return np.resize(np.roll(noise, -start), samples)


@cache
def _read(path: Path) -> Audio:
    audio, rate = soundfile.read(path, dtype="float32")
    if rate != RATE_HZ:
        raise ValueError(f"{path} has {rate} Hz, not {RATE_HZ}")
    return np.asarray(audio if audio.ndim == 1 else audio.mean(axis=1), dtype=np.float32)


def _coloured_noise(samples: int, rng: np.random.Generator) -> Audio:
    white = rng.standard_normal(samples).astype(np.float32)
    pole = rng.uniform(0.0, 0.98)
    return np.asarray(signal.lfilter([1.0 - pole], [1.0, -pole], white), dtype=np.float32)


def _mix(audio: Audio, noise: Audio, *, snr_db: float) -> Audio:
    """Add ``noise`` so that the loudest second of ``audio`` lies ``snr_db`` above it (RMS)."""
    seconds = audio[: len(audio) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ) if len(audio) >= RATE_HZ else audio[None]
    loudest = float(np.sqrt((seconds**2).mean(axis=1).max()))
    rms = float(np.sqrt((noise**2).mean()))
    gain = max(loudest, 1e-4) / max(rms, 1e-9) * 10.0 ** (-snr_db / 20.0)
    return np.asarray(audio + gain * noise, dtype=np.float32)


def _room(audio: Audio, rng: np.random.Generator) -> Audio:
    """Exponentially decaying noise as impulse response: 0.15 to 0.9 s to -60 dB, direct sound first."""
    seconds = rng.uniform(0.15, 0.9)
    length = int(seconds * RATE_HZ)
    tail = rng.standard_normal(length) * 10.0 ** (-3.0 * np.arange(length) / length)
    tail[: int(rng.uniform(0.002, 0.02) * RATE_HZ)] = 0.0
    tail *= 10.0 ** (rng.uniform(-18.0, 0.0) / 20.0) / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    return np.asarray(signal.fftconvolve(audio, tail)[: len(audio)], dtype=np.float32)


def _microphone(audio: Audio, rng: np.random.Generator, *, phone: bool) -> Audio:
    """Band limits of a small microphone and a few broad peaks."""
    low = rng.uniform(80.0, 300.0) if phone else rng.uniform(60.0, 200.0)
    high = rng.uniform(3400.0, 9000.0) if phone else rng.uniform(5000.0, 10500.0)
    sections = [
        signal.butter(int(rng.integers(1, 3)), low, "highpass", fs=RATE_HZ, output="sos"),
        signal.butter(int(rng.integers(1, 4)), high, "lowpass", fs=RATE_HZ, output="sos"),
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
    return np.concatenate((b, a))[None] / a[0]


def _hum(samples: int, rng: np.random.Generator) -> Audio:
    time = np.arange(samples) / RATE_HZ
    mains = float(rng.choice([50.0, 60.0]))
    partials = [
        np.sin(2 * np.pi * mains * k * time + rng.uniform(0, 6.28)) * rng.uniform(0, 1) / k for k in (1, 2, 3, 4, 6)
    ]
    return np.sum(partials, axis=0).astype(np.float32)


def _gain_riding(audio: Audio, rng: np.random.Generator) -> Audio:
    """Automatic gain control: slow level differences are partly undone."""
    smoothing = np.exp(-1.0 / (rng.uniform(0.1, 1.0) * RATE_HZ))
    level = np.sqrt(signal.lfilter([1.0 - smoothing], [1.0, -smoothing], audio.astype(np.float64) ** 2) + 1e-6)
    return np.asarray(audio * (level / level.max() + 0.02) ** (-rng.uniform(0.3, 0.8)), dtype=np.float32)
