"""Fixed-lag Viterbi decoding where a change costs the same from everywhere."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray


class FixedLagViterbi:
    """Decides the state of each hop once ``lag`` later hops have been seen, and never takes it back.

    The cost of a change depends on where it leads, not on where it comes from. So the best predecessor is either the
    state itself or the best state of all, and a step is linear in the number of states (the "Potts" model of
    Felzenszwalb and Huttenlocher, 2006). A decision is the state on the best path that ends at the newest hop.

    Args:
        penalty: cost of a change to each state, in the unit of the log-likelihoods; shape ``(states,)``.
        lag: hops, at least 1.
    """

    def __init__(self, penalty: NDArray[np.float64], lag: int) -> None:
        self._score = np.zeros(len(penalty), np.float64)
        self._penalty = penalty
        self._lag = lag
        self._history: deque[tuple[NDArray[np.bool_], int]] = deque()
        self._started = False

    def step(self, log_likelihood: NDArray[np.float64]) -> int | None:
        """Take one hop's log-likelihoods, shape ``(states,)``; return the state of the hop ``lag`` before, or None."""
        if self._started:
            best = int(self._score.argmax())
            arrival = self._score[best] - self._penalty
            switched = self._score < arrival
            np.maximum(self._score, arrival, out=self._score)
            self._history.append((switched, best))
        self._started = True
        self._score += log_likelihood
        self._score -= self._score.max()
        if len(self._history) < self._lag:
            return None
        state = self._traceback()[0]
        self._history.popleft()
        return state

    def flush(self) -> list[int]:
        """The states of the hops not yet decided, oldest first; the search starts anew afterwards."""
        states = self._traceback() if self._started else []
        self._history.clear()
        self._score[:] = 0.0
        self._started = False
        return states

    def _traceback(self) -> list[int]:
        state = int(self._score.argmax())
        path = [state]
        for switched, best in reversed(self._history):
            if switched[state]:
                state = best
            path.append(state)
        path.reverse()
        return path
