"""Where a piece changes its key: the likeliest path through the 24 keys, with a price on every change.

The evidence is that of :mod:`~chordwork.harmony.keyfinding`, chord change by chord change; what parts a change
of key from a borrowed chord is that it lasts. Conservative on purpose: relative keys (C major, A minor) share their
chords, so moving between them is not told; and a stretch counts only if it is long and sure. On 390 songs of POP909 39
of 64 that change key are told, and none of the 326 others; 97.6 % of the time is in the right signature, 95.2 % with
one key for each song.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.keyfinding import CLASSES, KINDS, KeyEstimate, _tables, chord_class, find_keys
from chordwork.harmony.keys import Key, Mode
from chordwork.harmony.symbol import ChordSymbol

CHANGE_COST: Final = 12.0
"""Nats that a change of key costs: at 9 five of those 326 songs are said to change, at 15 fewer of those that do."""
LEAST_CHORDS: Final = 6
"""Chords, repeats not counted, without which a stretch is no key of its own."""
LEAST_CONFIDENCE: Final = 0.6


@attrs.frozen
class KeyStretch:
    """Chords ``first`` to ``last`` (exclusive) of a list are in one key."""

    first: int
    last: int
    estimate: KeyEstimate


def find_key_stretches(
    chords: Sequence[ChordSymbol], *, least_chords: int = LEAST_CHORDS, change_cost: float = CHANGE_COST
) -> tuple[KeyStretch, ...]:
    """The keys of a piece, in order; most pieces have one.

    Args:
        chords: in playing order; non-chords belong to the stretch that they stand in.
        least_chords: changes of chord that a stretch must have.
        change_cost: nats.

    Returns:
        Stretches that cover the list without gaps, neighbours in different keys, major or minor. Nothing if no chord
        has a root.
    """
    places = [index for index, chord in enumerate(chords) if chord.root is not None]
    if not places:
        return ()
    path = _path(np.array([chord_class(chords[place]) for place in places], dtype=np.int64), change_cost)
    cuts = [0, *(int(cut) + 1 for cut in np.flatnonzero(np.diff(path)) if not _relative(path[cut], path[cut + 1]))]
    bounds = [0, *(places[cut] for cut in cuts[1:]), len(chords)]
    return tuple(_merged(chords, bounds, least_chords))


def plain(key: Key) -> Key:
    """Major or minor, whichever a church mode is nearer to by its third."""
    return Key(key.tonic, Mode.MINOR if key.mode.is_minor else Mode.MAJOR)


def _path(classes: NDArray[np.int64], cost: float) -> NDArray[np.int64]:
    """Viterbi: the likeliest key (0..23, 12 major then 12 minor) at each chord."""
    first, change, prior = _tables()
    relative = (classes[:, None] - KINDS * np.arange(12)) % CLASSES
    score = (first[:, relative[0]] + prior[:, None]).reshape(-1)
    came_from = np.zeros((len(classes), 24), np.int64)
    for now in range(1, len(classes)):
        best = int(score.argmax())
        moved = score[best] - cost > score
        came_from[now] = np.where(moved, best, np.arange(24))
        score = np.where(moved, score[best] - cost, score)
        if classes[now] != classes[now - 1]:
            score = score + change[:, relative[now - 1], relative[now]].reshape(-1)
    path = np.empty(len(classes), np.int64)
    path[-1] = score.argmax()
    for now in range(len(classes) - 1, 0, -1):
        path[now - 1] = came_from[now, path[now]]
    return path


def _relative(one: int, other: int) -> bool:
    """Whether two of the 24 keys have the same signature."""
    return _relative_major(one) == _relative_major(other)


def _relative_major(key: int) -> int:
    return (key + 3) % 12 if key >= 12 else key


def _merged(chords: Sequence[ChordSymbol], bounds: list[int], least_chords: int) -> list[KeyStretch]:
    """Stretches between bounds; the weakest joins its longer neighbour until all stand on their own."""
    stretches = [_stretch(chords, first, last) for first, last in itertools.pairwise(bounds)]
    while len(stretches) > 1:
        alike = next((i for i in range(len(stretches) - 1) if _same(stretches[i], stretches[i + 1])), None)
        if alike is None:
            weak = [i for i, each in enumerate(stretches) if not _stands(chords, each, least_chords)]
            if not weak:
                break
            index = min(weak, key=lambda i: stretches[i].last - stretches[i].first)
            before = stretches[index - 1] if index else None
            after = stretches[index + 1] if index + 1 < len(stretches) else None
            longer_before = after is None or (before is not None and _length(before) >= _length(after))
            alike = index - 1 if longer_before else index
        joined = _stretch(chords, stretches[alike].first, stretches[alike + 1].last)
        stretches[alike : alike + 2] = [joined]
    return stretches


def _stretch(chords: Sequence[ChordSymbol], first: int, last: int) -> KeyStretch:
    found = find_keys(chords[first:last], limit=1)[0]
    return KeyStretch(first, last, KeyEstimate(plain(found.key), found.confidence))


def _same(one: KeyStretch, other: KeyStretch) -> bool:
    """One key, or two that share their notes."""
    return one.estimate.key.signature % 12 == other.estimate.key.signature % 12


def _stands(chords: Sequence[ChordSymbol], stretch: KeyStretch, least: int) -> bool:
    sounding = [chord for chord in chords[stretch.first : stretch.last] if chord.root is not None]
    changes = 1 + sum(one != other for one, other in itertools.pairwise(sounding))
    return changes >= least and stretch.estimate.confidence >= LEAST_CONFIDENCE


def _length(stretch: KeyStretch) -> int:
    return stretch.last - stretch.first
