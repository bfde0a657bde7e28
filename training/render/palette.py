"""Which General MIDI programs play which part."""

from __future__ import annotations

from typing import Final

import numpy as np

Rng = np.random.Generator
PIANOS: Final = (0, 0, 0, 1, 2, 3, 4, 4, 5, 5, 6, 7)
GUITARS: Final = (24, 24, 25, 25, 25, 26, 27, 27, 28)
DRIVEN_GUITARS: Final = (29, 30)
ORGANS: Final = (16, 17, 18, 19, 20, 21, 23)
STRINGS: Final = (48, 48, 49, 50, 51, 44, 45, 46)
PADS: Final = (88, 89, 90, 91, 92, 94, 95, 52, 53, 54)
BRASS: Final = (61, 62, 63)
MALLETS: Final = (8, 11, 12, 46)
BASSES: Final = (32, 32, 33, 33, 33, 34, 34, 35, 36, 38, 39)
LEADS: Final = (
    40,
    41,
    42,
    56,
    57,
    60,
    64,
    65,
    66,
    68,
    69,
    71,
    73,
    75,
    79,
    80,
    81,
    85,
    52,
    53,
    54,
    26,
    27,
    22,
    0,
    4,
    11,
)
SUSTAINED: Final = frozenset((*ORGANS, 48, 49, 50, 51, 44, *PADS, *BRASS))
_COMPING: Final = (
    (PIANOS, 0.4),
    (GUITARS, 0.33),
    (ORGANS, 0.08),
    (STRINGS[:5], 0.06),
    (PADS, 0.06),
    (BRASS, 0.03),
    (MALLETS, 0.04),
)


def pick(programs: tuple[int, ...], rng: Rng) -> int:
    """One program at random."""
    return int(rng.choice(programs))


def comping_program(rng: Rng) -> int:
    """A program for chords: mostly pianos and guitars."""
    families = [f for f, _ in _COMPING]
    weights = np.array([w for _, w in _COMPING])
    return pick(families[int(rng.choice(len(families), p=weights / weights.sum()))], rng)


def is_guitar(program: int) -> bool:
    """Whether GM lists the program among its guitars."""
    return 24 <= program <= 31
