"""One frame of audio to one frame of features."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._onset import (
    ONSET_COMPRESSION,
    ONSET_STEP_SAMPLES,
    ONSET_WINDOW_SAMPLES,
    SLICES_A_BAND,
    onset_slices,
)
from chordwork.engine._projection import A4_HZ, bins_reached, projection_for, tuning_step
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.engine._transform import Samples, TransformPool
from chordwork.engine._tuning import (
    HIGHEST_PEAK_HZ,
    LOWEST_PEAK_HZ,
    PEAK_FLOOR_POWER,
    SILENCE_AMPLITUDE,
    TUNING_MEMORY_SECONDS,
    TuningEstimator,
)
from chordwork.native import HopPlan, HopSpectra, HopTuning, Saved

SHORT_FALL_SAMPLES = 1024
LONG_FALL_SAMPLES = 2048
"""Both windows rise slowly and fall to zero within their last 46 and 93 ms: what has just begun counts at once. Against
a Hann window and a fall of 139 ms this brought right names 14 ms sooner (training/experiments.md)."""
TUNING_EVERY_HOPS = 4


@cache
def hann_window(size: int) -> Samples:
    """Periodic Hann window scaled so that a unit sinusoid peaks at magnitude 1, shape ``(size,)``.

    Read-only: all streams share it, and so do the caches of the processor.
    """
    window = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(size) / size)
    return _shared(2.0 * window / window.sum())


@cache
def asymmetric_window(size: int, fall: int) -> Samples:
    """Half a Hann window rising over ``size - fall`` samples, half of one falling over ``fall``; scaled alike."""
    rise = size - fall
    window = np.concatenate(
        (
            0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise),
            0.5 + 0.5 * np.cos(np.pi * (np.arange(fall) + 1.0) / fall),
        )
    )
    return _shared(2.0 * window / window.sum())


def _shared(window: NDArray[np.float64]) -> Samples:
    shared = np.asarray(window, dtype=np.float32)
    shared.flags.writeable = False
    return shared


class FeatureExtractor:
    """Tuning-corrected, level-normalised log-frequency spectra of a stream, and how much is struck in it.

    Two spectra look at the same moment: a short one for the treble and a long asymmetric one for the bass. Their
    amplitudes are divided by a reference that follows the loudest partial at once and forgets it slowly, then
    compressed by a logarithm; so neither input gain nor the decay of a ringing chord changes the picture much, while
    silence after a chord still looks dark.

    One instance a stream; not thread-safe. The same frames give the same features, bit for bit.
    """

    def __init__(self, transforms: TransformPool, *, onsets: bool = False) -> None:
        spec = FEATURE_SPEC
        plan = hop_plan()
        self._spectra = HopSpectra(
            plan,
            transforms.get(plan.short_samples),
            transforms.get(plan.low_samples),
            (transforms.get(plan.steps, plan.onset_samples), onset_slices(spec.sample_rate_hz)) if onsets else None,
        )
        self._tuning_step: int | None = None
        self._retune(0)
        self.tuning = TuningEstimator()
        self.flux: NDArray[np.float32] | None = None
        """Spectral flux of the newest hop, shape ``(steps, bands)``, oldest first; None unless made with ``onsets``."""

    def __call__(self, frame: Samples) -> NDArray[np.float32]:
        """Features of the newest moment.

        Args:
            frame: the latest ``short_samples`` samples, oldest first; shape ``(short_samples,)``. Each frame is a hop
                on from the one before; of what came earlier, the extractor keeps what it needs.

        Returns:
            New array, shape ``(channels, bins)``, about in [0, 1].
        """
        features, self.flux, voted = self._spectra.take(frame)
        if voted:
            self.tuning.count(*self._spectra.votes)
            self._retune(tuning_step(self.tuning.cents))
        return features

    def snapshot(self) -> Saved:
        """What the next features depend on besides the next frame."""
        return {"spectra": self._spectra.snapshot(), "tuning": self.tuning.snapshot()}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        self._spectra.restore(saved["spectra"])
        self.tuning.restore(saved["tuning"])
        self._retune(tuning_step(self.tuning.cents))

    def _retune(self, step: int) -> None:
        if step != self._tuning_step:
            spec = FEATURE_SPEC
            self._spectra.tune(
                projection_for(spec, spec.short_samples, spec.semitones, step).sums,
                projection_for(spec, spec.long_samples, spec.long_semitones, step).sums,
            )
            self._tuning_step = step


@cache
def hop_plan() -> HopPlan:
    """Windows and constants of the feature stage; all streams share them."""
    spec = FEATURE_SPEC
    bin_hz = spec.sample_rate_hz / spec.long_samples
    return HopPlan(
        rate_hz=spec.sample_rate_hz,
        hop_samples=spec.hop_samples,
        short_window=asymmetric_window(spec.short_samples, SHORT_FALL_SAMPLES),
        long_window=asymmetric_window(spec.long_samples, LONG_FALL_SAMPLES),
        reach_hz=bins_reached(spec, spec.long_samples, spec.long_semitones) * bin_hz,
        onset_window=hann_window(ONSET_WINDOW_SAMPLES),
        onset_step_samples=ONSET_STEP_SAMPLES,
        slices_a_band=SLICES_A_BAND,
        floor=spec.reference_floor,
        decay=10.0 ** (-spec.reference_decay_db_per_s * spec.hop_seconds / 20.0),
        compression=spec.compression,
        onset_compression=ONSET_COMPRESSION,
        tuning=HopTuning(
            lowest_hz=LOWEST_PEAK_HZ,
            highest_hz=HIGHEST_PEAK_HZ,
            a4_hz=A4_HZ,
            every_hops=TUNING_EVERY_HOPS,
            decay=math.exp(-TUNING_EVERY_HOPS * spec.hop_seconds / TUNING_MEMORY_SECONDS),
            floor=PEAK_FLOOR_POWER,
            silence=SILENCE_AMPLITUDE,
        ),
    )
