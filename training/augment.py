"""Random recording situations for clean renderings. Mono float arrays at 22,050 Hz, seeded."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

from evaluation.clips import RATE_HZ
from evaluation.rooms import Audio, coloured_noise, gain_ridden, mixed, reverberated, set_level, through_microphone
from training.render.nochord import noise_files

TELEPHONE_RATE_HZ = 8000
OPUS_RATE_HZ = 24000
TRANSMISSIONS = ("telephone", "mp3", "vorbis", "opus")
TRANSMISSION_SHARES: Final = (0.45, 0.2, 0.2, 0.15)
TILT_MIDDLE_HZ: Final = 800.0
FRAME_SAMPLES: Final = 64
"""A compressor's gain is found once in so many samples."""


def roughen(audio: Audio, noises: NoiseShelf, rng: np.random.Generator) -> Audio:
    """One random recording situation: what a studio, a tape, a room, a microphone and a transmission do, in order."""
    if rng.random() < 0.15:
        audio = overdriven(audio, rng)
    if rng.random() < 0.06:
        audio = bled(audio, rng)
    if rng.random() < 0.15:
        audio = combed(audio, rng)
    if rng.random() < 0.35:
        audio = tilted(audio, rng)
    if rng.random() < 0.35:
        audio = compressed(audio, rng)
    if rng.random() < 0.2:
        audio = fluttered(audio, rng)
    if rng.random() < 0.55:
        audio = reverberated(audio, rng)
    device = rng.choice(["plain", "phone", "laptop"], p=[0.35, 0.4, 0.25])
    if device != "plain":
        audio = through_microphone(audio, rng, phone=device == "phone")
    if rng.random() < 0.8:
        noisy = rng.random() < 0.4
        audio = mixed(
            audio, noises.draw(len(audio), rng), snr_db=rng.uniform(8.0, 20.0) if noisy else rng.uniform(15, 40)
        )
    if rng.random() < 0.05:
        audio = mixed(audio, _clicks(len(audio), rng), snr_db=rng.uniform(5.0, 25.0))
    if rng.random() < 0.1:
        audio = mixed(audio, _hum(len(audio), rng), snr_db=rng.uniform(15.0, 35.0))
    if rng.random() < 0.2:
        audio = gain_ridden(audio, rng)
    audio = set_level(audio, rng, low_dbfs=-42.0, high_dbfs=0.0)
    if rng.random() < 0.12:
        drive = 10.0 ** (rng.uniform(2.0, 12.0) / 20.0) / max(float(np.abs(audio).max()), 1e-9)
        audio = np.clip(audio * np.float32(drive), -1.0, 1.0)
    if rng.random() < 0.25:
        audio = transmitted(audio, str(rng.choice(TRANSMISSIONS, p=TRANSMISSION_SHARES)), rng)
    return audio


def overdriven(audio: Audio, rng: np.random.Generator) -> Audio:
    """Tubes, tape and limiters: soft clipping of the loudest 3 to 14 dB."""
    peak = max(float(np.abs(audio).max()), 1e-9)
    drive = 10.0 ** (rng.uniform(3.0, 14.0) / 20.0)
    return np.asarray(np.tanh(audio * np.float32(drive / peak)) * np.float32(peak), np.float32)


def bled(audio: Audio, rng: np.random.Generator) -> Audio:
    """Music next door: the recording itself from elsewhere in it, dull behind a wall, 14 to 30 dB below."""
    elsewhere = np.roll(audio, int(len(audio) * rng.uniform(0.25, 0.75)))
    wall = signal.butter(2, np.exp(rng.uniform(np.log(300.0), np.log(2500.0))), fs=RATE_HZ, output="sos")
    return mixed(audio, np.asarray(signal.sosfilt(wall, elsewhere), np.float32), snr_db=rng.uniform(14.0, 30.0))


def combed(audio: Audio, rng: np.random.Generator) -> Audio:
    """Two ways to one microphone, or two sides of a wide mix that are summed: an echo within 15 ms."""
    delay = int(np.exp(rng.uniform(np.log(0.0003), np.log(0.015))) * RATE_HZ)
    out = audio.copy()
    out[delay:] += audio[: len(audio) - delay] * np.float32(rng.uniform(-0.8, 0.8))
    return out


def tilted(audio: Audio, rng: np.random.Generator) -> Audio:
    """More bass and less treble, or the other way: a shelf of up to 9 dB on both sides of 800 Hz."""
    gain = 10.0 ** (rng.uniform(-9.0, 9.0) / 20.0)
    low = signal.butter(1, TILT_MIDDLE_HZ * 2.0 ** rng.uniform(-1.0, 1.0), fs=RATE_HZ, output="sos")
    bass = np.asarray(signal.sosfilt(low, audio), np.float32)
    return np.asarray(bass * np.float32(gain) + (audio - bass) * np.float32(1.0 / gain), np.float32)


def compressed(audio: Audio, rng: np.random.Generator) -> Audio:
    """A studio compressor that follows the level in 3 to 30 ms and lets go in 60 to 400 ms, above a threshold."""
    frames = np.abs(audio[: len(audio) // FRAME_SAMPLES * FRAME_SAMPLES]).reshape(-1, FRAME_SAMPLES).max(axis=1)
    if not len(frames) or frames.max() < 1e-6:
        return audio
    attack, release = (np.exp(-FRAME_SAMPLES / RATE_HZ / s) for s in (rng.uniform(0.003, 0.03), rng.uniform(0.06, 0.4)))
    followed = np.empty(len(frames))
    level = 0.0
    for index, peak in enumerate(frames.tolist()):
        pole = attack if peak > level else release
        level = pole * level + (1.0 - pole) * peak
        followed[index] = level
    threshold = frames.max() * 10.0 ** (rng.uniform(-30.0, -6.0) / 20.0)
    gain = np.maximum(followed / threshold, 1.0) ** (1.0 / rng.uniform(1.8, 8.0) - 1.0)
    at = np.arange(len(audio)) / FRAME_SAMPLES
    return np.asarray(audio * np.interp(at, np.arange(len(gain)) + 0.5, gain), np.float32)


def fluttered(audio: Audio, rng: np.random.Generator) -> Audio:
    """A tape that runs unevenly, slowly (wow) and quickly (flutter), by up to 15 and 6 cents: some ms early or late."""
    time = np.arange(len(audio)) / RATE_HZ
    moved = time.copy()
    for low_hz, high_hz, most_cents in ((0.4, 2.0, 15.0), (5.0, 12.0, 6.0)):
        hz, cents = rng.uniform(low_hz, high_hz), rng.uniform(0.1, 1.0) * most_cents
        moved += (
            (2.0 ** (cents / 1200.0) - 1.0)
            / (2.0 * np.pi * hz)
            * np.sin(2.0 * np.pi * hz * time + rng.uniform(0, 6.28))
        )
    return read_at(audio, moved * RATE_HZ)


def read_at(audio: Audio, positions: NDArray[np.float64]) -> Audio:
    """Samples between samples, by four-point Hermite interpolation; silence outside."""
    padded = np.concatenate((np.zeros(2, np.float32), audio, np.zeros(3, np.float32)))
    positions = np.clip(positions, -1.0, len(audio)) + 2.0
    whole = positions.astype(np.int64)
    t = (positions - whole).astype(np.float32)
    before, here, after, later = padded[whole - 1], padded[whole], padded[whole + 1], padded[whole + 2]
    c1 = 0.5 * (after - before)
    c2 = before - 2.5 * here + 2.0 * after - 0.5 * later
    c3 = 0.5 * (later - before) + 1.5 * (here - after)
    return np.asarray(((c3 * t + c2) * t + c1) * t + here, np.float32)


def transmitted(audio: Audio, way: str, rng: np.random.Generator) -> Audio:
    """What is left after a lossy way to the listener, one of :data:`TRANSMISSIONS`; same length, not delayed."""
    if way == "telephone":
        narrow = signal.resample_poly(audio, TELEPHONE_RATE_HZ, RATE_HZ)
        return np.clip(_fitted(signal.resample_poly(narrow, RATE_HZ, TELEPHONE_RATE_HZ), len(audio)), -1.0, 1.0)
    carrier = io.BytesIO()
    kind, subtype = {"mp3": ("MP3", "MPEG_LAYER_III"), "vorbis": ("OGG", "VORBIS"), "opus": ("OGG", "OPUS")}[way]
    rate = OPUS_RATE_HZ if way == "opus" else RATE_HZ
    sent = signal.resample_poly(audio, rate, RATE_HZ) if rate != RATE_HZ else audio
    # Quieter than full scale, since a codec may overshoot; level 0 is the best; MP3 refuses 1.
    soundfile.write(
        carrier, 0.9 * sent, rate, format=kind, subtype=subtype, compression_level=float(rng.uniform(0.5, 0.95))
    )
    carrier.seek(0)
    decoded, heard_hz = soundfile.read(carrier, dtype="float32")
    if heard_hz != RATE_HZ:
        decoded = signal.resample_poly(decoded, RATE_HZ, heard_hz)
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


def _clicks(samples: int, rng: np.random.Generator) -> Audio:
    """A metronome that spills over from the headphones."""
    out = np.zeros(samples, np.float32)
    beat_s = 60.0 / rng.uniform(60.0, 180.0)
    time = np.arange(int(0.03 * RATE_HZ)) / RATE_HZ
    click = (np.sin(2 * np.pi * rng.uniform(800.0, 3000.0) * time) * np.exp(-time / 0.006)).astype(np.float32)
    for start in (np.arange(0.1, samples / RATE_HZ, beat_s) * RATE_HZ).astype(int):
        part = click[: samples - start]
        out[start : start + len(part)] += part
    return out
