"""Weighted accuracy of chord timelines, by the comparisons of :mod:`chordwork.harmony.score`.

A timeline is a list of ``(start, end, label)``: seconds, seconds, Harte syntax.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chordwork.harmony.score import Comparison, Segment, compare, pieces

Share = tuple[float, float]
"""A fraction in [0, 1], and the seconds (or the count) it was measured on: its weight."""

MEASURES: Final[tuple[Comparison, ...]] = ("root", "majmin", "sevenths")


def score(
    reference: Sequence[Segment],
    estimate: Sequence[Segment],
    measures: Sequence[Comparison] = MEASURES,
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
            hit = compare(piece.reference, piece.estimate, measure)
            if hit is None:
                continue
            seconds[measure] += piece.seconds
            if hit or any(compare(label, piece.estimate, measure) for label in piece.before):
                right[measure] += piece.seconds
    return {name: (right[name] / seconds[name] if seconds[name] else 0.0, seconds[name]) for name in measures}


def with_breaths(timeline: Sequence[Segment], shortest_rest_s: float) -> list[Segment]:
    """The same, where each ``N`` between two chords that lasts less than this belongs to the chord before it.

    So an estimate can be scored both ways: against what sounds, and against what a player means by it.
    """
    joined: list[Segment] = []
    for index, (start, end, label) in enumerate(timeline):
        breath = label == "N" and 0 < index < len(timeline) - 1 and end - start < shortest_rest_s
        if joined and (breath or joined[-1][2] == label):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, label))
    return joined
