"""Sample rates that the engine does not take, brought into its range by doubling or halving."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.analysis.decoding.decoders.sounds import Samples
from chordwork.analysis.decoding.errors import RateError
from chordwork.native import MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ

HALF_TAPS: Final = 47
"""On each side of a filter's middle: 100 dB down from 0.6 of the lower rate on."""
_BETA: Final = 10.0
LOWEST_HZ: Final = 1_000
HIGHEST_HZ: Final = 6_144_000
"""Rates beyond these are a damaged header."""


class Octave:
    """Doubles or halves a sample rate, without delay: a Kaiser-windowed half-band filter, linear in phase."""

    def __init__(self, channels: int, *, up: bool) -> None:
        self._up = up
        place = np.arange(-HALF_TAPS, HALF_TAPS + 1)
        taps: NDArray[np.float64] = 0.5 * np.sinc(place / 2) * np.kaiser(2 * HALF_TAPS + 1, _BETA)
        self._taps = taps * (2.0 if up else 1.0) / taps.sum()
        self._waiting = np.zeros((HALF_TAPS, channels))
        self._odd = 0

    def process(self, piece: Samples) -> Samples:
        """The next samples; how many come out varies."""
        if self._up:
            spread = np.zeros((2 * len(piece), piece.shape[1]))
            spread[::2] = piece
        else:
            spread = piece.astype(np.float64)
        return self._filter(spread)

    def finish(self) -> Samples:
        """The rest."""
        return self._filter(np.zeros((HALF_TAPS, self._waiting.shape[1])))

    def _filter(self, piece: NDArray[np.float64]) -> Samples:
        whole = np.concatenate([self._waiting, piece])
        count = len(whole) - 2 * HALF_TAPS
        if count <= 0:
            self._waiting = whole
            return np.zeros((0, whole.shape[1]), np.float32)
        out = np.stack([np.convolve(column, self._taps, "valid") for column in whole.T], axis=1)
        self._waiting = whole[count:]
        if not self._up:
            out, self._odd = out[self._odd :: 2], (self._odd + count) % 2
        return out.astype(np.float32)


def octaves_from(rate_hz: int) -> int:
    """How often to double (above 0) or halve (below 0) a rate until it is between 8 and 192 kHz.

    Raises:
        RateError: it is far from any rate of music.
    """
    if not LOWEST_HZ <= rate_hz <= HIGHEST_HZ:
        raise RateError(f"its sample rate is {rate_hz} Hz, which no music has: its header is damaged; export it again")
    octaves = 0
    while rate_hz * 2.0**octaves < MIN_SAMPLE_RATE_HZ:
        octaves += 1
    while rate_hz * 2.0**octaves > MAX_SAMPLE_RATE_HZ:
        octaves -= 1
    return octaves
