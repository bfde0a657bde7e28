"""Random recording situations for clean renderings. Mono float arrays at 22,050 Hz, seeded."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

from evaluation.clips import RATE_HZ
from evaluation.rooms import Audio, coloured_noise, gain_ridden, mixed, reverberated, set_level, through_microphone
from training.render.nochord import noise_files

TELEPHONE_RATE_HZ = 8000
TRANSMISSIONS = ("telephone", "mp3", "vorbis")


def roughen(audio: Audio, noises: NoiseShelf, rng: np.random.Generator) -> Audio:
    """One random recording situation: room, microphone, noise, hum, gain riding, clipping, transmission, in order."""
    if rng.random() < 0.6:
        audio = reverberated(audio, rng)
    device = rng.choice(["plain", "phone", "laptop"], p=[0.25, 0.45, 0.3])
    if device != "plain":
        audio = through_microphone(audio, rng, phone=device == "phone")
    if rng.random() < 0.8:
        audio = mixed(audio, noises.draw(len(audio), rng), snr_db=rng.uniform(8.0, 40.0))
    if rng.random() < 0.1:
        audio = mixed(audio, _hum(len(audio), rng), snr_db=rng.uniform(15.0, 35.0))
    if rng.random() < 0.2:
        audio = gain_ridden(audio, rng)
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
            return coloured_noise(samples, rng)
        noise = _read(self._files[int(rng.integers(len(self._files)))])
        start = int(rng.integers(len(noise)))
        return np.resize(np.roll(noise, -start), samples)


@cache
def _read(path: Path) -> Audio:
    audio, rate = soundfile.read(path, dtype="float32")
    if rate != RATE_HZ:
        raise ValueError(f"{path} has {rate} Hz, not {RATE_HZ}")
    return np.asarray(audio if audio.ndim == 1 else audio.mean(axis=1), dtype=np.float32)


def _hum(samples: int, rng: np.random.Generator) -> Audio:
    time = np.arange(samples) / RATE_HZ
    mains = float(rng.choice([50.0, 60.0]))
    partials = [
        np.sin(2 * np.pi * mains * k * time + rng.uniform(0, 6.28)) * rng.uniform(0, 1) / k for k in (1, 2, 3, 4, 6)
    ]
    return np.sum(partials, axis=0).astype(np.float32)
