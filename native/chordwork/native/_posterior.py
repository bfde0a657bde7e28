"""Probabilities of states, step by step. None is thread-safe; what is given out is overwritten by the next call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._buffers import DoubleArray, FloatArray, borrow_doubles
from ._native import ffi, lib
from .errors import AudioFormatError

if TYPE_CHECKING:
    from ._native import CData


class StepEvidence:
    """One step's log-probabilities, as decoders want them.

    states : how many
    temperature : by which log-probabilities are divided, so that confidence means probability
    sharpness : exponent on the evidence; below 1 where neighbouring steps share it
    """

    __slots__ = ("_exponentials", "_sharpness", "_temperature", "_views", "evidence", "probability", "scaled")

    def __init__(self, states: int, *, temperature: float, sharpness: float) -> None:
        self._temperature = temperature
        self._sharpness = sharpness
        self.scaled: DoubleArray = np.zeros(states)
        """Log-probabilities by their temperature."""
        self._exponentials: DoubleArray = np.zeros((2, states))
        self.probability: DoubleArray = self._exponentials[0]
        """The same as probabilities, which sum to 1."""
        self.evidence: DoubleArray = self._exponentials[1]
        """The same sharpened; the largest is 1."""
        self._views = [borrow_doubles(each, states) for each in (self.scaled, self.probability, self.evidence)]

    def take(self, log_probability: FloatArray) -> None:
        """Of one step, np.ndarray [shape=(states,), float32]."""
        states = len(self.scaled)
        scaled, probability, evidence = self._views
        lib.cw_exponents(
            _borrow_floats(log_probability, states),
            states,
            self._temperature,
            self._sharpness,
            scaled,
            probability,
            evidence,
        )
        np.exp(self._exponentials, out=self._exponentials)  # numpy's is several at a time
        lib.cw_normalise(probability, states)


class ForwardFilter:
    """Which state it is, by all that was seen so far.

    posterior : at first; np.ndarray [shape=(states,), float64]
    arrival : probability that each step arrives in each state from elsewhere; likewise
    keep : and that it stays where it is
    """

    __slots__ = ("_keep", "_views", "arrival", "posterior")

    def __init__(self, posterior: DoubleArray, arrival: DoubleArray, *, keep: float) -> None:
        self._keep = keep
        self.posterior: DoubleArray = np.array(posterior, np.float64)
        """Probability of each state now."""
        self.arrival: DoubleArray = np.array(arrival, np.float64)
        """May be written to."""
        self._views = [borrow_doubles(each, len(posterior)) for each in (self.posterior, self.arrival)]

    def step(self, evidence: DoubleArray) -> int:
        """Take the likelihood of each state, up to a factor; return the likeliest state."""
        states = len(self.posterior)
        posterior, arrival = self._views
        return lib.cw_forward(posterior, arrival, borrow_doubles(evidence, states), states, self._keep)


class Smoother:
    """A running mean that forgets: each step moves it a share of the way to what is new.

    shape : of what is averaged
    share : in (0, 1]
    """

    __slots__ = ("_share", "_view", "mean")

    def __init__(self, shape: tuple[int, ...], share: float) -> None:
        self._share = share
        self.mean: DoubleArray = np.zeros(shape)
        """The mean; 0 at first."""
        self._view = borrow_doubles(self.mean, self.mean.size)

    def step(self, values: FloatArray) -> None:
        """Take new values, np.ndarray [shape=shape, float32]."""
        size = self.mean.size
        lib.cw_follow(self._view, _borrow_floats(values, size), size, self._share)


def _borrow_floats(values: FloatArray, count: int) -> CData:
    if values.dtype != np.float32 or values.size != count or not values.flags.c_contiguous:
        raise AudioFormatError(f"wanted {count} contiguous float32 values, not {values.size} of {values.dtype}")
    return ffi.from_buffer("float[]", values)
