"""One frame of audio to one frame of features."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._projection import bins_reached, projection_for, tuning_step
from chordwork.engine._spec import FEATURE_SPEC, FeatureSpec
from chordwork.engine._transform import Samples, TransformPool
from chordwork.engine._tuning import TuningEstimator
from chordwork.native import PowerSpectrum, Saved, restore_fields, saved_fields

SHORT_FALL_SAMPLES = 1024
LONG_FALL_SAMPLES = 2048
"""Both windows rise slowly and fall to zero within their last 46 and 93 ms: what has just begun counts at once. Against
a Hann window and a fall of 139 ms this brought right names 14 ms sooner (training/experiments.md)."""
TUNING_EVERY_HOPS = 4
_FIELDS = ("_reference", "_hops")


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
    """Tuning-corrected, level-normalised log-frequency spectra of a stream.

    Two spectra look at the same moment: a short one for the treble and a long asymmetric one for the bass. Their
    amplitudes are divided by a reference that follows the loudest partial at once and forgets it slowly, then
    compressed by a logarithm; so neither input gain nor the decay of a ringing chord changes the picture much, while
    silence after a chord still looks dark.

    One instance a stream; not thread-safe. The same frames give the same features, bit for bit.
    """

    def __init__(self, transforms: TransformPool, spec: FeatureSpec = FEATURE_SPEC) -> None:
        self._spec = spec
        self._short_transform = transforms.get(spec.short_samples)
        self._long_transform = transforms.get(spec.long_samples)
        self._short_window = asymmetric_window(spec.short_samples, SHORT_FALL_SAMPLES)
        self._long_window = asymmetric_window(spec.long_samples, LONG_FALL_SAMPLES)
        self._long_bins = spec.long_semitones * spec.bins_per_semitone
        self._short_power = PowerSpectrum(bins_reached(spec, spec.short_samples, spec.semitones))
        self._long_power = PowerSpectrum(bins_reached(spec, spec.long_samples, spec.long_semitones))
        self._tuning_step: int | None = None
        self._retune(0)
        self._amplitudes = np.zeros((spec.channels, spec.bins), np.float32)
        self._reference = spec.reference_floor
        self._decay = 10.0 ** (-spec.reference_decay_db_per_s * spec.hop_seconds / 20.0)
        self._scale = np.float32(1.0 / math.log1p(spec.compression))
        self._hops = 0
        self.tuning = TuningEstimator(spec.sample_rate_hz, spec.long_samples, TUNING_EVERY_HOPS * spec.hop_seconds)

    def __call__(self, frame: Samples) -> NDArray[np.float32]:
        """Features of the newest moment.

        Args:
            frame: the latest ``long_samples`` samples, oldest first; shape ``(long_samples,)``.

        Returns:
            New array, shape ``(channels, bins)``, about in [0, 1].
        """
        spec = self._spec
        self._retune(tuning_step(self.tuning.cents))
        amplitudes = self._amplitudes

        newest = frame[-spec.short_samples :]
        short_power = self._short_transform.power(newest, self._short_window, self._short_power)
        self._short_projection(short_power, amplitudes[0])
        long_power = self._long_transform.power(frame, self._long_window, self._long_power)
        self._long_projection(long_power, amplitudes[1, : self._long_bins])

        loudest = math.sqrt(float(amplitudes.max()))
        self._reference = max(loudest, self._reference * self._decay, spec.reference_floor)
        if self._hops % TUNING_EVERY_HOPS == 0 and loudest > spec.reference_floor:
            self.tuning.update(long_power, self._reference)
        self._hops += 1

        features = np.sqrt(amplitudes)
        features *= np.float32(spec.compression / self._reference)
        np.log1p(features, out=features)
        features *= self._scale
        return features

    def snapshot(self) -> Saved:
        """What the next features depend on besides the next frame."""
        return {**saved_fields(self, _FIELDS), "tuning": self.tuning.snapshot()}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        restore_fields(self, saved, _FIELDS)
        self.tuning.restore(saved["tuning"])

    def _retune(self, step: int) -> None:
        if step != self._tuning_step:
            spec = self._spec
            self._short_projection = projection_for(spec, spec.short_samples, spec.semitones, step)
            self._long_projection = projection_for(spec, spec.long_samples, spec.long_semitones, step)
            self._tuning_step = step
