"""Sound without chords: silence, hiss, places, speech, drums, applause, handling."""

from __future__ import annotations

import csv
import re
import subprocess
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Track
from evaluation.sampler import read_audio

from .corpus import stable_hash
from .drums import drum_part
from .fluid import RESERVED_FONTS, TRAIN_FONTS, render_tracks
from .oneshots import DEV_KITS, TRAIN_KITS, play_drums
from .sound import noise
from .voicings import Rng

Audio = NDArray[np.float32]
DEV_FILES: Final = ("speech_5703", "coffee_shop", "rain")
DEV_VOICES: Final = ("en-gb-scotland+m3", "de+f4", "pt+m1")
TRAIN_VOICES: Final = (
    "en-us",
    "en-gb",
    "en-us+f3",
    "en-gb-x-rp+m2",
    "en-us+m7",
    "en-gb+f2",
    "fr+f1",
    "it+m4",
    "es+f2",
    "sv",
)
SENTENCES: Final = (
    "Could you turn the monitor up a little, I can hardly hear myself.",
    "We take it again from the bridge, and please count us in this time.",
    "One, two, three, four.",
    "No, wait, the second string is flat.",
    "Is this thing recording now?",
    "The train to the coast leaves at a quarter past nine from platform two.",
    "I left the blue notebook on the kitchen table, next to the window.",
    "Try it slower, then bring the tempo back bit by bit.",
    "That was nearly it. Once more with less reverb.",
    "My neighbour keeps bees, and in June there is more honey than anyone can eat.",
    "Good evening everyone, thank you for coming out in the rain.",
    "The next one is about a lighthouse, or at least it started that way.",
    "Where did you put the capo?",
    "Seventeen, twenty three, forty two, nine hundred and six.",
)
LAYERS: Final[Mapping[str, float]] = {
    "hiss": 0.1, "silence": 0.05, "place": 0.15, "speech": 0.14, "robot": 0.2, "one_shots": 0.14, "gm_drums": 0.08,
    "applause": 0.06, "handling": 0.08,
}  # fmt: skip
"""What a stretch can be made of, and how often it is."""
MADE_LAYERS: Final[Mapping[str, float]] = {
    "hiss": 0.15, "silence": 0.1, "robot": 0.35, "gm_drums": 0.25, "applause": 0.15
}  # fmt: skip
"""The same where there are no recordings."""


def compose_noise(
    data: Path, seconds: float, rng: Rng, *, split: str, layers: Mapping[str, float] = LAYERS
) -> tuple[Audio, list[str]]:
    """A clip of several stretches, each of one or two of ``layers``; returns audio and what is in it.

    ``layers`` says how often each is chosen.
    """
    out = np.zeros(int(seconds * RATE_HZ), np.float32)
    names: list[str] = []
    position = int(rng.uniform(0.3, 1.0) * RATE_HZ)
    while position < len(out) - RATE_HZ:
        count = min(int(rng.uniform(5, 18) * RATE_HZ), len(out) - position)
        for index in range(1 if rng.random() < 0.65 else 2):
            layer = str(rng.choice(list(layers), p=list(layers.values())))
            level_db = float(rng.uniform(-34, -14)) - 8 * index - (22 if layer in ("hiss", "silence") else 0)
            part = _layer(layer, count, data, split, rng)
            rms = float(np.sqrt((part**2).mean()))
            if rms > 1e-6:
                out[position : position + len(part)] += part * np.float32(10 ** (level_db / 20) / rms)
            names.append(layer)
        position += count + (int(rng.uniform(0, 2) * RATE_HZ) if rng.random() < 0.4 else 0)
    return out, names


def _layer(layer: str, count: int, data: Path, split: str, rng: Rng) -> Audio:
    if layer == "silence":
        return noise(count, rng, 1.0) * np.float32(0.01)
    if layer == "hiss":
        return noise(count, rng, float(rng.uniform(0, 2)))
    if layer == "applause":
        return _applause(count, rng)
    if layer == "robot":
        return _robot(count, split, rng)
    if layer == "one_shots":
        return play_drums(_groove(count, rng), data, count / RATE_HZ, rng, TRAIN_KITS if split == "train" else DEV_KITS)
    if layer == "gm_drums":
        font = str(rng.choice(TRAIN_FONTS if split == "train" else RESERVED_FONTS))
        return render_tracks([Track("drums", _groove(count, rng), is_drum=True)], font, count / RATE_HZ)
    files = noise_files(data, split)[layer]
    if layer == "handling":
        return _scattered(files, count, rng)
    return _crop(files, count, rng)


@lru_cache(maxsize=4)
def noise_files(data: Path, split: str) -> dict[str, list[Path]]:
    """Noise files of a split by layer: place (and hiss), speech, handling."""
    table: dict[str, list[Path]] = {"place": [], "speech": [], "handling": []}
    with (data / "instruments" / "manifest.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            if row["instrument"] != "noise":
                continue
            path = data / row["file"]
            layer = {"speech": "speech", "guitar_noise": "handling"}.get(row["articulation"], "place")
            for_dev = (
                stable_hash(re.sub(r"_rr\d+", "", path.stem)) % 5 == 0
                if layer == "handling"
                else path.stem in DEV_FILES
            )
            if for_dev == (split == "dev"):
                table[layer].append(path)
    return table


def _crop(files: list[Path], count: int, rng: Rng) -> Audio:
    audio = read_audio(files[int(rng.integers(len(files)))])
    start = int(rng.integers(max(1, len(audio) - count)))
    part = audio[start : start + count]
    return np.asarray(np.resize(part, count) if len(part) else np.zeros(count), np.float32)


def _scattered(files: list[Path], count: int, rng: Rng) -> Audio:
    out = np.zeros(count, np.float32)
    for _ in range(int(count / RATE_HZ * rng.uniform(0.5, 4)) + 1):
        hit = read_audio(files[int(rng.integers(len(files)))])
        start = int(rng.integers(count))
        hit = hit[: count - start]
        out[start : start + len(hit)] += hit * np.float32(rng.uniform(0.2, 1))
    return out


def _groove(count: int, rng: Rng) -> list:  # type: ignore[type-arg]
    beat_s = 60 / float(rng.uniform(65, 170))
    beats = [0.05 + i * beat_s for i in range(int(count / RATE_HZ / beat_s))]
    return drum_part(beats, beats[::4], rng)


def _applause(count: int, rng: Rng) -> Audio:
    """Many short noise bursts, swelling and fading."""
    claps = (rng.random(count) < rng.uniform(30, 400) / RATE_HZ) * rng.uniform(0.2, 1, count)
    length = int(0.02 * RATE_HZ)
    burst = rng.normal(size=length) * np.exp(-np.arange(length) / (0.004 * RATE_HZ))
    envelope = np.interp(np.arange(count), [0, count // 5, count], [0.3, 1, 0.2])
    return np.asarray(np.convolve(claps, burst, "same") * envelope, np.float32)


def _robot(count: int, split: str, rng: Rng) -> Audio:
    """espeak-ng sentences with pauses, one voice."""
    voice = str(rng.choice(TRAIN_VOICES if split == "train" else DEV_VOICES))
    out = np.zeros(count, np.float32)
    position = 0
    while position < count:
        said = speak(
            SENTENCES[int(rng.integers(len(SENTENCES)))], voice, int(rng.integers(120, 200)), int(rng.integers(25, 75))
        )
        said = said[: count - position]
        out[position : position + len(said)] += said
        position += len(said) + int(rng.uniform(0.2, 1.2) * RATE_HZ)
    return out


def speak(text: str, voice: str, words_per_minute: int, pitch: int) -> Audio:
    """Synthetic speech (needs the program espeak-ng)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "-p", str(pitch), "-w", str(path), text],
            check=True,
            capture_output=True,
        )
        return read_audio.__wrapped__(path)
