"""Counting what follows what, so that the rows of one song can be left out of their own prediction."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.suggestions.counts import LONGEST_CONTEXT, context_key, pack_weights, start_token
from training.harmony.corpus import Song

SATURATION: Final = 2.0
"""A song that does something n times weighs ``1 - exp(-n / SATURATION)``: repeats within a song are no news."""
MINIMUM_SONGS: Final = 2
"""What fewer songs do is left out."""

Gram = tuple[int, ...]


class Tally:
    """Weights of all n-grams over songs, and of each song alone."""

    def __init__(self, songs: Iterable[Song]) -> None:
        raw: dict[str, Counter[Gram]] = defaultdict(Counter)
        for song in songs:
            raw[song.group].update(grams(song))
        self.own = {group: {gram: _weight(count) for gram, count in own.items()} for group, own in raw.items()}
        self._weight: Counter[Gram] = Counter()
        self._songs: Counter[Gram] = Counter()
        for own in self.own.values():
            self._weight.update(own)
            self._songs.update(own.keys())
        self._after: dict[Gram, list[int]] = defaultdict(list)
        for gram in sorted(self._weight):
            if self._songs[gram] >= MINIMUM_SONGS:
                self._after[gram[:-1]].append(gram[-1])

    def without(self, group: str | None) -> HeldOut:
        """The counts as if one song had not been there."""
        return HeldOut(self, self.own.get(group or "", {}))

    def after(self, context: Gram, own: dict[Gram, float]) -> tuple[NDArray[np.intp], NDArray[np.float64]] | None:
        """Followers of a context and their weights, a song's own share taken off."""
        followers = self._after.get(context)
        if not followers:
            return None
        kept = []
        weights = []
        for token in followers:
            gram = (*context, token)
            mine = own.get(gram, 0.0)
            if self._songs[gram] - (mine > 0) >= MINIMUM_SONGS:
                kept.append(token)
                weights.append(max(self._weight[gram] - mine, 1e-6))
        return np.array(kept, dtype=np.intp), np.array(weights)

    def packed(self) -> dict[str, NDArray[np.generic]]:
        """The arrays of :class:`~chordwork.music.suggestions.counts.PackedCounts`."""
        order = sorted(self._after, key=lambda context: (len(context), context_key(context)))
        tokens = [token for context in order for token in self._after[context]]
        weights = np.array([self._weight[(*context, token)] for context in order for token in self._after[context]])
        return {
            "contexts": np.array([context_key(context) for context in order], dtype=np.uint64),
            "sizes": np.array([len(self._after[context]) for context in order], dtype=np.uint8),
            "tokens": np.array(tokens, dtype=np.uint8),
            "weights": pack_weights(weights),
        }


class HeldOut:
    """A tally without one song; what the product calls ``Followers``."""

    def __init__(self, tally: Tally, own: dict[Gram, float]) -> None:
        self._tally = tally
        self._own = own

    def after(self, context: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.float64]] | None:
        """See :class:`~chordwork.music.suggestions.counts.Followers`."""
        return self._tally.after(tuple(context), self._own)


def grams(song: Song) -> Counter[Gram]:
    """All n-grams that end in a chord, the start of the piece included."""
    tokens = [start_token(minor=song.sounds_minor), *map(int, song.tokens)]
    found: Counter[Gram] = Counter()
    for end in range(1, len(tokens)):
        for length in range(min(LONGEST_CONTEXT, end) + 1):
            found[tuple(tokens[end - length : end + 1])] += 1
    return found


def _weight(count: int) -> float:
    return 1 - math.exp(-count / SATURATION)
