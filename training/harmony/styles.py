"""How styles differ in what follows what: the log-ratio of a style's share to that of all songs."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.harmony.reduction import TOKENS
from chordwork.music.suggestions.model import STYLE_STEPS, STYLES
from training.harmony.corpus import Song

STYLE_OF_SOURCE: Final = {"billboard": "pop", "pop909cl": "pop", "rockcorpus": "rock", "openewld": "standards"}
PRIOR_WEIGHT: Final = 60.0
"""Trust in all songs against a style's own, in songs that do something after a chord."""
LIMIT_NATS: Final = 2.0


def style_table(songs: list[Song]) -> NDArray[np.int8]:
    """Packed log-ratios, shape ``(styles, TOKENS + 1, TOKENS)``: style, chord before (last: none), chord."""
    counts = np.zeros((len(STYLES), TOKENS + 1, TOKENS))
    for song in songs:
        style = STYLES.index(STYLE_OF_SOURCE[song.source])
        before = np.concatenate(([TOKENS], song.tokens[:-1]))
        # What a song does often counts as the square root: its repeats are no news.
        pairs, often = np.unique(np.stack((before, song.tokens)), axis=1, return_counts=True)
        counts[style, pairs[0], pairs[1]] += np.sqrt(often)
    everything = counts.sum(axis=0)
    usual = everything.sum(axis=0) / everything.sum()
    share = _smoothed(everything, usual)
    ratios = np.log(_smoothed(counts, share) / share)
    return np.round(np.clip(ratios, -LIMIT_NATS, LIMIT_NATS) * STYLE_STEPS).astype(np.int8)


def _smoothed(counts: NDArray[np.float64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    total = counts.sum(axis=-1, keepdims=True) + PRIOR_WEIGHT
    return np.asarray((counts + PRIOR_WEIGHT * prior + 1e-9) / total)
