"""Chance by seed: the same seed and the same question give the same answer, in every process and on every machine.

Each question has a path of its own, such as ``("chorus", "chords")``, so that settling one thing beforehand does not
change what is drawn for another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

_GRAINS: Final = 1_000_000
"""Weights are rounded to this many grains of the largest, so that the last bits of a float decide nothing."""


class Draw:
    """A stream of decisions.

    Args:
        seed: any whole number.
        path: names of the question.
    """

    def __init__(self, seed: int, *path: str) -> None:
        self._seed = seed
        self._path = path
        self._drawn = 0

    def child(self, *path: str) -> Draw:
        """Decisions of a question within this one; they do not depend on what was drawn here."""
        return Draw(self._seed, *self._path, *path)

    def unit(self) -> float:
        """A number in [0, 1)."""
        text = "\x1f".join((str(self._seed), *self._path, str(self._drawn)))
        self._drawn += 1
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2.0**48

    def chance(self, probability: float) -> bool:
        """True as often as said."""
        return self.unit() < probability

    def choose(self, items: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One item, as likely as its weight; all alike without weights."""
        if weights is None:
            return items[int(self.unit() * len(items))]
        largest = max(weights)
        grains = (
            [round(_GRAINS * max(0.0, weight) / largest) for weight in weights] if largest > 0 else [1] * len(items)
        )
        place = int(self.unit() * sum(grains))
        for item, share in zip(items, grains, strict=True):
            place -= share
            if place < 0:
                return item
        return items[-1]

    def sample(self, items: Sequence[T], count: int, weights: Sequence[float] | None = None) -> list[T]:
        """Different items, at most ``count``, in the order drawn."""
        left = list(range(len(items)))
        taken: list[T] = []
        while left and len(taken) < count:
            index = self.choose(left, None if weights is None else [weights[place] for place in left])
            left.remove(index)
            taken.append(items[index])
        return taken
