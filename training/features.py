"""Clips to features, through the product's own front end: ``python -m training features``.

Each train clip is heard twice: as rendered, at a random level, and once more in a random recording situation
(:mod:`training.augment`). Dev clips are heard as rendered. A clip whose feature file exists is skipped.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from pathlib import Path

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine._hearing import Hearing
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.native import Levels
from evaluation.progress import tracked
from evaluation.rooms import set_level
from training.augment import NoiseShelf, roughen
from training.packing import feature_path, packed

CHUNK_BYTES = 1 << 16


@attrs.frozen
class _Job:
    clip: Path
    target: Path
    rough: bool
    data: Path
    seed: int


def main(cache: Path, data: Path, *, seed: int, jobs: int, split: str) -> None:
    """Extract the features of every clip of ``split`` under ``cache`` that has none yet."""
    clips = sorted((cache / split).rglob("*.json"))
    wanted: list[_Job] = []
    for clip in clips:
        for variant in ("clean", "rough") if split == "train" else ("clean",):
            target = feature_path(cache, clip, variant)
            if not target.exists():
                wanted.append(_Job(clip, target, variant == "rough", data, seed))
    with multiprocessing.get_context("forkserver").Pool(jobs) as pool:
        for _ in tracked(pool.imap_unordered(_extract, wanted, chunksize=4), len(wanted), f"features {split}"):
            pass


def hear(audio: NDArray[np.float32]) -> NDArray[np.float32]:
    """All features of mono audio at the model rate, shape ``(hops, channels, bins)``, after 16-bit quantisation."""
    pcm = (np.clip(audio, -1.0, 1.0) * 32767.0).round().astype("<i2").tobytes()
    hearing = Hearing(FEATURE_SPEC.sample_rate_hz)
    frames = [
        item for start in range(0, len(pcm), CHUNK_BYTES) for item in hearing.hear(pcm[start : start + CHUNK_BYTES])
    ]
    frames += list(hearing.finish())
    return np.stack([frame for frame in frames if not isinstance(frame, Levels)])


def _extract(job: _Job) -> None:
    digest = hashlib.sha256(f"{job.seed}:{job.clip.stem}:{job.rough}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "little"))
    audio, rate = soundfile.read(job.clip.with_suffix(".flac"), dtype="float32")
    if rate != FEATURE_SPEC.sample_rate_hz:
        raise ValueError(f"{job.clip} has {rate} Hz: render it again")
    if job.rough:
        audio = roughen(audio, NoiseShelf(job.data), rng)
    else:
        audio = set_level(audio, rng, low_dbfs=-24.0, high_dbfs=0.0)
    features = hear(audio)
    job.target.parent.mkdir(parents=True, exist_ok=True)
    partial = job.target.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(file, features=packed(features))
    partial.rename(job.target)
