"""How styles, and major and minor, differ in what follows what: the log-ratio of their share to that of all songs."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.reduction import TOKENS
from chordwork.music.suggestions.constants import STYLE_STEPS
from chordwork.music.suggestions.model import STYLES
from training.harmony.corpus import Song

STYLE_OF_SOURCE: Final = {"billboard": "pop", "pop909cl": "pop", "rockcorpus": "rock", "openewld": "standards"}
PRIOR_WEIGHT: Final = 60.0
"""Trust in all songs against a style's own, in songs that do something after a chord."""
LIMIT_NATS: Final = 2.0

Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
"""Chord before (``TOKENS`` for none), chord, weight."""


def style_table(songs: list[Song]) -> NDArray[np.int8]:
    """Packed log-ratios, shape ``(styles, TOKENS + 1, TOKENS)``: style, chord before (last: none), chord."""
    counts = np.zeros((len(STYLES), TOKENS + 1, TOKENS))
    for song in songs:
        before, token, weight = _pairs(song)
        counts[STYLES.index(STYLE_OF_SOURCE[song.source]), before, token] += weight
    return _packed(_log_ratios(counts, counts.sum(axis=0), _usual(counts)))


class ModeCounts:
    """What follows what in major and in minor; can leave a song out of its own prediction."""

    def __init__(self, songs: list[Song]) -> None:
        self._counts = np.zeros((2, TOKENS + 1, TOKENS))
        self._own: dict[str, list[tuple[int, Pairs]]] = defaultdict(list)
        for song in songs:
            pairs = _pairs(song)
            self._counts[int(song.sounds_minor), pairs[0], pairs[1]] += pairs[2]
            self._own[song.group].append((int(song.sounds_minor), pairs))
        self._usual = _usual(self._counts)

    def packed(self) -> NDArray[np.int8]:
        """Log-ratios as the model holds them, shape ``(2, TOKENS + 1, TOKENS)``."""
        return _packed(_log_ratios(self._counts, self._counts.sum(axis=0), self._usual))

    def ratios_without(self, group: str, before: int, *, minor: bool) -> NDArray[np.float64]:
        """In nats, after one chord, as if the rows of one song had not been there; shape ``(TOKENS,)``."""
        counts = self._counts[:, before].copy()
        for kind, (befores, tokens, weights) in self._own.get(group, ()):
            here = befores == before
            counts[kind, tokens[here]] -= weights[here]
        counts = np.maximum(counts, 0.0)
        return np.asarray(
            np.clip(_log_ratios(counts[int(minor)], counts.sum(axis=0), self._usual), -LIMIT_NATS, LIMIT_NATS)
        )


def _pairs(song: Song) -> Pairs:
    before = np.concatenate(([TOKENS], song.tokens[:-1]))
    # What a song does often counts as the square root: its repeats are no news.
    pairs, often = np.unique(np.stack((before, song.tokens)), axis=1, return_counts=True)
    return pairs[0], pairs[1], np.sqrt(often)


def _usual(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    every = counts.sum(axis=(0, 1))
    return np.asarray(every / every.sum())


def _log_ratios(
    counts: NDArray[np.float64], everything: NDArray[np.float64], usual: NDArray[np.float64]
) -> NDArray[np.float64]:
    share = _smoothed(everything, usual)
    return np.asarray(np.log(_smoothed(counts, share) / share))


def _packed(ratios: NDArray[np.float64]) -> NDArray[np.int8]:
    return np.round(np.clip(ratios, -LIMIT_NATS, LIMIT_NATS) * STYLE_STEPS).astype(np.int8)


def _smoothed(counts: NDArray[np.float64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    total = counts.sum(axis=-1, keepdims=True) + PRIOR_WEIGHT
    return np.asarray((counts + PRIOR_WEIGHT * prior + 1e-9) / total)
