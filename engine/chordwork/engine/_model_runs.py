"""Many hops of one stream, or of several, by a model of one hop, without a call for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._graph import FEATURES, LAST_STATE, STATE, Shape, cut

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
        self._remembered_names = (LAST_STATE, *parts.each_kept)
        self._outputs = tuple(outputs)
        self._front = open_session(parts.front)
        seen = self._front.run(parts.seen, {FEATURES: np.zeros((1, *features_shape), np.float32)})
        self._memory = open_session(parts.memory([each.shape for each in seen]))
        self._heads = open_session(parts.heads)

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
        seen = self._seen(features)
        kept, after = self._remembered([each.reshape(len(features), -1, *each.shape[1:]) for each in seen], state)
        return self._read(kept, len(features)), after

    def step_together(self, runs: Sequence[Run]) -> list[tuple[Arrays, Array]]:
        """As :meth:`step` for several streams, each with as many hops as it has: one look at all hops, then the
        memories of all streams hop by hop, as long as there are hops, then one reading of all.

        What is said of a stream does not depend on who else is there, if rows of the model's products do not.
        """
        order = sorted(range(len(runs)), key=lambda each: -len(runs[each][0]))
        lengths = [len(runs[each][0]) for each in order]
        stretches = _stretches(lengths)
        first = runs[0][0]
        rows = np.empty((sum(lengths), *first.shape[1:]), first.dtype)
        at = 0
        for start, hops, streams in stretches:
            stretch = rows[at : at + hops * streams].reshape(hops, streams, *rows.shape[1:])
            for place in range(streams):
                stretch[:, place] = runs[order[place]][0][start : start + hops]
            at += hops * streams
        per_hop = [each.reshape(len(rows), -1, *each.shape[1:]) for each in self._seen(rows)]
        states = np.concatenate([runs[each][1] for each in order])
        at, collected = 0, list[Arrays]()
        last: list[Array] = [states] * len(runs)
        for _, hops, streams in stretches:
            parts = [
                each[at : at + hops * streams].reshape(hops, streams * each.shape[1], *each.shape[2:])
                for each in per_hop
            ]
            kept, states = self._remembered(parts, states[:streams])
            collected.append(kept)
            for place in range(streams):
                last[place] = states[place : place + 1]
            at += hops * streams
        kept = [np.concatenate(each) if len(each) > 1 else each[0] for each in map(list, zip(*collected, strict=True))]
        outputs = self._read(kept, len(rows))
        said: list[tuple[Arrays, Array]] = [([], states)] * len(runs)
        for place, each in enumerate(order):
            said[each] = [_of(output, stretches, place) for output in outputs], last[place]
        return said

    def _seen(self, features: Array) -> Arrays:
        seen: Arrays = self._front.run(self._parts.seen, {FEATURES: features})
        return seen

    def _remembered(self, seen: Arrays, state: Array) -> tuple[Arrays, Array]:
        """What each hop leaves in memory, rows of all; and the last state."""
        parts = self._parts
        by_hop = dict(zip(parts.each_seen, seen, strict=True))
        after, *collected = self._memory.run(self._remembered_names, {STATE: state, **by_hop})
        return [each.reshape(-1, *each.shape[2:]) for each in collected], after

    def _read(self, kept: Arrays, rows: int) -> Arrays:
        if rows == 1:  # a single row would be rounded otherwise than a row among others
            kept = [np.concatenate((each, each)) for each in kept]
        outputs = self._heads.run(self._outputs, dict(zip(self._parts.kept, kept, strict=True)))
        return [each[:rows] for each in outputs]


def _stretches(lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Of streams with so many hops each, the most first: where all that are left go on together. First hop, hops and
    streams of each such stretch."""
    found, start = [], 0
    for streams in range(len(lengths), 0, -1):
        if (hops := lengths[streams - 1] - start) > 0:
            found.append((start, hops, streams))
            start += hops
    return found


def _of(output: Array, stretches: Sequence[tuple[int, int, int]], place: int) -> Array:
    """The rows of one stream."""
    parts, at = [], 0
    for _, hops, streams in stretches:
        if place < streams:
            parts.append(output[at + place : at + hops * streams : streams])
        at += hops * streams
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
