"""What a player would have seen: how soon the right name, how restless, how often a chord where there is none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise

from chordwork.harmony.score import Segment, pieces
from evaluation.listening import Decision
from evaluation.naming import same_triad
from evaluation.scoring import Share

NOT_CHORDS = frozenset({"N", "X"})


def onsets(reference: Sequence[Segment]) -> list[Segment]:
    """The chords that need a new name: pitched, with another root or triad type than the segment before.

    A following segment with the same triad (``C:maj`` then ``C:7`` or ``C:maj/3``) prolongs the chord.
    """
    chords: list[Segment] = []
    before = "N"
    for start, end, label in reference:
        if label not in NOT_CHORDS:
            if chords and before not in NOT_CHORDS and same_triad(before, label):
                chords[-1] = (chords[-1][0], end, chords[-1][2])
            else:
                chords.append((start, end, label))
        before = label
    return chords


def naming_delays(reference: Sequence[Segment], live: Sequence[Segment]) -> list[float | None]:
    """For each of :func:`onsets`, seconds from it until the display first has its root and triad type.

    0 where the display already had it; None where it never came before the chord ended. The display changes at the
    end of the 20 ms chunk that brought the change, so delays hold up to 20 ms of chunking.
    """
    delays: list[float | None] = []
    for start, end, label in onsets(reference):
        right = (max(begin, start) - start for begin, until, shown in live
                 if until > start and begin < end and same_triad(label, shown))  # fmt: skip
        delays.append(next(right, None))
    return delays


def needless_changes(reference: Sequence[Segment], live: Sequence[Segment]) -> tuple[int, int]:
    """Flicker: displayed changes beyond the one that each reference segment may need, and the number of segments.

    Every change of the displayed label (quality and bass included) counts for the reference segment it falls into;
    the first one is needed, each further one is not. Rests are segments too; neighbours with the same label are one.
    A change that the display leaves out does not make up for a needless one elsewhere.
    """
    starts = [next(rows)[0] for _, rows in groupby(reference, key=lambda row: row[2])]
    counts = [0] * len(starts)
    for before, after in pairwise(live):
        if before[2] != after[2] and reference[0][0] <= after[0] < reference[-1][1]:
            counts[bisect_right(starts, after[0]) - 1] += 1
    return sum(max(0, count - 1) for count in counts), len(starts)


def decision_delays(decisions: Sequence[Decision], seconds: float) -> list[float]:
    """Seconds from the end of each final chord until it was said; those said at the end of the audio are left out."""
    return [decision.said_at - decision.end for decision in decisions if decision.said_at < seconds - 1e-6]


def false_chords(timeline: Sequence[Segment]) -> int:
    """How many chords a timeline claims: stretches with one label that is neither ``N`` nor ``X``."""
    return sum(label not in NOT_CHORDS for label, _ in groupby(timeline, key=lambda row: row[2]))


def silence_recall(reference: Sequence[Segment], timeline: Sequence[Segment]) -> Share:
    """Share of the reference's ``N`` that the timeline calls ``N``, and its seconds."""
    silent = [piece for piece in pieces(reference, timeline) if piece.reference == "N"]
    seconds = sum(piece.seconds for piece in silent)
    right = sum(piece.seconds for piece in silent if piece.estimate == "N")
    return (right / seconds if seconds else 0.0, seconds)
