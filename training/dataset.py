"""All features of a split in memory, and random crops of them, disturbed and transposed, on any device."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import QUALITIES
from training import soft
from training.packing import LONG_BINS, PACKED_BINS, feature_path
from training.targets import IGNORED, Targets, targets_for

MAX_TRANSPOSITION: Final = 5
EQ_DB: Final = 7.0
EQ_KNOTS: Final = 7
NOISE_FLOOR: Final = 4e-3
FRESH_HOPS: Final = 7
"""A chord is fresh for about 0.3 s: the time in which a live answer is worth most."""
KIND_SHARES: Final = {
    "notes": 1.2,
    "comping": 1.1,
    "staccato": 0.8,
    "sung": 1.2,
    "loose": 1.2,
}
"""How much more often than by their length crops of a kind are drawn; 1 where nothing is said."""
_BINS: Final = FEATURE_SPEC.bins
_CHORDS: Final = 12 * len(QUALITIES)


@attrs.frozen(eq=False)
class Recording:
    """One clip as heard once: packed features, uint8 ``(hops, PACKED_BINS)``, targets, what a teacher says of it."""

    kind: str
    features: NDArray[np.uint8]
    targets: Targets
    taught: soft.Soft | None = None

    @property
    def fresh(self) -> NDArray[np.bool_]:
        """Hops within :data:`FRESH_HOPS` of a change of chord, shape ``(hops,)``."""
        fresh = np.zeros(len(self.features), bool)
        for hop in np.flatnonzero(np.diff(self.targets.chord)) + 1:
            fresh[hop : hop + FRESH_HOPS] = True
        return fresh


@attrs.frozen(eq=False)
class Batch:
    """Random crops: features ``(batch, time, channels, bins)``; targets flat, ``(batch * time, …)``.

    ``taught`` are the chords that a teacher thinks of, and with what probability, ``(batch * time, KEPT)`` each.
    """

    features: Tensor
    chord: Tensor
    fresh: Tensor
    bass: Tensor
    notes: Tensor
    taught: tuple[Tensor, Tensor] | None = None


def recordings(cache: Path, split: str, variants: tuple[str, ...], *, taught: bool = False) -> Iterator[Recording]:
    """Every recording of a split whose features exist, in a fixed order; with what a teacher says where asked.

    Raises:
        ValueError: a file of features is damaged, or no teacher was asked about a clip.
    """
    for clip in sorted((cache / split).rglob("*.json")):
        paths = [path for variant in variants if (path := feature_path(cache, clip, variant)).exists()]
        description = json.loads(clip.read_text()) if paths else {}
        answer = soft.read(cache, clip) if taught and paths else None
        if taught and paths and answer is None:
            raise ValueError(f"no teacher was asked about {clip.stem}: run `python -m training soft`")
        for path in paths:
            try:
                with np.load(path) as data:
                    features = data["features"]
            except (zipfile.BadZipFile, KeyError) as error:
                raise ValueError(f"{path} is damaged: delete it and extract the features again") from error
            yield Recording(clip.parent.name, features, targets_for(description, len(features)), answer)


class Store:
    """Recordings end to end on one device, from which batches are drawn.

    Args:
        items: at least one.
        device: where features and batches live, such as ``"cpu"`` or ``"cuda"``.
    """

    def __init__(self, items: Iterator[Recording] | Sequence[Recording], device: str = "cpu") -> None:
        kept = list(items)
        self.device = device
        self._lengths = torch.tensor([len(item.features) for item in kept])
        self._offsets = torch.cumsum(self._lengths, 0) - self._lengths
        shares = torch.tensor([KIND_SHARES.get(item.kind, 1.0) for item in kept], dtype=torch.float64)
        self._weights = shares * self._lengths
        self._features = torch.from_numpy(np.concatenate([item.features for item in kept])).to(device)
        self._chord = torch.from_numpy(np.concatenate([item.targets.chord for item in kept])).to(device)
        self._bass = torch.from_numpy(np.concatenate([item.targets.bass for item in kept])).to(device)
        bits = np.concatenate([item.targets.notes for item in kept]).astype(np.int16)  # unknown ones turn negative
        self._notes = torch.from_numpy(bits).to(device)
        self._fresh = torch.from_numpy(np.concatenate([item.fresh for item in kept])).to(device)
        self._taught: tuple[Tensor, Tensor] | None = None
        answers = [item.taught for item in kept if item.taught is not None]
        if len(answers) == len(kept):
            self._taught = (
                torch.from_numpy(np.concatenate([answer.which for answer in answers])).to(device),
                torch.from_numpy(np.concatenate([answer.share for answer in answers])).to(device),
            )

    @property
    def hours(self) -> float:
        """Length of all recordings."""
        return float(self._lengths.sum()) * FEATURE_SPEC.hop_seconds / 3600.0

    def __len__(self) -> int:
        return len(self._lengths)

    def batches(self, *, batch: int, hops: int, steps: int, seed: int) -> Iterator[Batch]:
        """``steps`` batches of random crops; long recordings are drawn more often, and some kinds.

        The same seed gives the same batches on one kind of device.
        """
        chance = torch.Generator().manual_seed(seed)
        noise = torch.Generator(self.device).manual_seed(seed)
        weights = torch.where(self._lengths >= hops, self._weights, 0.0)
        for _ in range(steps):
            chosen = torch.multinomial(weights, batch, replacement=True, generator=chance)
            room = self._lengths[chosen] - hops + 1
            start = self._offsets[chosen] + (torch.rand(batch, generator=chance) * room).long()
            at = (start[:, None] + torch.arange(hops)).to(self.device).flatten()
            shift = torch.randint(-MAX_TRANSPOSITION, MAX_TRANSPOSITION + 1, (batch,), generator=chance)
            shift = shift.to(self.device)
            features = _transposed(self._features[at].reshape(batch, hops, PACKED_BINS), shift)
            moves = shift.repeat_interleave(hops)
            yield Batch(
                _disturbed(features, noise),
                _transposed_chords(self._chord[at].long(), moves),
                self._fresh[at],
                self._bass[at].long(),
                _transposed_notes(self._notes[at], moves),
                self._taught_at(at, moves),
            )

    def _taught_at(self, at: Tensor, semitones: Tensor) -> tuple[Tensor, Tensor] | None:
        if self._taught is None:
            return None
        which, share = self._taught
        return _transposed_chords(which[at].long(), semitones[:, None]), share[at].float() / 255.0


def _transposed(packed: Tensor, semitones: Tensor) -> Tensor:
    """Unpack ``(batch, hops, PACKED_BINS)`` to ``(batch, hops, channels, bins)`` in [0, 1], each crop of the batch
    moved up by its own number of semitones; what enters at the edges is dark."""
    device = packed.device
    source = torch.arange(_BINS, device=device) - FEATURE_SPEC.bins_per_semitone * semitones[:, None]
    channels = []
    for start, width in ((0, _BINS), (_BINS, LONG_BINS)):
        inside = (source >= 0) & (source < width) & (torch.arange(_BINS, device=device) < width)
        index = start + source.clamp(0, width - 1)
        moved = packed.gather(2, index[:, None, :].expand(-1, packed.shape[1], -1))
        channels.append(moved * inside[:, None, :])
    return torch.stack(channels, dim=2).float() / 255.0


def _transposed_chords(chord: Tensor, semitones: Tensor) -> Tensor:
    named = (chord != IGNORED) & (chord < _CHORDS)
    return torch.where(named, (chord + semitones * len(QUALITIES)) % _CHORDS, chord)


def _transposed_notes(bits: Tensor, semitones: Tensor) -> Tensor:
    """One bit a pitch class to ``(n, 12)`` of 0 and 1; of :data:`IGNORED` where notes are unknown."""
    source = (torch.arange(12, device=bits.device) - semitones[:, None]) % 12
    sounding = ((bits[:, None] >> source) & 1).float()
    return torch.where(bits[:, None] < 0, float(IGNORED), sounding)


def _disturbed(features: Tensor, generator: torch.Generator) -> Tensor:
    """Another equaliser and noise floor for each crop, applied to the amplitudes under the logarithm."""
    batch, _, channels, bins = features.shape
    device = features.device
    compression = FEATURE_SPEC.compression
    scale = float(np.log1p(compression))
    amplitudes = torch.expm1(features * scale)
    knots = (2.0 * torch.rand(batch, 1, EQ_KNOTS, generator=generator, device=device) - 1.0) * EQ_DB
    curve = torch.nn.functional.interpolate(knots, size=bins, mode="linear", align_corners=True)[:, 0]
    amplitudes *= (10.0 ** (curve / 20.0))[:, None, None, :]
    floor = torch.rand(batch, 1, channels, 1, generator=generator, device=device) * NOISE_FLOOR * compression
    floor *= torch.rand(batch, 1, 1, 1, generator=generator, device=device) < 0.5
    noise = torch.randn(features.shape, generator=generator, device=device).abs_()
    return torch.log1p(amplitudes.addcmul_(noise, floor)) / scale
