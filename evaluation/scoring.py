"""Chord timelines against a reference, by the comparisons of mir_eval.

A timeline is a list of ``(start, end, label)``: seconds, seconds, Harte syntax. What an estimate leaves open counts as
``N`` at either end and as the label before it in between, as in mir_eval.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import attrs
import mir_eval

Segment = tuple[float, float, str]
Share = tuple[float, float]
"""A fraction in [0, 1], and the seconds (or the count) it was measured on: its weight."""

MEASURES: Final = ("root", "majmin", "sevenths")


@attrs.frozen
class Piece:
    """A stretch in which nothing changes.

    Attributes:
        start: in seconds.
        seconds: its length.
        reference: label that is right.
        before: labels that were right up to ``late_s`` ago, latest first.
        estimate: label that was given.
    """

    start: float
    seconds: float
    reference: str
    before: tuple[str, ...]
    estimate: str


def pieces(reference: Sequence[Segment], estimate: Sequence[Segment], late_s: float = 0.0) -> list[Piece]:
    """Cut two timelines at each other's boundaries, over the span of the reference.

    Args:
        reference: contiguous, sorted by start.
        estimate: sorted by start.
        late_s: how far back :attr:`Piece.before` looks.
    """
    begin, finish = reference[0][0], reference[-1][1]
    within = [row for row in estimate if row[1] >= begin and row[0] <= finish]
    heard_until = within[-1][1] if within else begin
    starts = [row[0] for row in reference]
    estimate_starts = [row[0] for row in within]
    times = {time for row in (*reference, *within) for time in row[:2]}
    if late_s > 0.0:
        times |= {start + late_s for start in starts[1:]}
    cuts = sorted({begin, finish} | {time for time in times if begin < time < finish})
    result = []
    for cut, following in pairwise(cuts):
        middle = (cut + following) / 2  # rounding cannot put it on the wrong side of a boundary
        now = max(bisect_right(starts, middle) - 1, 0)
        oldest = max(bisect_right(starts, middle - late_s) - 1, 0)
        before = tuple(reference[index][2] for index in range(now - 1, oldest - 1, -1))
        index = bisect_right(estimate_starts, middle) - 1
        label = within[index][2] if index >= 0 and cut < heard_until else "N"
        result.append(Piece(cut, following - cut, reference[now][2], before, label))
    return result


@lru_cache(maxsize=1 << 16)
def verdict(measure: str, reference: str, estimate: str) -> bool | None:
    """Whether ``estimate`` is right by a comparison of mir_eval; None where it does not apply to ``reference``."""
    hit = float(getattr(mir_eval.chord, measure)([reference], [estimate])[0])
    return None if hit < 0.0 else hit > 0.5


def score(
    reference: Sequence[Segment],
    estimate: Sequence[Segment],
    measures: Sequence[str] = MEASURES,
    *,
    late_s: float = 0.0,
    ignored: Sequence[str] = (),
) -> dict[str, Share]:
    """Each measure's weighted accuracy, and the seconds it was measured on; where the reference is one of the labels
    ``ignored``, nothing is measured.

    ``late_s`` is how late the estimate may be: after each change of the reference, the chord before it is accepted for
    that long as well. What is measured (the seconds) stays the same; at 0 this is mir_eval's weighted accuracy.
    """
    right = dict.fromkeys(measures, 0.0)
    seconds = dict.fromkeys(measures, 0.0)
    for piece in pieces(reference, estimate, late_s):
        if piece.reference in ignored:
            continue
        for measure in measures:
            hit = verdict(measure, piece.reference, piece.estimate)
            if hit is None:
                continue
            seconds[measure] += piece.seconds
            if hit or any(verdict(measure, label, piece.estimate) for label in piece.before):
                right[measure] += piece.seconds
    return {name: (right[name] / seconds[name] if seconds[name] else 0.0, seconds[name]) for name in measures}
