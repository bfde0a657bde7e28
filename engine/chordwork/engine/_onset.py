"""How much is struck, about 86 times a second: finer in time than the features, and much cheaper."""

from __future__ import annotations

import itertools
import math
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._features import hann_window
from chordwork.engine._spec import FEATURE_SPEC, FeatureSpec
from chordwork.engine._transform import Samples, TransformPool
from chordwork.native import BandSums, OnsetFlux, Saved, restore_fields

STEP_SAMPLES: Final = 256
"""11.6 ms at 22,050 Hz; divides the hop, so that steps never straddle two of them."""
WINDOW_SAMPLES: Final = 1024
BAND_EDGES_HZ: Final = (30.0, 160.0, 500.0, 1600.0, 4000.0, 10500.0)
"""Kick and bass; low chord tones; mid; presence; cymbals."""
SLICES_A_BAND: Final = 4
COMPRESSION: Final = 100.0
"""Knee of the logarithm, as in the feature stage."""
LAG_SECONDS: Final = 0.5 * WINDOW_SAMPLES / FEATURE_SPEC.sample_rate_hz
"""The window sees an attack whole half its length after it happened."""


class OnsetDetector:
    """Spectral flux of one stream: rises of log-compressed band amplitudes, by band.

    Amplitudes are relative to a reference that follows the loudest slice at once and forgets it slowly, so that gain
    does not matter while silence stays silent.
    """

    def __init__(self, transforms: TransformPool, spec: FeatureSpec = FEATURE_SPEC) -> None:
        self.steps: Final = spec.hop_samples // STEP_SAMPLES
        self._transform = transforms.get(self.steps, WINDOW_SAMPLES)
        self._window = hann_window(WINDOW_SAMPLES)
        self._first = spec.long_samples - (spec.hop_samples - STEP_SAMPLES + WINDOW_SAMPLES)
        self._slices = _slices(spec.sample_rate_hz)
        self._sums = np.zeros((self.steps, len(self._slices)), np.float32)
        self._flux = OnsetFlux(slices=len(self._slices), slices_a_band=SLICES_A_BAND, steps=self.steps)
        self._floor = spec.reference_floor
        self._reference = spec.reference_floor
        self._decay = 10.0 ** (-spec.reference_decay_db_per_s * spec.hop_seconds / 20.0)

    def __call__(self, frame: Samples) -> NDArray[np.float32]:
        """Flux of the newest hop.

        Args:
            frame: the latest ``long_samples`` samples, oldest first.

        Returns:
            New array, shape ``(steps, bands)``, oldest first, each at least 0.
        """
        size = frame.itemsize
        overlapping = np.ndarray(
            (self.steps, WINDOW_SAMPLES), np.float32, frame, self._first * size, (STEP_SAMPLES * size, size)
        )
        self._slices.of_spectra(self._transform(overlapping, self._window), self._sums)
        quietest = max(self._reference * self._decay, self._floor)
        flux, self._reference = self._flux(self._sums, compression=COMPRESSION, quietest=quietest)
        return flux

    def snapshot(self) -> Saved:
        """What the next flux depends on besides the next frame."""
        return {"flux": self._flux.snapshot(), "_reference": self._reference}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        self._flux.restore(saved["flux"])
        restore_fields(self, saved, ("_reference",))


@cache
def _slices(rate_hz: int) -> BandSums:
    """Which FFT bins sum to which slice of which band: ``bands * SLICES_A_BAND`` of them, low to high."""
    edges = [BAND_EDGES_HZ[0]]
    for low, high in itertools.pairwise(BAND_EDGES_HZ):
        ratio = (high / low) ** (1.0 / SLICES_A_BAND)
        edges += [low * ratio**part for part in range(1, SLICES_A_BAND + 1)]
    bin_hz = rate_hz / WINDOW_SAMPLES
    bins = np.arange(WINDOW_SAMPLES // 2 + 1)
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
