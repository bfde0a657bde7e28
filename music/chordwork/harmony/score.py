"""How much of a chord timeline is right: duration-weighted chord symbol recall, as MIREX and mir_eval define it.

A reference segment whose chord lies outside a comparison's vocabulary (``X``, or ``aug`` under ``majmin``) is left out
of that comparison; the estimate is never excused. ``N`` is a label like any other. The rules are those of C. Raffel et
al., "mir_eval: a transparent implementation of common MIR metrics" (ISMIR 2014), after C. Harte's thesis (2010), down
to their corners: inner gaps hold the label before them, and an estimated ``X`` counts as ``N`` where only roots are
compared.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import attrs

from chordwork.harmony.chord import ChordSyntaxError, pitch_class
from chordwork.harmony.errors import ChordworkError

Segment = tuple[float, float, str]
"""Start in seconds, end in seconds, Harte label."""

OVERLAP_TOLERANCE_SECONDS: Final = 0.01
"""How far two segments may overlap: annotations round their times, at worst to hundredths of a second."""

Comparison = Literal["root", "thirds", "majmin", "sevenths"]


class TimelineError(ChordworkError, ValueError):
    """A sequence of segments that is no timeline: empty, unsorted, or with an end that is not after its start."""

    code = "timeline"


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
class HarteChord:
    """A label of the whole Harte grammar, taken apart.

    Attributes:
        root: pitch class 0..11; -1 for ``N`` and ``X``.
        intervals: semitones above the root that sound within the first octave, the bass included.
        unknown: True for ``X`` only.
    """

    root: int
    intervals: frozenset[int]
    unknown: bool = False


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
    pieces = _common_pieces(reference, estimated)
    return ChordScore(*(_recall(pieces, _RULES[name]) for name in ("root", "thirds", "majmin", "sevenths")))


def compare(reference: str, estimated: str, by: Comparison) -> bool | None:
    """Whether one label is right by a comparison; None where the reference lies outside its vocabulary.

    >>> compare("C:maj", "C:7", "majmin"), compare("C:maj", "C:7", "sevenths"), compare("C:aug", "C", "majmin")
    (True, False, None)
    """
    return _RULES[by](parse_harte(reference), parse_harte(estimated))


@lru_cache(maxsize=4096)
def parse_harte(label: str) -> HarteChord:
    """Take a label of the whole Harte grammar apart, beyond the vocabulary that the recogniser speaks.

    Raises:
        ChordSyntaxError: not Harte syntax.
    """
    if label == "N":
        return HarteChord(-1, frozenset())
    if label == "X":
        return HarteChord(-1, frozenset(), unknown=True)
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ChordSyntaxError(label)
    shorthand = match["shorthand"]
    if shorthand is None:
        shorthand = "" if match["degrees"] else "maj"
    sounding = [0] * 12
    for interval in (0, *_SHORTHANDS[shorthand]):
        sounding[interval] = 1
    for degree in {text.strip() for text in (match["degrees"] or "").split(",") if text}:
        interval = _semitones(degree.lstrip("*"))
        if interval < 12:  # Upper voices (9, 11, 13) are outside the octave that is compared.
            sounding[interval % 12] += -1 if degree.startswith("*") else 1
    sounding[_semitones(match["bass"] or "1") % 12] = 1
    return HarteChord(pitch_class(match["root"]), frozenset(i for i, count in enumerate(sounding) if count > 0))


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


_Piece = tuple[float, HarteChord, HarteChord]


def _common_pieces(reference: Sequence[Segment], estimated: Sequence[Segment]) -> list[_Piece]:
    """Cut both timelines at each other's boundaries: (seconds, reference chord, estimated chord)."""
    begin = min(start for start, _, _ in reference)
    finish = max(end for _, end, _ in reference)
    within = [segment for segment in estimated if segment[1] >= begin and segment[0] <= finish]
    silent_after = max((end for _, end, _ in within), default=begin)
    times = {time for start, end, _ in (*reference, *within) for time in (start, end)} | {begin, finish}
    cuts = sorted(time for time in times if begin <= time <= finish)
    reference_starts = [start for start, _, _ in reference]
    estimated_starts = [start for start, _, _ in within]
    pieces: list[_Piece] = []
    for cut, next_cut in pairwise(cuts):
        index = bisect_right(estimated_starts, cut) - 1
        label = within[index][2] if index >= 0 and cut < silent_after else "N"
        held = reference[bisect_right(reference_starts, cut) - 1][2]
        pieces.append((next_cut - cut, parse_harte(held), parse_harte(label)))
    return pieces


_Rule = Callable[[HarteChord, HarteChord], "bool | None"]


def _recall(pieces: Sequence[_Piece], rule: _Rule) -> Recall:
    right = comparable = 0.0
    for seconds, reference, estimated in pieces:
        verdict = rule(reference, estimated)
        if verdict is not None:
            comparable += seconds
            right += seconds * verdict
    return Recall(right, comparable)


def _root(reference: HarteChord, estimated: HarteChord) -> bool | None:
    return None if reference.unknown else reference.root == estimated.root


def _thirds(reference: HarteChord, estimated: HarteChord) -> bool | None:
    if reference.unknown:
        return None
    if estimated.unknown:
        return False
    return reference.root == estimated.root and (3 in reference.intervals) == (3 in estimated.intervals)


def _majmin(reference: HarteChord, estimated: HarteChord) -> bool | None:
    triad = frozenset(interval for interval in reference.intervals if interval < 8)
    if reference.unknown or (reference.root >= 0 and triad not in _MAJMIN):
        return None
    same = triad == frozenset(interval for interval in estimated.intervals if interval < 8)
    return reference.root == estimated.root and same and not estimated.unknown


def _sevenths(reference: HarteChord, estimated: HarteChord) -> bool | None:
    if reference.unknown or reference.intervals not in _SEVENTHS:
        return None
    same = reference.intervals == estimated.intervals
    return reference.root == estimated.root and same and not estimated.unknown


def _semitones(degree: str) -> int:
    number = degree.lstrip("#b")
    return _DEGREES[number] + degree.count("#") - degree.count("b")


_SHORTHANDS: Final[dict[str, tuple[int, ...]]] = {
    "": (), "1": (0,), "5": (0, 7),
    "maj": (0, 4, 7), "min": (0, 3, 7), "aug": (0, 4, 8), "dim": (0, 3, 6), "sus2": (0, 2, 7), "sus4": (0, 5, 7),
    "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10), "minmaj7": (0, 3, 7, 11),
    "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9), "dim7": (0, 3, 6, 9), "hdim7": (0, 3, 6, 10),
    "9": (0, 4, 7, 10), "maj9": (0, 4, 7, 11), "min9": (0, 3, 7, 10),
    "11": (0, 4, 7, 10), "maj11": (0, 4, 7, 11), "min11": (0, 3, 7, 10), "aug7": (0, 4, 8, 10),
    "13": (0, 4, 7, 10), "maj13": (0, 4, 7, 11), "min13": (0, 3, 7, 10),
}  # fmt: skip
"""Semitones of each Harte shorthand; voices above the octave are left out, as the comparisons do."""

_DEGREES: Final[dict[str, int]] = {
    "1": 0, "2": 2, "3": 4, "4": 5, "5": 7, "6": 9, "7": 11, "8": 12, "9": 14, "10": 16, "11": 17, "12": 19, "13": 21,
}  # fmt: skip

_DEGREE: Final = r"(?:b*|#*)(?:1[0-3]?|[2-9])"
_LABEL: Final = re.compile(
    r"(?P<root>[A-G](?:b*|#*))"
    rf"(?::(?=[^/])(?P<shorthand>{'|'.join(sorted(filter(None, _SHORTHANDS), key=len, reverse=True))})?"
    rf"(?:\((?P<degrees>\*?{_DEGREE}(?:,\*?{_DEGREE})*)\))?)?"
    rf"(?:/(?P<bass>{_DEGREE}))?"
)
_MAJMIN: Final = frozenset(frozenset(_SHORTHANDS[name]) for name in ("maj", "min"))
_SEVENTHS: Final = frozenset(frozenset(_SHORTHANDS[name]) for name in ("maj", "min", "maj7", "7", "min7", ""))
_RULES: Final[dict[Comparison, _Rule]] = {"root": _root, "thirds": _thirds, "majmin": _majmin, "sevenths": _sevenths}
