"""What followed what in the songs the model was counted on: contexts of up to seven chords, packed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from chordwork.harmony.reduction import TOKENS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_CONTEXT: Final = 7
"""Chords of a context, the start of the piece included."""
START_MAJOR: Final = TOKENS
START_MINOR: Final = TOKENS + 1
"""Stand before the first chord, and tell the mode."""
WEIGHT_STEPS: Final = 16
"""Steps a packed weight has in one nat of ``1 + weight``."""
_BASE: Final = TOKENS + 3


class Followers(Protocol):
    """Something that knows what followed a context."""

    def after(self, context: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.float64]] | None:
        """Tokens that followed a context and their weights, each shape ``(k,)``; None if it was never seen."""


class PackedCounts:
    """Counts as the data file holds them.

    Args:
        contexts: :func:`context_key` of each context, shape ``(c,)``.
        sizes: how many tokens follow each, shape ``(c,)``.
        tokens: those tokens, one context after the other, shape ``(t,)``.
        weights: packed weight of each, see :func:`pack_weights`, shape ``(t,)``.
    """

    def __init__(
        self,
        contexts: NDArray[np.uint64],
        sizes: NDArray[np.uint8],
        tokens: NDArray[np.uint8],
        weights: NDArray[np.uint8],
    ) -> None:
        import numpy as np

        ends = np.cumsum(sizes, dtype=np.int64)
        self._spans = dict(
            zip(contexts.tolist(), zip((ends - sizes).tolist(), ends.tolist(), strict=True), strict=True)
        )
        self._tokens = tokens.astype(np.intp)
        self._weights = unpack_weights(weights)

    def after(self, context: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.float64]] | None:
        """See :class:`Followers`."""
        span = self._spans.get(context_key(context))
        if span is None:
            return None
        return self._tokens[span[0] : span[1]], self._weights[span[0] : span[1]]


def context_key(context: Sequence[int]) -> int:
    """A number for each context of at most :data:`LONGEST_CONTEXT` tokens."""
    key = 0
    for token in context:
        key = key * _BASE + token + 1
    return key


def pack_weights(weights: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Weights >= 0 as bytes; ``1 + weight`` is kept to 3.2 %, half a step."""
    import numpy as np

    return np.clip(np.round(WEIGHT_STEPS * np.log1p(weights)), 1, 255).astype(np.uint8)


def unpack_weights(packed: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The inverse of :func:`pack_weights`."""
    import numpy as np

    return np.expm1(packed.astype(np.float64) / WEIGHT_STEPS)


def start_token(*, minor: bool) -> int:
    """What stands before the first chord."""
    return START_MINOR if minor else START_MAJOR
