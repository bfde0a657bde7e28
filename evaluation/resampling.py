"""Figures with their uncertainty: 95 % bootstrap intervals over clips, 1,000 resamples, always the same seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from evaluation.scoring import Share

RESAMPLES: Final = 1000
PERCENTILES: Final = (2.5, 97.5)


@attrs.frozen
class Estimate:
    """A figure, its 95 % interval, and how many clips it comes from."""

    value: float
    low: float
    high: float
    clips: int

    def __str__(self) -> str:
        """The figure with its interval, which one clip alone cannot give."""
        return f"{self.value:.3f} [{self.low:.3f} {self.high:.3f}]" if self.clips > 1 else f"{self.value:.3f}"


def weighted_mean(shares: Sequence[Share]) -> tuple[float, float, float]:
    """Weighted mean over clips, and its 95 % bootstrap interval over clips (low, high)."""
    rows = np.array(shares, dtype=np.float64).reshape(-1, 2)
    products, weights = rows[:, 0] * rows[:, 1], rows[:, 1]
    picks = np.random.default_rng(0).integers(len(rows), size=(RESAMPLES, len(rows)))
    values = products[picks].sum(axis=1) / np.maximum(weights[picks].sum(axis=1), 1e-9)
    mean = float(products.sum() / max(weights.sum(), 1e-9))
    return mean, float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))


def mean(shares: Sequence[Share]) -> Estimate | None:
    """Mean of fractions weighted by their seconds; None without any seconds. Clips without weight are left out."""
    weighed = [share for share in shares if share[1] > 0.0]
    return Estimate(*weighted_mean(weighed), len(weighed)) if weighed else None


def difference(pairs: Sequence[tuple[Share, Share]]) -> Estimate | None:
    """Weighted mean of the first shares less that of the second, resampling both together."""
    pairs = [pair for pair in pairs if pair[0][1] > 0.0 and pair[1][1] > 0.0]
    if not pairs:
        return None
    rows = np.array(pairs, dtype=np.float64)
    picks = np.random.default_rng(0).integers(len(rows), size=(RESAMPLES, len(rows)))

    def means(chosen: NDArray[np.float64]) -> NDArray[np.float64]:
        products = (chosen[..., 0] * chosen[..., 1]).sum(axis=-2)
        return np.asarray(products / chosen[..., 1].sum(axis=-2))

    value = means(rows)
    resampled = means(rows[picks])
    low, high = np.percentile(resampled[:, 0] - resampled[:, 1], PERCENTILES)
    return Estimate(float(value[0] - value[1]), float(low), float(high), len(rows))


def quantile(groups: Sequence[Sequence[float]], fraction: float) -> Estimate | None:
    """A quantile of all values, resampling clips (groups) and not single values; None without values."""
    arrays = [np.asarray(group, dtype=np.float64) for group in groups if len(group)]
    if not arrays:
        return None
    picks = np.random.default_rng(0).integers(len(arrays), size=(RESAMPLES, len(arrays)))
    values = [float(np.quantile(np.concatenate([arrays[index] for index in row]), fraction)) for row in picks]
    low, high = np.percentile(values, PERCENTILES)
    return Estimate(float(np.quantile(np.concatenate(arrays), fraction)), float(low), float(high), len(arrays))


def ratio(ours: Estimate | None, theirs: Estimate | None) -> float:
    """Our figure over theirs; NaN where either is missing or theirs is 0."""
    return ours.value / theirs.value if ours and theirs and theirs.value else math.nan
