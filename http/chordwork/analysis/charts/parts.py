"""Parts of a song by what comes again: stretches of four, eight or twelve bars, and letters for them.

A cut is good where its stretches are found again elsewhere. The best is a path over the bars: each stretch earns the
share of it that its best match elsewhere has in common, a bar for a bar, and costs a little, so that longer ones are
preferred. Stretches of one length that have enough in common get one letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

LENGTHS: Final[dict[int, float]] = {4: 1.6, 8: 1.0, 12: 1.8}
"""What a stretch of so many bars costs, in bars."""
OTHER_LENGTH_COST: Final = 3.0
"""The same for what is left at the beginning or the end."""
SAME: Final = 0.7
"""Share of its beats that a stretch must have in common with the first one of its letter."""


@attrs.frozen
class Part:
    """Bars from ``first`` up to, not including, ``last``.

    Attributes:
        kind: equal for what has the same letter, from 0.
        first: index of a bar.
        last: index of a bar.
    """

    kind: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """``A``, ``B`` … ``Z``, ``AA``."""
        name, number = "", self.kind
        while True:
            name = chr(ord("A") + number % 26) + name
            number = number // 26 - 1
            if number < 0:
                return name


def find_parts(bars: Sequence[tuple[str, ...]]) -> tuple[Part, ...]:
    """Contiguous parts of a song.

    Args:
        bars: for each bar the Harte label on each of its beats.
    """
    if not bars:
        return ()
    alike = [[_alike(one, other) for other in bars] for one in bars]
    cuts = _best_cuts(alike)
    firsts: list[Part] = []
    parts: list[Part] = []
    for first, last in cuts:
        kind = len(firsts)
        for known in firsts:
            if known.last - known.first == last - first and _common(alike, known.first, first, last - first) >= SAME:
                kind = known.kind
                break
        part = Part(kind, first, last)
        if kind == len(firsts):
            firsts.append(part)
        parts.append(part)
    return tuple(parts)


def _best_cuts(alike: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    count = len(alike)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, count + 1):
        options = []
        for length in range(1, min(max(LENGTHS), end) + 1):
            begin = end - length
            edge = begin == 0 or end == count
            if length not in LENGTHS and not edge:
                continue
            cost = LENGTHS.get(length, OTHER_LENGTH_COST)
            worth = length * _best_match(alike, begin, length) if length in LENGTHS else 0.0
            options.append((best[begin][0] + worth - cost, begin))
        best.append(max(options, default=(float("-inf"), 0)))
    cuts = []
    end = count
    while end > 0:
        begin = best[end][1]
        cuts.append((begin, end))
        end = begin
    return cuts[::-1]


def _best_match(alike: Sequence[Sequence[float]], begin: int, length: int) -> float:
    """How much a stretch has in common with the one elsewhere that has most; 0 where there is none."""
    elsewhere = (
        _common(alike, begin, other, length) for other in range(len(alike) - length + 1) if abs(other - begin) >= length
    )
    return max(elsewhere, default=0.0)


def _common(alike: Sequence[Sequence[float]], one: int, other: int, length: int) -> float:
    return sum(alike[one + offset][other + offset] for offset in range(length)) / length


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if len(one) != len(other):
        return 0.0
    return sum(_plain(here) == _plain(there) for here, there in zip(one, other, strict=True)) / len(one)


def _plain(label: str) -> str:
    """Root, and whether it is minor: what stays when a chord is coloured."""
    root, _, quality = label.partition("/")[0].partition(":")
    return f"{root}m" if quality.startswith(("min", "dim", "hdim")) else root
