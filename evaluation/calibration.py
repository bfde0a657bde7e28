"""Is the confidence of the final tier true? A reliability table and the expected calibration error.

After M. Naeini, G. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (AAAI
2015): ten bins of equal width; each final chord counts with its seconds, and is right in the seconds in which root and
quality agree with the reference (bass aside). The error is the weighted mean over bins of |share right - confidence|.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from evaluation.resampling import PERCENTILES, RESAMPLES, Estimate

BINS: Final = 10
LEAST_DOUBT: Final = 1e-9
STEPS: Final = 100
RIDGE: Final = 1e-6
"""Keeps a step finite where all that was said is equally sure."""

Chord = tuple[float, float, float]
"""Confidence in [0, 1], seconds that were right, seconds."""


@attrs.frozen
class Bin:
    """Final chords with a confidence in [low, high): how many, how long, how sure and how right on average."""

    low: float
    high: float
    chords: int
    seconds: float
    confidence: float
    right: float


def reliability(chords: Sequence[Chord]) -> list[Bin]:
    """The ten bins; means of an empty one are NaN."""
    rows = np.array(chords, dtype=np.float64).reshape(-1, 3)
    index = _bin_index(rows)
    table = []
    for number in range(BINS):
        chosen = rows[index == number]
        seconds = float(chosen[:, 2].sum())
        confidence = float((chosen[:, 0] * chosen[:, 2]).sum() / seconds) if seconds else float("nan")
        right = float(chosen[:, 1].sum() / seconds) if seconds else float("nan")
        table.append(Bin(number / BINS, (number + 1) / BINS, len(chosen), seconds, confidence, right))
    return table


def calibration_error(clips: Sequence[Sequence[Chord]]) -> Estimate | None:
    """Expected calibration error in [0, 1], resampling clips; None without chords."""
    sums = np.array([_bin_sums(np.array(clip, dtype=np.float64)) for clip in clips if clip])
    if not len(sums):
        return None
    picks = np.random.default_rng(0).integers(len(sums), size=(RESAMPLES, len(sums)))
    low, high = np.percentile(_error(sums[picks].sum(axis=1)), PERCENTILES)
    return Estimate(float(_error(sums.sum(axis=0))), float(low), float(high), len(sums))


def logistic_line(said: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset that turn the log-odds of a confidence into those of its being right, most likely ones.

    J. Platt, "Probabilistic outputs for support vector machines" (1999).

    Args:
        said: confidence in [0, 1], and whether what was said was right; at least some of both.
    """
    sure = np.clip([confidence for confidence, _ in said], LEAST_DOUBT, 1.0 - LEAST_DOUBT)
    right = np.array([float(each) for _, each in said])
    inputs = np.stack((np.log(sure / (1.0 - sure)), np.ones(len(sure))), axis=1)
    line = np.zeros(2)
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-inputs @ line))
        curvature = (inputs * (chance * (1.0 - chance))[:, None]).T @ inputs + RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, inputs.T @ (right - chance))
        line += step / max(1.0, float(np.abs(step).max()))
    return float(line[0]), float(line[1])


def _bin_index(rows: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray((rows[:, 0] * BINS).clip(0, BINS - 1), np.int64)


def _bin_sums(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Confidence-seconds, right seconds and seconds of each bin, shape ``(3, BINS)``."""
    index = _bin_index(rows)
    sums = np.zeros((3, BINS))
    for row, value in enumerate((rows[:, 0] * rows[:, 2], rows[:, 1], rows[:, 2])):
        np.add.at(sums[row], index, value)
    return sums


def _error(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape ``(…, 3, BINS)`` to ``(…)``."""
    gaps = np.abs(sums[..., 1, :] - sums[..., 0, :])
    return np.asarray(gaps.sum(axis=-1) / np.maximum(sums[..., 2, :].sum(axis=-1), 1e-9))
