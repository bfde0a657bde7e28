"""What usually follows what, among the chords of a palette: the songs that the suggestion model was counted on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.reduction import REDUCED_QUALITIES, TOKENS, reduced_quality
from chordwork.music.songwriting.progression.bare import Bare, degrees_of
from chordwork.music.suggestions.constants import STYLE_STEPS
from chordwork.music.suggestions.counts import start_token
from chordwork.music.suggestions.model import STYLE_STRENGTH, STYLES, shipped_model

Floats = NDArray[np.float64]
_KINDS: Final = len(REDUCED_QUALITIES)
_COLOURS: Final = {"maj": ("maj", "maj7"), "min": ("min", "min7"), "5": ("5", "maj", "min"), "dim": ("dim", "hdim7")}
"""Qualities that count for a plain chord: a song that had Fmaj7 there could have had F."""
_DOMINANT: Final = ("maj", "7", "sus4")


@attrs.frozen(eq=False)
class Transitions:
    """Log-probabilities within a palette of ``n`` chords."""

    first: Floats
    """Of the first chord, shape ``(n,)``."""
    pair: Floats
    """Of a chord after another, ``[before, after]``, shape ``(n, n)``; a chord after itself is impossible."""
    triple: Floats
    """``[before, between, after]``, shape ``(n, n, n)``."""


@lru_cache(maxsize=128)
def transitions(chords: tuple[Bare, ...], style: str, *, minor: bool) -> Transitions:
    """Transitions among some chords; the style is one of the suggestion model's."""
    tokens = [_tokens(chord) for chord in chords]
    plain = [own[0] for own in tokens]
    start = start_token(minor=minor)
    first = _shares((start,), tokens, style, None)
    pair = np.stack([_shares((token,), tokens, style, index) for index, token in enumerate(plain)])
    triple = np.stack(
        [
            np.stack([_shares((before, between), tokens, style, index) for index, between in enumerate(plain)])
            for before in plain
        ]
    )
    return Transitions(first, pair, triple)


@lru_cache(maxsize=4096)
def log_likelihood(before: Bare, after: Bare, style: str) -> float:
    """Log-probability of a chord after another, among all chords."""
    weighted = _weighted((_tokens(before)[0],), style)
    return round(float(np.log(weighted[_tokens(after)].sum() / weighted.sum())), 3)


def _tokens(chord: Bare) -> list[int]:
    """Tokens that count for a chord, its own first."""
    name = REDUCED_QUALITIES[reduced_quality({degree.semitones % 12 for degree in degrees_of(chord.kind)})]
    names = _DOMINANT if chord.degree == 7 and name == "maj" else _COLOURS.get(name, (name,))
    return [chord.degree * _KINDS + REDUCED_QUALITIES.index(each) for each in names]


def _shares(context: tuple[int, ...], tokens: list[list[int]], style: str, same: int | None) -> Floats:
    """Log-share of each chord after a context, rounded so that no machine's last bit decides."""
    weighted = _weighted(context, style)
    shares = np.array([weighted[own].sum() for own in tokens])
    if same is not None:
        shares[same] = 0.0
    with np.errstate(divide="ignore"):
        return np.asarray(np.round(np.log(shares / shares.sum()), 3))


@lru_cache(maxsize=4096)
def _weighted(context: tuple[int, ...], style: str) -> Floats:
    last = TOKENS if context[-1] >= TOKENS else context[-1]
    ratios = shipped_model().styles[STYLES.index(style), last].astype(np.float64)
    return np.asarray(_blend(context) * np.exp(STYLE_STRENGTH / STYLE_STEPS * ratios))


def _blend(context: Sequence[int]) -> Floats:
    """Witten and Bell's (1991) blend of contexts of growing length, as the suggestion model uses it."""
    counts = shipped_model().counts
    blend = np.full(TOKENS, 1 / TOKENS)
    for length in range(len(context) + 1):
        found = counts.after(context[len(context) - length :])
        if found is None or not len(found[0]):
            break
        followers, weights = found
        total, kinds = float(weights.sum()), len(followers)
        blend = blend * (kinds / (total + kinds))
        blend[followers] += weights / (total + kinds)
    return blend
