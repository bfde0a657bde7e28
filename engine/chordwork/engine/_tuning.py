"""Running estimate of how far the instrument is from A4 = 440 Hz."""

from __future__ import annotations

import math

from chordwork.engine._spec import TUNING_RANGE_CENTS
from chordwork.native import Saved, restore_fields, saved_fields

LOWEST_PEAK_HZ = 80.0
HIGHEST_PEAK_HZ = 1000.0
TUNING_MEMORY_SECONDS = 8.0
MINIMUM_AGREEMENT = 0.16
"""Mean resultant length, in [0, 1], below which the peaks do not agree on any tuning. With singers, drums and
compressors .2 is usual, in thousands of peaks a memory: far beyond chance (decision 159)."""
PEAK_FLOOR_POWER = 1e-3
"""Peaks more than 30 dB below the strongest of the frame are ignored,"""
SILENCE_AMPLITUDE = 1e-3
"""and those more than 60 dB below the reference."""


class TuningEstimator:
    """Circular mean of the deviation of spectral peaks from the equal-tempered grid.

    Peaks of the long spectrum are refined by a parabola through the log power of three bins; each votes with its
    amplitude for ``exp(2j * pi * cents / 100)``; votes fade with :data:`TUNING_MEMORY_SECONDS`. (They are counted in
    C.) The circular treatment follows Dressler and Streich, "Tuning frequency estimation using circular statistics"
    (ISMIR 2007).

    An estimate close to half a semitone is ambiguous. It is unwrapped towards the previous one, up to 60 cents, so
    that a stream near the boundary does not flip by a semitone.
    """

    def __init__(self) -> None:
        self._votes = 0j
        self._weight = 0.0
        self._cents = 0.0

    @property
    def cents(self) -> float:
        """Current estimate in cents, in [-60, 60]; 0 until the evidence agrees."""
        return self._cents

    @property
    def agreement(self) -> float:
        """How far the peaks agree, in [0, 1]."""
        return abs(self._votes) / self._weight if self._weight > 0.0 else 0.0

    def snapshot(self) -> Saved:
        """The votes so far, and what they come to."""
        return {"votes": [self._votes.real, self._votes.imag], **saved_fields(self, ("_weight", "_cents"))}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        real, imaginary = saved["votes"]
        restore_fields(self, saved, ("_weight", "_cents"))
        self._votes = complex(real, imaginary)

    def count(self, votes: complex, weight: float) -> None:
        """Take the sum of all votes so far, and of their amplitudes, faded."""
        self._votes, self._weight = votes, weight
        if self.agreement >= MINIMUM_AGREEMENT:
            self._cents = self._unwrapped(math.atan2(votes.imag, votes.real) / (2.0 * math.pi) * 100.0)

    def _unwrapped(self, cents: float) -> float:
        for candidate in (cents - 100.0, cents + 100.0):
            if abs(candidate) <= TUNING_RANGE_CENTS and abs(candidate - self._cents) < abs(cents - self._cents):
                return candidate
        return cents
