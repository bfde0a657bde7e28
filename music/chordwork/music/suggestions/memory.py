"""What a piece has done before: its own past, searched for the longest repetition of the last chords.

A prediction by partial matching (J. Cleary and I. Witten, "Data compression using adaptive coding and partial string
matching", 1984) on one piece: each longer context that was met before corrects the blend of the shorter ones.
"""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.suggestions.constants import ESCAPE, FOLLOWED_AFTER, LONGEST_MATCH, PRIOR


@attrs.frozen(eq=False)
class Recollection:
    """What followed the last chords when they came before.

    Attributes:
        blend: probability of each token, shape ``(size,)``.
        longest: how many chords back the longest repetition reaches.
        reach: for each token, the longest repetition that it followed, shape ``(size,)``.
        followed: counts after repetitions of 1, 2, 4 and 8 chords, shape ``(4, size)``.
    """

    blend: NDArray[np.float64]
    longest: int
    reach: NDArray[np.float64]
    followed: NDArray[np.float64]


def recollect(keys: NDArray[np.int64], tokens: NDArray[np.int64], size: int) -> Recollection:
    """Search a piece's past for what could come next.

    Args:
        keys: what must be equal for chords to match, shape ``(n,)``.
        tokens: what is predicted, shape ``(n,)``, each in ``0..size - 1``.
        size: how many tokens there are.
    """
    n = len(tokens)
    counts = np.bincount(tokens, minlength=size).astype(np.float64)
    blend = (counts + PRIOR / size) / (n + PRIOR)
    reach = np.zeros(size)
    followed = np.zeros((4, size))
    longest = 0
    places = np.arange(n - 1)
    after: NDArray[np.intp] = np.zeros(size, dtype=np.intp)
    share = np.zeros(size)
    followers = np.zeros(0, dtype=np.intp)
    escape = kept = 0.0
    for length in range(1, min(LONGEST_MATCH, n - 1) + 1):
        met = len(places)
        places = places[places >= length - 1]
        places = places[keys[places - (length - 1)] == keys[n - length]]
        if not len(places):
            break
        if length == 1 or len(places) < met:
            after = np.bincount(tokens[places + 1], minlength=size)
            followers = np.flatnonzero(after)
            escape = ESCAPE * len(followers)
            share = after / (len(places) + escape)
            kept = escape / (len(places) + escape)
        blend = share + kept * blend
        longest = length
        reach[followers] = length
        if length in FOLLOWED_AFTER:
            followed[FOLLOWED_AFTER[length]] = after
    return Recollection(blend, longest, reach, followed)
