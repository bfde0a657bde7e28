"""The cheapest way through a row of choices, where each choice costs something and so does each change.

Viterbi, "Error bounds for convolutional codes" (1967).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def cheapest_path(
    costs: Sequence[Sequence[float]], changes: Iterable[Sequence[Sequence[float]]], *, decimals: int | None = None
) -> list[int]:
    """Which choice to take at each place, so that all together cost least; of equals the first.

    Args:
        costs: points of each choice, place by place; at least one place, and no place without a choice.
        changes: from one place to the next, points of each change: a row for each choice there, in it one for each
            choice here.
        decimals: to which sums are rounded, so that what costs the same is equal to the last bit; unrounded for None.
    """
    totals = list(costs[0])
    came_from: list[list[int]] = []
    for own, rows in zip(costs[1:], changes, strict=True):
        origins: list[int] = []
        reached: list[float] = []
        for cost, row in zip(own, rows, strict=True):
            sums = [total + change for total, change in zip(totals, row, strict=True)]
            sums = sums if decimals is None else [round(total, decimals) for total in sums]
            origins.append(min(range(len(sums)), key=sums.__getitem__))
            reached.append(sums[origins[-1]] + cost)
        came_from.append(origins)
        totals = reached
    path = [min(range(len(totals)), key=totals.__getitem__)]
    for origins in reversed(came_from):
        path.append(origins[path[-1]])
    return path[::-1]
