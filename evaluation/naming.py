"""Root, quality and bass of single labels, and where they are right, wrong and how sure.

The comparisons of MIREX add the bass to a chord's notes, so that ``C:min/2`` is no minor chord to them. Those here
leave the bass aside, except where it is what is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import attrs

from chordwork.harmony.harte import split_label
from chordwork.harmony.score import Segment, compare, pieces
from evaluation.listening import Decision
from evaluation.scoring import Share


@attrs.frozen
class Name:
    """A label taken apart: root and bass as pitch classes (-1 for ``N`` and ``X``), and the Harte shorthand."""

    root: int
    quality: str
    bass: int


@lru_cache(maxsize=1 << 14)
def name_of(label: str) -> Name:
    """Take a Harte label apart; ``N`` and ``X`` are their own quality."""
    parts = split_label(label)
    if parts.root is None:
        return Name(-1, label, -1)
    root = parts.root.pitch_class
    return Name(root, parts.shorthand or "maj", (root + parts.bass.semitones) % 12)


def without_bass(label: str) -> str:
    """``C:min/2`` without its ``/2``."""
    return label.partition("/")[0]


def same_triad(reference: str, estimate: str) -> bool:
    """Same root and triad type (third and fifth, or what stands in for them); False for an ``X`` reference."""
    return bool(compare(without_bass(reference), without_bass(estimate), "triads"))


def same_chord(reference: str, estimate: str) -> bool | None:
    """Same root and quality, whatever the bass; None for an ``X`` reference."""
    ours, theirs = name_of(reference), name_of(estimate)
    return None if ours.quality == "X" else (ours.root, ours.quality) == (theirs.root, theirs.quality)


def bass_recall(reference: Sequence[Segment], estimate: Sequence[Segment]) -> dict[str, Share]:
    """Where the chord is right (majmin, bass aside), the share of seconds whose bass is right too.

    ``all`` counts every such chord, ``inverted`` those whose reference bass is not the root. Silence does not count.
    """
    right = {"all": 0.0, "inverted": 0.0}
    seconds = dict.fromkeys(right, 0.0)
    for piece in pieces(reference, estimate):
        wanted = name_of(piece.reference)
        if wanted.root < 0 or not compare(without_bass(piece.reference), without_bass(piece.estimate), "majmin"):
            continue
        for group in ("all", "inverted") if wanted.bass != wanted.root else ("all",):
            seconds[group] += piece.seconds
            right[group] += piece.seconds * (name_of(piece.estimate).bass == wanted.bass)
    return {group: (right[group] / seconds[group] if seconds[group] else 0.0, seconds[group]) for group in right}


def confusions(reference: Sequence[Segment], estimate: Sequence[Segment]) -> dict[str, dict[str, float]]:
    """Seconds of each reference quality by what was said instead.

    The inner keys: ``=`` for the same root and quality; a quality alone, such as ``maj``, on the same root; with the
    semitones from the right root up to the wrong one before it, such as ``+9 min``; ``N``.
    """
    table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for piece in pieces(reference, estimate):
        right = same_chord(piece.reference, piece.estimate)
        if right is not None:
            wanted, said = name_of(piece.reference), name_of(piece.estimate)
            semitones = (said.root - wanted.root) % 12 if min(said.root, wanted.root) >= 0 else 0
            key = "=" if right else f"+{semitones} {said.quality}" if semitones else said.quality
            table[wanted.quality][key] += piece.seconds
    return {quality: dict(row) for quality, row in table.items()}


def sureness(reference: Sequence[Segment], decisions: Sequence[Decision]) -> list[tuple[float, float, float]]:
    """For each final chord: its confidence, and of its seconds (``X`` aside) those in which root and quality are right.

    Returns:
        ``(confidence, right seconds, seconds)`` a chord; chords of no seconds are left out.
    """
    rows = []
    for decision in decisions:
        span = [
            (max(start, decision.start), min(end, decision.end), label)
            for start, end, label in reference
            if start < decision.end and end > decision.start
        ]
        judged = [(end - start, same_chord(label, decision.label)) for start, end, label in span]
        seconds = sum(length for length, right in judged if right is not None)
        if seconds > 0.0:
            rows.append((decision.confidence, sum(length for length, right in judged if right), seconds))
    return rows
