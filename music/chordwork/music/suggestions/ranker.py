"""The small network that weighs the evidence for each candidate: two hidden layers, shared by all candidates."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@attrs.frozen(eq=False)
class Ranker:
    """Weights of a network ``FEATURES -> h -> h -> 1`` with SiLU between; features come as they are."""

    first_weight: Array
    first_bias: Array
    second_weight: Array
    second_bias: Array
    last_weight: Array

    def scores(self, features: Array) -> NDArray[np.float64]:
        """Unnormalised log-probabilities, shape ``(n,)``, of features of shape ``(n, FEATURES)``."""
        hidden = _silu(features @ self.first_weight + self.first_bias)
        hidden = _silu(hidden @ self.second_weight + self.second_bias)
        return (hidden @ self.last_weight).astype(np.float64)


def _silu(x: Array) -> Array:
    # The clip keeps exp from overflowing; beyond it the sigmoid is 0 to float precision.
    return np.asarray(x / (1 + np.exp(-np.clip(x, -60, 60))), dtype=np.float32)
