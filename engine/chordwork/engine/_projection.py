"""From FFT bins to log-frequency bins, for any tuning, as sparse weights."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._spec import TUNING_RANGE_CENTS, TUNING_STEP_CENTS, FeatureSpec
from chordwork.native import BandSums

A4_HZ = 440.0
A4_MIDI = 69


def log_frequencies_hz(spec: FeatureSpec, semitones: int, tuning_cents: float = 0.0) -> NDArray[np.float64]:
    """Centre frequencies of the log-frequency bins, shape ``(semitones * bins_per_semitone,)``, in Hz.

    The middle bin of each semitone lies on the note; ``tuning_cents`` moves all of them.
    """
    offsets = np.arange(semitones * spec.bins_per_semitone) - spec.bins_per_semitone // 2
    midi = spec.lowest_midi + offsets / spec.bins_per_semitone + tuning_cents / 100.0
    return np.asarray(A4_HZ * 2.0 ** ((midi - A4_MIDI) / 12.0), dtype=np.float64)


def bins_reached(spec: FeatureSpec, fft_samples: int, semitones: int) -> int:
    """FFT bins that a projection of any tuning reads at most."""
    highest_hz = float(log_frequencies_hz(spec, semitones + 1, TUNING_RANGE_CENTS)[-1])
    return min(fft_samples // 2 + 1, math.ceil(highest_hz * fft_samples / spec.sample_rate_hz) + 2)


class Projection:
    """Sums FFT power into log-frequency bins with triangular weights.

    Each triangle reaches to the neighbouring log-frequency bins, and at least one FFT bin to either side: low down,
    where FFT bins are the coarser grid, that amounts to linear interpolation. Power rather than magnitude is
    summed, so a sinusoid gives the same value wherever it falls and however many FFT bins its main lobe covers.
    """

    def __init__(self, spec: FeatureSpec, fft_samples: int, semitones: int, tuning_cents: float) -> None:
        bin_hz = spec.sample_rate_hz / fft_samples
        centres = log_frequencies_hz(spec, semitones, tuning_cents)
        reach = np.maximum(centres * (2.0 ** (1.0 / (12 * spec.bins_per_semitone)) - 1.0), bin_hz)
        firsts: list[int] = []
        weights: list[NDArray[np.float32]] = []
        for centre, half in zip(centres, reach, strict=True):
            low = max(1, int(np.floor((centre - half) / bin_hz)))
            high = min(fft_samples // 2, int(np.ceil((centre + half) / bin_hz)))
            span = np.arange(low, high + 1)
            weight = 1.0 - np.abs(span * bin_hz - centre) / half
            keep = weight > 0.0
            firsts.append(int(span[keep][0]))
            weights.append(weight[keep].astype(np.float32))
        self.sums = BandSums(firsts, weights)
        self.bins_needed = self.sums.bins_needed

    def __call__(self, power: NDArray[np.float32], out: NDArray[np.float32]) -> None:
        """Project ``power``, shape ``(>= bins_needed,)``, into ``out``, shape ``(semitones * bins_per_semitone,)``."""
        self.sums(power, out)


@cache
def projection_for(spec: FeatureSpec, fft_samples: int, semitones: int, tuning_step: int) -> Projection:
    """The projection for a tuning of ``tuning_step * TUNING_STEP_CENTS`` cents, built once per process.

    Read-only after construction, about 60 kB each; a stream uses the few near its own tuning.
    """
    return Projection(spec, fft_samples, semitones, float(tuning_step * TUNING_STEP_CENTS))


def tuning_step(tuning_cents: float) -> int:
    """Nearest step of the projection grid for a tuning in cents."""
    bounded = min(max(tuning_cents, -TUNING_RANGE_CENTS), TUNING_RANGE_CENTS)
    return round(bounded / TUNING_STEP_CENTS)
