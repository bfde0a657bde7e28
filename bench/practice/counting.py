"""Hits, misses and false alarms, with intervals."""

from __future__ import annotations

import math
from typing import Any, Final

import attrs

_Z: Final = 1.96


@attrs.define
class Count:
    """Decisions of one kind.

    Attributes:
        hits: said and so.
        false: said and not so.
        missed: so and not said.
    """

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, said: frozenset[int], so: frozenset[int]) -> None:
        """Compare two sets."""
        self.hits += len(said & so)
        self.false += len(said - so)
        self.missed += len(so - said)

    @property
    def precision(self) -> float:
        """Share of what was said that is so; 1 if nothing was said."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what is so that was said; 1 if there was nothing."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)

    def shown(self) -> str:
        """``.97 [.94 .99] of 210`` for precision and recall."""
        return f"{ratio(self.hits, self.hits + self.false)} / {ratio(self.hits, self.hits + self.missed)}"

    def data(self) -> dict[str, Any]:
        """For JSON."""
        return {**attrs.asdict(self), "precision": self.precision, "recall": self.recall}


def ratio(part: int, whole: int) -> str:
    """A share with its 95 % interval by E. Wilson (1927)."""
    if whole == 0:
        return "—"
    share = part / whole
    spread = 1 + _Z**2 / whole
    middle = (share + _Z**2 / (2 * whole)) / spread
    half = _Z * math.sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2)) / spread
    return f"{share:.3f} [{max(0.0, middle - half):.3f} {min(1.0, middle + half):.3f}] of {whole}"
