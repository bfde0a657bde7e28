"""Many hops of one stream by a model of one hop, without a call for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._graph import FEATURES, LAST_STATE, STATE, Shape, cut

TRIAL_HOPS: Final = 3
ALIKE: Final = 1e-4
"""By so much the parts may differ from the whole; rounding differs by a hundredth of it."""

Arrays = list[NDArray[np.float32]]
Step = Callable[[NDArray[np.float32], NDArray[np.float32]], tuple[Arrays, NDArray[np.float32]]]


class ModelRuns:
    """The three parts of a model: what looks at each hop, the memory, and what is read from it.

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
        """Cut the model, and open its parts; shapes are those of one stream.

        Raises:
            GraphError: it has no such parts.
        """
        parts = cut(model, outputs, state_shape)
        self._parts = parts
        self._outputs = tuple(outputs)
        self._front = open_session(parts.front)
        seen = self._front.run(parts.seen, {FEATURES: np.zeros((1, *features_shape), np.float32)})
        self._memory = open_session(parts.memory([each.shape for each in seen]))
        self._heads = open_session(parts.heads)

    def agrees(self, step: Step, *, features_shape: Shape, state_shape: Shape) -> bool:
        """Whether the parts together say what the whole says of a few hops of noise."""
        hops = np.random.default_rng(0).random((TRIAL_HOPS, *features_shape), np.float32)
        state = before = np.zeros((1, *state_shape), np.float32)
        found, after = self.step(hops, before)
        for number in range(TRIAL_HOPS):
            expected, state = step(hops[number : number + 1], state)
            for one, other in zip(found, expected, strict=True):
                if one[number].shape != other[0].shape or np.abs(one[number] - other[0]).max() > ALIKE:
                    return False
        return bool(np.abs(after - state).max() <= ALIKE)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Arrays, NDArray[np.float32]]:
        """Hops in order, shape ``(hops, …)``, and the state ``(1, …)`` before the first; outputs and the last state."""
        parts, hops = self._parts, len(features)
        seen = self._front.run(parts.seen, {FEATURES: features})
        by_hop = {
            name: each.reshape(hops, -1, *each.shape[1:]) for name, each in zip(parts.each_seen, seen, strict=True)
        }
        after, *collected = self._memory.run((LAST_STATE, *parts.each_kept), {STATE: state, **by_hop})
        if hops == 1:  # a single row would be rounded otherwise than a row among others
            collected = [np.concatenate((each, each)) for each in collected]
        kept = {name: each.reshape(-1, *each.shape[2:]) for name, each in zip(parts.kept, collected, strict=True)}
        return [each[:hops] for each in self._heads.run(self._outputs, kept)], after
