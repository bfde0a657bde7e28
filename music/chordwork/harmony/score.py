"""How much of a chord timeline is right: duration-weighted chord symbol recall, as MIREX and mir_eval define it.

A reference segment whose chord lies outside a comparison's vocabulary (``X``, or ``aug`` under ``majmin``) is left out
of that comparison; the estimate is never excused. ``N`` is a label like any other. The rules are those of C. Raffel et
al., "mir_eval: a transparent implementation of common MIR metrics" (ISMIR 2014), after C. Harte's thesis (2010), down
to their corners: inner gaps hold the label before them, and an estimated ``X`` counts as ``N`` where only roots are
compared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import attrs

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.harte import split_label
from chordwork.harmony.notes import Degree
from chordwork.harmony.vocabulary import HARTE_SHORTHANDS

Segment = tuple[float, float, str]
"""Start in seconds, end in seconds, Harte label."""

OVERLAP_TOLERANCE_SECONDS: Final = 0.01
"""How far two segments may overlap: annotations round their times, at worst to hundredths of a second."""

Comparison = Literal["root", "thirds", "triads", "majmin", "sevenths"]


class TimelineError(ChordworkError, ValueError, code="timeline"):
    """A sequence of segments that is no timeline: empty, unsorted, or with an end that is not after its start."""


@attrs.frozen
class Recall:
    """Seconds recalled of the seconds that could be compared. Add two of them to pool songs."""

    right_seconds: float
    comparable_seconds: float

    @property
    def fraction(self) -> float:
        """In [0, 1]; 0 where nothing was comparable, as mir_eval has it."""
        return self.right_seconds / self.comparable_seconds if self.comparable_seconds > 0 else 0.0

    def __add__(self, other: Recall) -> Recall:
        return Recall(self.right_seconds + other.right_seconds, self.comparable_seconds + other.comparable_seconds)


@attrs.frozen
class ChordScore:
    """Recall of one timeline under each comparison. Add two of them to pool songs, weighted by duration."""

    root: Recall
    thirds: Recall
    majmin: Recall
    sevenths: Recall

    def __add__(self, other: ChordScore) -> ChordScore:
        return ChordScore(
            self.root + other.root,
            self.thirds + other.thirds,
            self.majmin + other.majmin,
            self.sevenths + other.sevenths,
        )


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


def score(reference: Sequence[Segment], estimated: Sequence[Segment]) -> ChordScore:
    """Compare an estimated timeline with a reference, over the span of the reference.

    Args:
        reference: segments sorted by start; any Harte label, such as ``Eb:maj6(9)/3``.
        estimated: the same. Cropped to the reference's span; what it leaves open at either end counts as ``N``.

    Raises:
        TimelineError: the reference is empty, or either is unsorted.
        ChordSyntaxError: a label is not Harte syntax.
    """
    check_timeline(reference)
    check_timeline(estimated)
    if not reference:
        raise TimelineError("there is no reference to compare with: give at least one segment")
    cut = pieces(reference, estimated)
    return ChordScore(_recall(cut, "root"), _recall(cut, "thirds"), _recall(cut, "majmin"), _recall(cut, "sevenths"))


def check_timeline(segments: Iterable[Segment]) -> None:
    """Raise :class:`TimelineError` unless segments are sorted, do not overlap, and each ends after it starts."""
    previous_start = previous_end = float("-inf")
    for start, end, label in segments:
        if not start < end or start < previous_start or start < previous_end - OVERLAP_TOLERANCE_SECONDS:
            raise TimelineError(
                f"segment {start:g} to {end:g} ({label}) does not follow the one before it: sort segments by start, "
                "let none overlap, and let each end after it starts"
            )
        previous_start, previous_end = start, end


def pieces(reference: Sequence[Segment], estimated: Sequence[Segment], late_s: float = 0.0) -> list[Piece]:
    """Cut two timelines at each other's boundaries, over the span of the reference.

    Args:
        reference: sorted by start, not empty.
        estimated: sorted by start.
        late_s: how far back :attr:`Piece.before` looks.
    """
    begin, finish = reference[0][0], max(end for _, end, _ in reference)
    within = [segment for segment in estimated if segment[1] >= begin and segment[0] <= finish]
    silent_after = max((end for _, end, _ in within), default=begin)
    starts = [start for start, _, _ in reference]
    estimated_starts = [start for start, _, _ in within]
    times = {time for start, end, _ in (*reference, *within) for time in (start, end)}
    if late_s > 0.0:
        times |= {start + late_s for start in starts[1:]}
    cuts = sorted({begin, finish} | {time for time in times if begin < time < finish})
    result = []
    for cut, following in pairwise(cuts):
        middle = (cut + following) / 2  # rounding cannot put it on the wrong side of a boundary
        now = max(bisect_right(starts, middle) - 1, 0)
        oldest = max(bisect_right(starts, middle - late_s) - 1, 0)
        before = tuple(reference[index][2] for index in range(now - 1, oldest - 1, -1))
        index = bisect_right(estimated_starts, middle) - 1
        label = within[index][2] if index >= 0 and cut < silent_after else "N"
        result.append(Piece(cut, following - cut, reference[now][2], before, label))
    return result


def _recall(cut: Iterable[Piece], by: Comparison) -> Recall:
    right = comparable = 0.0
    for piece in cut:
        verdict = compare(piece.reference, piece.estimate, by)
        if verdict is not None:
            comparable += piece.seconds
            right += piece.seconds * verdict
    return Recall(right, comparable)


@lru_cache(maxsize=1 << 16)
def compare(reference: str, estimated: str, by: Comparison) -> bool | None:
    """Whether one label is right by a comparison; None where the reference lies outside its vocabulary.

    >>> compare("C:maj", "C:7", "majmin"), compare("C:maj", "C:7", "sevenths"), compare("C:aug", "C", "majmin")
    (True, False, None)

    Raises:
        ChordSyntaxError: a label is not Harte syntax.
    """
    (root, intervals), (said_root, said_intervals) = encode(reference), encode(estimated)
    if reference == "X" or not _IN_VOCABULARY[by](root, intervals):
        return None
    if estimated == "X" and by != "root":
        return False
    heard_as = _HEARD_AS[by]
    return root == said_root and heard_as(intervals) == heard_as(said_intervals)


@lru_cache(maxsize=4096)
def encode(label: str) -> tuple[int, frozenset[int]]:
    """What the comparisons see of a label: its root (-1 for ``N`` and ``X``), and what sounds in the octave above it.

    That is semitones above the root, the bass included. A degree both added and left out is counted, not ordered.

    Raises:
        ChordSyntaxError: not Harte syntax.
    """
    parts = split_label(label)
    if parts.root is None:
        return -1, frozenset()
    count = dict.fromkeys(_within_octave(HARTE_SHORTHANDS[parts.shorthand or "1"]), 1)
    for sign, degree in set(parts.changes):
        for interval in _within_octave((degree,)):
            count[interval] = count.get(interval, 0) + sign
    count[parts.bass.semitones % 12] = 1
    return parts.root.pitch_class, frozenset(interval for interval, times in count.items() if times > 0)


def _within_octave(degrees: Iterable[Degree]) -> list[int]:
    """Voices above the octave (9, 11, 13) are outside what is compared."""
    return [degree.semitones % 12 for degree in degrees if degree.semitones < 12]


def _triad(intervals: frozenset[int]) -> frozenset[int]:
    return frozenset(interval for interval in intervals if interval < 8)


_HEARD_AS: Final[dict[Comparison, Callable[[frozenset[int]], object]]] = {
    "root": lambda _: None,
    "thirds": lambda intervals: 3 in intervals,
    "triads": _triad,
    "majmin": _triad,
    "sevenths": lambda intervals: intervals,
}
_MAJMIN: Final = frozenset(frozenset(_within_octave(HARTE_SHORTHANDS[name])) for name in ("maj", "min"))
_SEVENTHS: Final = _MAJMIN | {
    frozenset[int](),
    *(frozenset(_within_octave(HARTE_SHORTHANDS[name])) for name in ("maj7", "7", "min7")),
}
_IN_VOCABULARY: Final[dict[Comparison, Callable[[int, frozenset[int]], bool]]] = {
    **dict.fromkeys(("root", "thirds", "triads"), lambda *_: True),
    "majmin": lambda root, intervals: root < 0 or _triad(intervals) in _MAJMIN,
    "sevenths": lambda _, intervals: intervals in _SEVENTHS,
}
