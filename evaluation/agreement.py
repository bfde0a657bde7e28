"""Where two labellers say the same of a recording: what is known of music that nobody labelled.

Two programs that were made apart from each other, and apart from the model in question, err in different places; where
they agree, the label is mostly right, and elsewhere nothing is said (``X``). Hard chords are under-represented by that,
so a share of agreed time belongs beside every figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from chordwork.harmony.score import Comparison, Segment, compare, pieces

UNSAID: Final = "X"
SHORTEST_S: Final = 0.25
"""A shorter agreement between two disagreements is chance."""
SEAM_S: Final = 0.4
"""As far apart as two labellers may hear one change: it is put midway."""

Agreement = Callable[[str, str], str | None]
"""From two labels to the one on which they agree, None where they do not."""


def alike(by: Comparison) -> Agreement:
    """Agreement of two labels as far as a comparison looks; where either is outside its vocabulary there is none."""

    def agree(first: str, second: str) -> str | None:
        if UNSAID in (first, second):
            return None
        return first if compare(first, second, by) and compare(second, first, by) else None

    return agree


@attrs.define
class _Span:
    start: float
    end: float
    label: str
    said: set[str]
    """Labels of either, in the span."""


def agreed(first: Sequence[Segment], second: Sequence[Segment], agree: Agreement) -> list[Segment]:
    """One timeline from two, over the span of the first: what both say, ``X`` where they differ.

    Args:
        first: sorted by start, not empty.
        second: sorted by start.
        agree: when two labels are one.
    """
    spans: list[_Span] = []
    for piece in pieces(first, second):
        label, end = agree(piece.reference, piece.estimate) or UNSAID, piece.start + piece.seconds
        said = {piece.reference, piece.estimate}
        if spans and spans[-1].label == label:
            spans[-1].end = end
            spans[-1].said |= said
        else:
            spans.append(_Span(piece.start, end, label, said))
    return _joined(_without_chance(_without_seams(spans)))


def agreed_share(timeline: Sequence[Segment]) -> float:
    """Share of the time on which something is said, in [0, 1]."""
    whole = sum(end - start for start, end, _ in timeline)
    return sum(end - start for start, end, label in timeline if label != UNSAID) / whole if whole else 0.0


def _without_seams(spans: list[_Span]) -> list[_Span]:
    """Where both go from one chord to another, but not at once, the change is midway."""
    for index in range(1, len(spans) - 1):
        before, seam, after = spans[index - 1 : index + 2]
        if seam.label != UNSAID or UNSAID in (before.label, after.label):
            continue
        if seam.end - seam.start <= SEAM_S and seam.said <= before.said | after.said:
            middle = (seam.start + seam.end) / 2
            before.end = after.start = seam.start = seam.end = middle
    return [span for span in spans if span.end > span.start]


def _without_chance(spans: list[_Span]) -> list[_Span]:
    for index, span in enumerate(spans):
        beside = [spans[at].label for at in (index - 1, index + 1) if 0 <= at < len(spans)]
        if span.end - span.start < SHORTEST_S and all(label == UNSAID for label in beside):
            span.label = UNSAID
    return spans


def _joined(spans: list[_Span]) -> list[Segment]:
    joined: list[Segment] = []
    for span in spans:
        if joined and joined[-1][2] == span.label:
            joined[-1] = (joined[-1][0], span.end, span.label)
        else:
            joined.append((span.start, span.end, span.label))
    return joined
