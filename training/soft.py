"""What a teacher says of each clip: ``python -m training soft``.

A teacher (:data:`training.model.TEACHER`) hears a clip to its end, as rendered, before it answers; so it can tell a
doubtful chord from a sure one. Its probabilities, the few largest of each hop, are kept beside the features and are
what a student learns from, besides the labels (G. Hinton et al., "Distilling the knowledge in a neural network", 2015).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray

from evaluation.progress import tracked
from training.model import ChordNet, load
from training.packing import feature_path, unpacked

KEPT: Final = 6
"""Probabilities kept of each hop."""


@attrs.frozen(eq=False)
class Soft:
    """The largest probabilities of each hop.

    Attributes:
        which: index into ``CHORDS``, uint8 ``(hops, KEPT)``.
        share: probability in 1/255, uint8 ``(hops, KEPT)``.
    """

    which: NDArray[np.uint8]
    share: NDArray[np.uint8]


def soft_path(cache: Path, clip: Path) -> Path:
    """Where the answer about a clip lies."""
    return feature_path(cache, clip, "soft")


def read(cache: Path, clip: Path) -> Soft | None:
    """The answer about a clip, None where no teacher was asked."""
    path = soft_path(cache, clip)
    if not path.exists():
        return None
    with np.load(path) as data:
        return Soft(data["which"], data["share"])


def answer(teacher: ChordNet, features: NDArray[np.float32]) -> Soft:
    """What a teacher says of features ``(hops, channels, bins)``."""
    with torch.no_grad():
        chord = teacher(torch.from_numpy(features)[None])[0]
        share, which = chord.exp().topk(KEPT, dim=1)
    return Soft(which.numpy().astype(np.uint8), (share * 255.0).round().numpy().astype(np.uint8))


def main(cache: Path, teacher: Path) -> None:
    """Ask a saved teacher about every train clip that has features and no answer yet."""
    net = load(teacher)
    clips = [
        clip
        for clip in sorted((cache / "train").rglob("*.json"))
        if feature_path(cache, clip, "clean").exists() and not soft_path(cache, clip).exists()
    ]
    for clip in tracked(clips, len(clips), "soft labels"):
        with np.load(feature_path(cache, clip, "clean")) as data:
            soft = answer(net, unpacked(data["features"]))
        partial = soft_path(cache, clip).with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(file, which=soft.which, share=soft.share)
        partial.rename(soft_path(cache, clip))
