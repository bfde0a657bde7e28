"""How much is struck, about 86 times a second: finer in time than the features, and much cheaper.

Spectral flux: rises of log-compressed band amplitudes, by band. Amplitudes are relative to a reference that follows the
loudest slice at once and forgets it slowly, so that gain does not matter while silence stays silent.
"""

from __future__ import annotations

import itertools
import math
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._spec import FEATURE_SPEC
from chordwork.native import BandSums

ONSET_STEP_SAMPLES: Final = 256
"""11.6 ms at 22,050 Hz; divides the hop, so that steps never straddle two of them."""
ONSET_WINDOW_SAMPLES: Final = 1024
BAND_EDGES_HZ: Final = (30.0, 160.0, 500.0, 1600.0, 4000.0, 10500.0)
"""Kick and bass; low chord tones; mid; presence; cymbals."""
SLICES_A_BAND: Final = 4
ONSET_COMPRESSION: Final = 100.0
"""Knee of the logarithm, as in the feature stage."""
LAG_SECONDS: Final = 0.5 * ONSET_WINDOW_SAMPLES / FEATURE_SPEC.sample_rate_hz
"""The window sees an attack whole half its length after it happened."""


@cache
def onset_slices(rate_hz: int) -> BandSums:
    """Which FFT bins sum to which slice of which band: ``bands * SLICES_A_BAND`` of them, low to high."""
    edges = [BAND_EDGES_HZ[0]]
    for low, high in itertools.pairwise(BAND_EDGES_HZ):
        ratio = (high / low) ** (1.0 / SLICES_A_BAND)
        edges += [low * ratio**part for part in range(1, SLICES_A_BAND + 1)]
    bin_hz = rate_hz / ONSET_WINDOW_SAMPLES
    bins = np.arange(ONSET_WINDOW_SAMPLES // 2 + 1)
    firsts: list[int] = []
    weights: list[NDArray[np.float64]] = []
    for low, high in itertools.pairwise(edges):
        first, last = max(low / bin_hz, 1.0), high / bin_hz
        if last - first < 1.0:  # narrower than a bin: the nearest two, shared
            middle = math.sqrt(first * max(last, first))
            first, last = middle - 0.5, middle + 0.5
        share = np.clip(np.minimum(bins + 0.5, last) - np.maximum(bins - 0.5, first), 0.0, 1.0)
        touched = np.flatnonzero(share)
        firsts.append(int(touched[0]))
        weights.append(share[touched[0] : touched[-1] + 1])
    return BandSums(firsts, weights)
