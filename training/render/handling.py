"""Noises of playing a guitar: fingers on strings, squeaks, slaps. They sound with a chord and mean none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from evaluation.clips import RATE_HZ
from evaluation.sampler import read_audio, shifted

from .nochord import noise_files
from .sound import Audio
from .voicings import Rng

LONGEST_S: Final = 0.6
GROUPS: Final = {
    "slap": ("perc", "mute_strings", "muted"),
    "squeak": ("scrape", "fingering"),
    "damp": ("mute_string", "pickrest"),
}


@lru_cache(maxsize=2)
def handling_files(data: Path, split: str) -> dict[str, list[Path]]:
    """Recordings of a split by what is heard; a group without its own takes any."""
    files = noise_files(data, split)["handling"]
    return {g: [f for f in files if any(w in f.stem for w in words)] or files for g, words in GROUPS.items()}


def handling(
    reference: Audio,
    data: Path,
    changes: Sequence[float],
    slaps: Sequence[float],
    ends: Sequence[float],
    rng: Rng,
    *,
    split: str = "train",
    quiet_db: float = 0.0,
) -> Audio:
    """Squeaks before some ``changes``, slaps at ``slaps``, strings stopped at some ``ends`` (all seconds)."""
    out = np.zeros(len(reference), np.float32)
    table = handling_files(data, split)
    peak = float(np.abs(reference).max())
    base_db = float(rng.uniform(-4, 3)) - quiet_db
    squeaks = [t - float(rng.uniform(0.05, 0.2)) for t in changes if rng.random() < 0.3]
    damps = [t for t in ends if rng.random() < 0.2]
    for group, times, low, high in (
        ("slap", slaps, -26, -12),
        ("squeak", squeaks, -36, -22),
        ("damp", damps, -34, -22),
    ):
        for time in times:
            hit = read_audio(table[group][int(rng.integers(len(table[group])))])
            hit = shifted(hit, float(rng.uniform(0.8, 1.25)), int(LONGEST_S * RATE_HZ))
            start = max(0, int(time * RATE_HZ))
            hit = hit[: max(0, len(out) - start)]
            loudest = float(np.abs(hit).max()) if len(hit) else 0.0
            if loudest < 1e-5:
                continue
            fade = min(len(hit), int(0.03 * RATE_HZ))
            hit[len(hit) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
            gain_db = base_db + float(rng.uniform(low, high))
            out[start : start + len(hit)] += hit * np.float32(peak / loudest * 10 ** (gain_db / 20))
    return out
