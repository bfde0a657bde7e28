"""All features of a split in memory, and random crops of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from chordwork.engine._spec import FEATURE_SPEC
from chordwork.music import QUALITIES
from training.features import feature_path
from training.targets import IGNORED, targets_for

MAX_TRANSPOSITION = 3
EQ_DB = 6.0
NOISE_FLOOR = 4e-3
FRESH_HOPS = 7
"""A chord is fresh for about 0.3 s: the time in which a live answer is worth most."""
KIND_SHARES: Final = {"notes": 1.2, "comping": 1.1, "staccato": 0.8}
"""How much more often than by their length crops of a kind are drawn; 1 where nothing is said."""


@attrs.frozen(eq=False)
class Recording:
    """One clip as heard once: float16 features ``(hops, channels, bins)`` and targets ``(hops,)``."""

    name: str
    kind: str
    features: NDArray[np.float16]
    chord: NDArray[np.int16]
    bass: NDArray[np.int8]
    notes: NDArray[np.uint16]

    @property
    def fresh(self) -> NDArray[np.bool_]:
        """Hops within :data:`FRESH_HOPS` of a change of chord."""
        changed = np.flatnonzero(np.diff(self.chord)) + 1
        fresh = np.zeros(len(self.chord), bool)
        for hop in changed:
            fresh[hop : hop + FRESH_HOPS] = True
        return fresh


@attrs.frozen(eq=False)
class Batch:
    """Random crops: features ``(batch, time, channels, bins)``; targets flat, ``(batch * time, …)``."""

    features: Tensor
    chord: Tensor
    fresh: Tensor
    bass: Tensor
    notes: Tensor


def load(cache: Path, split: str, variants: tuple[str, ...]) -> list[Recording]:
    """Every recording of a split whose features exist, in a fixed order."""
    recordings = []
    for clip in sorted((cache / split).rglob("*.json")):
        for variant in variants:
            path = feature_path(cache, clip, variant)
            if path.exists():
                try:
                    with np.load(path) as data:
                        features = data["features"]
                except (zipfile.BadZipFile, KeyError) as error:
                    raise ValueError(f"{path} is damaged: delete it and extract the features again") from error
                targets = targets_for(json.loads(clip.read_text()), len(features))
                name = f"{clip.stem}.{variant}"
                recordings.append(
                    Recording(name, clip.parent.name, features, targets.chord, targets.bass, targets.notes)
                )
    return recordings


def batches(recordings: list[Recording], *, batch: int, hops: int, steps: int, seed: int) -> Iterator[Batch]:
    """``steps`` batches of random crops; long recordings are drawn more often, and some kinds."""
    rng = np.random.default_rng(seed)
    usable = [recording for recording in recordings if len(recording.chord) >= hops]
    weights = np.array([len(item.chord) * KIND_SHARES.get(item.kind, 1.0) for item in usable], np.float64)
    weights /= weights.sum()
    fresh_hops = [recording.fresh for recording in usable]
    for _ in range(steps):
        chosen = rng.choice(len(usable), size=batch, p=weights)
        shift = int(rng.integers(-MAX_TRANSPOSITION, MAX_TRANSPOSITION + 1))
        crops = []
        fresh = []
        for index in chosen:
            recording = usable[index]
            start = int(rng.integers(0, len(recording.chord) - hops + 1))
            crops.append((recording, slice(start, start + hops)))
            fresh.append(fresh_hops[index][start : start + hops])
        features = np.stack([recording.features[span] for recording, span in crops]).astype(np.float32)
        chord = np.concatenate([recording.chord[span] for recording, span in crops]).astype(np.int64)
        bass = np.concatenate([recording.bass[span] for recording, span in crops]).astype(np.int64)
        bits = np.concatenate([recording.notes[span] for recording, span in crops])
        notes = ((bits[:, None] >> np.arange(12)) & 1).astype(np.float32)
        yield Batch(
            torch.from_numpy(_disturb(_transpose(features, shift), rng)),
            torch.from_numpy(_transposed_chords(chord, shift)),
            torch.from_numpy(np.concatenate(fresh)),
            torch.from_numpy(bass),
            torch.from_numpy(np.roll(notes, shift, axis=1)),
        )


def _transpose(features: NDArray[np.float32], semitones: int) -> NDArray[np.float32]:
    """Shift the picture up by whole semitones; what enters at the edge is dark."""
    if semitones == 0:
        return features
    bins = semitones * FEATURE_SPEC.bins_per_semitone
    moved = np.zeros_like(features)
    if bins > 0:
        moved[..., bins:] = features[..., :-bins]
    else:
        moved[..., :bins] = features[..., -bins:]
    moved[..., 1, FEATURE_SPEC.long_semitones * FEATURE_SPEC.bins_per_semitone :] = 0.0
    return moved


def _transposed_chords(chord: NDArray[np.int64], semitones: int) -> NDArray[np.int64]:
    qualities = len(QUALITIES)
    named = (chord != IGNORED) & (chord < 12 * qualities)
    return np.where(named, (chord + semitones * qualities) % (12 * qualities), chord)


def _disturb(features: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another equaliser and noise floor for each crop, applied to the amplitudes under the logarithm, in place."""
    batch, _, channels, bins = features.shape
    compression = FEATURE_SPEC.compression
    scale = np.float32(np.log1p(compression))
    features *= scale
    np.expm1(features, out=features)
    knots = rng.uniform(-EQ_DB, EQ_DB, (batch, 7))
    positions = np.linspace(0, 6, bins)
    curve = np.stack([np.interp(positions, np.arange(7), row) for row in knots])
    features *= (10.0 ** (curve / 20.0)).astype(np.float32)[:, None, None, :]
    floor = rng.uniform(0.0, NOISE_FLOOR, (batch, 1, channels, 1)) * rng.integers(0, 2, (batch, 1, 1, 1)) * compression
    features += np.abs(rng.standard_normal(features.shape, dtype=np.float32)) * floor.astype(np.float32)
    np.log1p(features, out=features)
    features /= scale
    return features
