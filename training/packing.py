"""Features on disk: where they lie, and eight bits for each value."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._spec import FEATURE_SPEC

LONG_BINS: Final = FEATURE_SPEC.long_semitones * FEATURE_SPEC.bins_per_semitone
PACKED_BINS: Final = FEATURE_SPEC.bins + LONG_BINS
"""A hop as kept on disk: the short spectrum, then what there is of the long one, eight bits each."""


def feature_path(cache: Path, clip: Path, variant: str) -> Path:
    """Where the features of a clip lie."""
    relative = clip.relative_to(cache).with_suffix(f".{variant}.npz")
    return cache / f"features-{FEATURE_SPEC.version}-u8" / relative


def packed(features: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Features ``(hops, channels, bins)``, about in [0, 1], as ``(hops, PACKED_BINS)``."""
    rows = np.concatenate((features[:, 0], features[:, 1, :LONG_BINS]), axis=1)
    return np.asarray(np.round(np.clip(rows, 0.0, 1.0) * 255.0), np.uint8)


def unpacked(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The inverse of :func:`packed`, to within 1/510."""
    features = np.zeros((len(rows), FEATURE_SPEC.channels, FEATURE_SPEC.bins), np.float32)
    features[:, 0] = rows[:, : FEATURE_SPEC.bins]
    features[:, 1, :LONG_BINS] = rows[:, FEATURE_SPEC.bins :]
    features /= 255.0
    return features
