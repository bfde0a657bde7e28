"""A forward filter over beat periods and positions; the model is in `chordwork.engine`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from ._buffers import FloatArray
from ._native import ffi, lib
from ._saving import restore_array, saved_array
from .errors import AudioFormatError

if TYPE_CHECKING:
    from ._native import CData

MAX_STEPS: Final = 8
_TINY: Final = 1e-30


class BeatFilterTables:
    """What many filters share, and none changes.

    periods : lengths, in steps; a state is a period and a position in it, and states lie period by period
    change : np.ndarray [shape=(periods, periods), float32]; column: from, row: to
    restart : added to each state, np.ndarray [shape=(states,), float32]
    weights : log-likelihood of a unit of strength, np.ndarray [shape=(steps, states), float32]
    constant : and of none, np.ndarray [shape=(states,), float32]
    """

    def __init__(
        self, periods: Sequence[int], change: FloatArray, restart: FloatArray, weights: FloatArray, constant: FloatArray
    ) -> None:
        steps, states = weights.shape
        if not 1 <= steps <= MAX_STEPS or min(periods) < steps or sum(periods) != states:
            raise AudioFormatError(f"{states} states of {steps} steps do not fit periods of {sum(periods)}")
        if change.shape != (len(periods), len(periods)) or restart.shape != (states,) or constant.shape != (states,):
            raise AudioFormatError(
                "change, restart and constant must have as many entries as there are periods, states"
            )
        self.steps: Final = steps
        self.states: Final = states
        self._kept = [np.ascontiguousarray(array, np.float32) for array in (change, restart, weights, constant)]
        self.change, self.restart, self.weights, self.constant = (
            ffi.from_buffer("float[]", array) for array in self._kept
        )
        starts = np.concatenate(([0], np.cumsum(periods)[:-1]))
        self.periods: CData = ffi.new("cw_band[]", [(int(s), int(p)) for s, p in zip(starts, periods, strict=True)])
        self.count: Final = len(periods)


class BeatFilter:
    """Forward probabilities of one stream; not thread-safe."""

    def __init__(self, tables: BeatFilterTables, prior: FloatArray) -> None:
        if prior.shape != (tables.states,):
            raise AudioFormatError(f"prior must have {tables.states} entries")
        self._tables = tables
        self._states = [np.array(prior, np.float32), np.zeros(tables.states, np.float32)]
        self._views = [ffi.from_buffer("float[]", states, require_writable=True) for states in self._states]
        self._evidence = np.zeros(tables.states, np.float32)
        self._evidence_view = ffi.from_buffer("float[]", self._evidence, require_writable=True)

    @property
    def state(self) -> FloatArray:
        """Probability of each state; its buffer is overwritten by the step after the next."""
        return self._states[0]

    def snapshot(self) -> bytes:
        """The probability of each state."""
        return saved_array(self.state)

    def restore(self, saved: bytes) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for other tables' states."""
        restore_array(saved, self.state)

    def step(self, strengths: FloatArray) -> float:
        """Take onset strengths, np.ndarray [shape=(steps,), float32]; return their likelihood."""
        tables, views = self._tables, self._views
        if strengths.shape != (tables.steps,) or strengths.dtype != np.float32:
            raise AudioFormatError(f"strengths must be {tables.steps} of float32")
        lib.cw_beat_move(views[0], tables.periods, tables.count, tables.change, tables.steps, tables.restart, views[1])
        lib.cw_beat_evidence(
            tables.weights,
            tables.constant,
            ffi.from_buffer("float[]", strengths),
            tables.steps,
            tables.states,
            self._evidence_view,
        )
        np.exp(self._evidence, out=self._evidence)  # numpy's is several at a time
        total = lib.cw_beat_weigh(views[1], self._evidence_view, tables.states, _TINY)
        self._states.reverse()
        views.reverse()
        return max(total, _TINY)
