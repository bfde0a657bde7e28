"""Many hops of one stream, or of several, by a model of one hop, without a call for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._graph import FEATURES, HOPS, LAST_STATE, STATE, Shape, cut

TRIAL_HOPS: Final = (3, 2, 2, 1)
"""Of each stream of the trial. The first is asked for alone, too."""
ALIKE: Final = 1e-4
"""By so much the parts may differ from the whole; rounding differs by a hundredth of it."""

Array = NDArray[np.float32]
Arrays = list[Array]
Run = tuple[Array, Array]
"""Hops of one stream in order, shape ``(hops, …)``, and its state ``(1, …)`` before the first."""
Step = Callable[[Array, Array], tuple[Arrays, Array]]


class ModelRuns:
    """A model's three parts in one: what looks at each hop, the memory hop by hop, and what is read from it.

    Immutable, and safe to share between threads.
    """

    def __init__(
        self,
        model: bytes,
        outputs: Sequence[str],
        open_session: Callable[[bytes], Any],
        *,
        features_shape: Shape,
        state_shape: Shape,
    ) -> None:
        """Cut the model, and join its parts; shapes are those of one stream.

        Raises:
            GraphError: it has no such parts.
        """
        parts = cut(model, outputs, state_shape)
        seen = open_session(parts.front).run(parts.seen, {FEATURES: np.zeros((1, *features_shape), np.float32)})
        shapes = [each.shape for each in seen]
        by_hop = {name: each[np.newaxis] for name, each in zip(parts.each_seen, seen, strict=True)}
        state = np.zeros((1, *state_shape), np.float32)
        kept = open_session(parts.memory(shapes)).run(parts.each_kept, {STATE: state, **by_hop})
        self._session = open_session(parts.joined(shapes, [each.shape[1:] for each in kept]))
        self._outputs = (*outputs, LAST_STATE)

    def difference(self, step: Step, *, features_shape: Shape, state_shape: Shape) -> float:
        """How far the parts are from the whole, asked for one hop of one stream at a time, on a few hops of noise.

        0 where not a bit differs, infinite where they give something else altogether.
        """
        chance = np.random.default_rng(0)
        runs = [
            (chance.random((hops, *features_shape), np.float32), chance.random((1, *state_shape), np.float32))
            for hops in TRIAL_HOPS
        ]
        found = [self.step(*runs[0]), *self.step_together(runs)]
        largest = 0.0
        for (features, state), (outputs, after) in zip([runs[0], *runs], found, strict=True):
            for hop in range(len(features)):
                expected, state = step(features[hop : hop + 1], state)
                for one, other in zip(outputs, expected, strict=True):
                    if one[hop].shape != other[0].shape:
                        return float("inf")
                    largest = max(largest, float(np.abs(one[hop] - other[0]).max()))
            largest = max(largest, float(np.abs(after - state).max()))
        return largest

    def step(self, features: Array, state: Array) -> tuple[Arrays, Array]:
        """Hops in order, shape ``(hops, …)``, and the state ``(1, …)`` before the first; outputs and the last state."""
        hops = len(features)
        if hops > 1:
            return self._run(features, hops, state)
        # a single row would be rounded otherwise than a row among others
        outputs, after = self._run(np.concatenate((features, features)), 1, np.concatenate((state, state)))
        return [each[:1] for each in outputs], after[:1]

    def step_together(self, runs: Sequence[Run]) -> list[tuple[Arrays, Array]]:
        """As :meth:`step` for several streams, those with as many hops together: one look at all of their hops, their
        memories hop by hop, one reading of all.

        What is said of a stream does not depend on who else is there, if rows of the model's products do not.
        """
        by_length: dict[int, list[int]] = {}
        for number, (features, _) in enumerate(runs):
            by_length.setdefault(len(features), []).append(number)
        said: dict[int, tuple[Arrays, Array]] = {}
        for hops, numbers in by_length.items():
            streams = len(numbers)
            if streams == 1:
                said[numbers[0]] = self.step(*runs[numbers[0]])
                continue
            first = runs[numbers[0]][0]
            rows = np.empty((hops, streams, *first.shape[1:]), first.dtype)
            for place, number in enumerate(numbers):
                rows[:, place] = runs[number][0]
            states = np.concatenate([runs[number][1] for number in numbers])
            outputs, after = self._run(rows.reshape(-1, *first.shape[1:]), hops, states)
            for place, number in enumerate(numbers):
                said[number] = [each[place::streams] for each in outputs], after[place : place + 1]
        return [said[number] for number in range(len(runs))]

    def _run(self, features: Array, hops: int, states: Array) -> tuple[Arrays, Array]:
        """Of all streams the first hop, of all the second, and so on; and the states of all."""
        asked = {FEATURES: features, HOPS: np.array([hops]), STATE: states}
        *outputs, after = self._session.run(self._outputs, asked)
        return outputs, after
