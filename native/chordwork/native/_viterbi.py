"""Fixed-lag Viterbi decoding where a change costs the same from everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from ._buffers import DoubleArray, borrow_doubles
from ._native import ffi, lib
from ._saving import Saved, restore_array, restored_array, restored_struct, saved_array, saved_struct
from .errors import AudioFormatError, SnapshotError

if TYPE_CHECKING:
    from ._native import CData

_UNDECIDED: Final = -1


class FixedLagViterbi:
    """Decides the state of each step once `lag` later steps have been seen, and never takes it back. Not thread-safe.

    The cost of a change depends on where it leads, not on where it comes from. So the best predecessor is either the
    state itself or the best state of all, and a step is linear in the number of states [1]_. A decision is the state
    on the best path that ends at the newest step.

    penalty : cost of a change to each state, in the unit of the log-likelihoods; np.ndarray [shape=(states,), float64]
    lag : steps, at least 1

    .. [1] Felzenszwalb & Huttenlocher, "Efficient belief propagation for early vision", IJCV 70(1), 2006.
    """

    __slots__ = ("_lag", "_states", "_viterbi")

    def __init__(self, penalty: DoubleArray, lag: int) -> None:
        if lag < 1 or not len(penalty):
            raise AudioFormatError(f"a decoder needs a lag of at least 1, not {lag}, and at least one state")
        self._states = len(penalty)
        self._lag = lag
        viterbi = lib.cw_viterbi_new(borrow_doubles(penalty, self._states), self._states, lag)
        if viterbi == ffi.NULL:
            raise MemoryError(f"no memory to decode {self._states} states")
        self._viterbi: CData = ffi.gc(viterbi, lib.cw_viterbi_free)

    def step(self, log_likelihood: DoubleArray) -> int | None:
        """Take one step's log-likelihoods, np.ndarray [shape=(states,), float64].

        Returns the state of the step `lag` before, or None.
        """
        state = lib.cw_viterbi_step(self._viterbi, borrow_doubles(log_likelihood, self._states))
        return None if state == _UNDECIDED else state

    def snapshot(self) -> Saved:
        """The search so far; not the penalties."""
        state = ffi.new("cw_viterbi_state *")
        score, best, switched = self._memory()
        lib.cw_viterbi_save(self._viterbi, state, *self._views(score, best, switched))
        return {
            "state": saved_struct(state),
            "score": saved_array(score),
            "best": saved_array(best),
            "switched": saved_array(np.packbits(switched)),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for a search of another size."""
        score, best, switched = self._memory()
        restore_array(saved["score"], score)
        restore_array(saved["best"], best)
        bits = restored_array(saved["switched"], np.uint8, ((switched.size + 7) // 8,))
        switched[...] = np.unpackbits(bits, count=switched.size)
        state = restored_struct(saved["state"], "cw_viterbi_state")
        if lib.cw_viterbi_restore(self._viterbi, state, *self._views(score, best, switched)) != 0:
            raise SnapshotError("no search of this size can be in such a state")

    def _memory(self) -> tuple[DoubleArray, npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
        return (
            np.zeros(self._states),
            np.zeros(self._lag, dtype=np.uint32),
            np.zeros(self._lag * self._states, dtype=np.uint8),
        )

    @staticmethod
    def _views(
        score: DoubleArray, best: npt.NDArray[np.uint32], switched: npt.NDArray[np.uint8]
    ) -> tuple[CData, CData, CData]:
        return (
            ffi.from_buffer("double[]", score, require_writable=True),
            ffi.from_buffer("uint32_t[]", best, require_writable=True),
            ffi.from_buffer("uint8_t[]", switched, require_writable=True),
        )

    def flush(self) -> list[int]:
        """The states of the steps not yet decided, oldest first; the search starts anew afterwards."""
        states = np.zeros(self._lag, dtype=np.int32)
        count = lib.cw_viterbi_flush(self._viterbi, ffi.from_buffer("int32_t[]", states, require_writable=True))
        return [int(state) for state in states[:count]]
