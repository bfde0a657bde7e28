"""Fixed-lag Viterbi decoding with a uniform cost of change."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray


class FixedLagViterbi:
    """Decides the state of each hop once ``lag`` later hops have been seen, and never takes it back.

    With one cost for every change the best predecessor is either the state itself or the best state of all, so a step
    is linear in the number of states (the two-way comparison of the "Potts" model of Felzenszwalb and Huttenlocher,
    2006). A decision is the state on the best path that ends at the newest hop.
    """

    def __init__(self, states: int, switch_penalty: float, lag: int) -> None:
        self._score = np.zeros(states, np.float64)
        self._penalty = switch_penalty
        self._lag = lag
        self._history: deque[tuple[NDArray[np.bool_], int]] = deque()
        self._started = False

    def step(self, log_likelihood: NDArray[np.float64]) -> int | None:
        """Take one hop's log-likelihoods, shape ``(states,)``; return the state of the hop ``lag`` before, or None."""
        if self._started:
            best = int(self._score.argmax())
            arrival = self._score[best] - self._penalty
            switched = self._score < arrival
            self._score[switched] = arrival
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
