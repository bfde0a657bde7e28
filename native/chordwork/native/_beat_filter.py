"""A forward filter over beat periods and positions; the model is in `chordwork.engine`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from ._buffers import FloatArray
from ._native import ffi, lib
from ._saving import restore_array, restored_struct, saved_array, saved_struct
from .errors import AudioFormatError, SnapshotError

if TYPE_CHECKING:
    from ._native import CData

MAX_STEPS: Final = 8
MAX_PERIODS: Final = 256
SMALLEST_CHANGE: Final = 1e-9
"""A change that is less probable is taken for impossible: beginning anew is likelier by far."""
_ROWS: Final = 8
_TINY: Final = 1e-30


class BeatFilterTables:
    """What many filters share, and none changes.

    periods : lengths, in steps; a state is a period and a position in it, and states lie period by period
    change : np.ndarray [shape=(periods, periods), float32]; column: from, row: to
    restart : added to each state, np.ndarray [shape=(states,), float32]
    weights : log-likelihood of a unit of strength, np.ndarray [shape=(steps, states), float32]
    constant : and of none, np.ndarray [shape=(states,), float32]
    alike : share of a period by which others may differ and be read as the same tempo
    """

    def __init__(
        self,
        periods: Sequence[int],
        change: FloatArray,
        restart: FloatArray,
        weights: FloatArray,
        constant: FloatArray,
        *,
        alike: float = 0.0,
    ) -> None:
        steps, states = weights.shape
        count = len(periods)
        if not 1 <= steps <= MAX_STEPS or min(periods) < steps or sum(periods) != states or count > MAX_PERIODS:
            raise AudioFormatError(f"{states} states of {steps} steps do not fit periods of {sum(periods)}")
        if change.shape != (count, count) or restart.shape != (states,) or constant.shape != (states,):
            raise AudioFormatError(
                "change, restart and constant must have as many entries as there are periods, states"
            )
        self.steps: Final = steps
        self.states: Final = states
        arrays = [np.ascontiguousarray(array, np.float32) for array in (change, restart, weights, constant)]
        views = [ffi.from_buffer("float[]", array) for array in arrays]
        starts = np.concatenate(([0], np.cumsum(periods)[:-1]))
        likely, lengths = change > SMALLEST_CHANGE, np.asarray(periods)
        near = [_span(likely[to : to + _ROWS].any(axis=0)) for to in range(0, count, _ROWS)]
        same = [_span(np.abs(lengths - period) <= alike * period) for period in periods]
        lie = list(zip(starts.tolist(), periods, strict=True))
        bands = [ffi.new("cw_band[]", each) for each in (lie, near, same)]
        self._kept = (arrays, views, bands)
        self.tables: CData = ffi.new(
            "cw_beat_tables *",
            {
                "periods": bands[0],
                "near": bands[1],
                "alike": bands[2],
                "change": views[0],
                "restart": views[1],
                "weights": views[2],
                "constant": views[3],
                "least": _TINY,
                "count": count,
                "steps": steps,
                "states": states,
            },
        )


class BeatFilter:
    """Forward probabilities of one stream; not thread-safe."""

    __slots__ = ("_best", "_tables", "_view", "state")

    def __init__(self, tables: BeatFilterTables, prior: FloatArray) -> None:
        if prior.shape != (tables.states,):
            raise AudioFormatError(f"prior must have {tables.states} entries")
        self._tables = tables
        self.state: FloatArray = np.array(prior, np.float32)
        """Probability of each state."""
        self._view = ffi.from_buffer("float[]", self.state, require_writable=True)
        self._best: CData = ffi.new("cw_beat *")

    def snapshot(self) -> bytes:
        """The probability of each state."""
        return saved_array(self.state)

    def restore(self, saved: bytes) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for other tables' states."""
        restore_array(saved, self.state)

    def step(self, strengths: FloatArray) -> float:
        """Take onset strengths, np.ndarray [shape=(steps,), float32]; return their likelihood."""
        tables = self._tables
        if strengths.shape != (tables.steps,) or strengths.dtype != np.float32:
            raise AudioFormatError(f"strengths must be {tables.steps} of float32")
        return lib.cw_beat_step(tables.tables, ffi.from_buffer("float[]", strengths), self._view)

    def best(self) -> tuple[int, int, float, float]:
        """Period and position of the likeliest state, in steps; mean period of those alike, and their probability."""
        best = self._best
        lib.cw_beat_best(self._tables.tables, self._view, best)
        return best.period, best.position, best.mean_period, best.probability


class OnsetStrengths:
    """Flux of a stream to how strongly it is struck, in multiples of the running mean. Not thread-safe.

    weights : of the bands of flux
    forget : share of the mean that is left after a hop
    quietest : mean under which nothing is said to be struck: all strengths are 1 then
    loudest : of all strengths
    """

    __slots__ = ("_running", "_settings", "_shape", "_strengths", "_view", "_weights")

    def __init__(self, steps: int, weights: Sequence[float], *, forget: float, quietest: float, loudest: float) -> None:
        self._shape = (steps, len(weights))
        self._weights: CData = ffi.new("float[]", list(weights))
        self._settings = (forget, quietest, loudest)
        self._running: CData = ffi.new("cw_running_mean *")
        self._strengths: FloatArray = np.zeros(steps, np.float32)
        self._view = ffi.from_buffer("float[]", self._strengths, require_writable=True)

    def of(self, flux: FloatArray) -> FloatArray:
        """Of one hop's flux, np.ndarray [shape=(steps, bands), float32]; overwritten by the next call."""
        if flux.shape != self._shape or flux.dtype != np.float32 or not flux.flags.c_contiguous:
            raise AudioFormatError(f"flux must be contiguous float32 of shape {self._shape}")
        view = ffi.from_buffer("float[]", flux)
        lib.cw_onset_strengths(view, *self._shape, self._weights, *self._settings, self._running, self._view)
        return self._strengths

    def snapshot(self) -> bytes:
        """The mean so far."""
        return saved_struct(self._running)

    def restore(self, saved: bytes) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for what is no such mean."""
        running = restored_struct(saved, "cw_running_mean")
        if not (0.0 <= running.mean < math.inf and 0.0 <= running.weight <= 1.000001):
            raise SnapshotError("no strokes have such a mean")
        self._running = running


def _span(wanted: npt.ArrayLike) -> tuple[int, int]:
    places = np.flatnonzero(wanted)
    return (int(places[0]), int(places[-1] - places[0]) + 1) if len(places) else (0, 0)
