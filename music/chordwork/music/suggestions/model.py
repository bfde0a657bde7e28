"""The shipped model: counts and ranker, read from the package when first asked for."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.provenance import packaged
from chordwork.harmony.reduction import TOKENS
from chordwork.music.suggestions.constants import MODEL_CARD, MODEL_FILE, STYLE_STEPS
from chordwork.music.suggestions.counts import Followers, PackedCounts
from chordwork.music.suggestions.errors import SuggestionError
from chordwork.music.suggestions.features import View, view
from chordwork.music.suggestions.turns import Turn, turn_of

STYLES: Final = ("pop", "rock", "standards")
"""What the data can tell apart: chart pop (1958-1991, and Mandarin pop), rock, and standards of about 1900-1950."""
STYLE_STRENGTH: Final = 0.5
"""Share of a style's log-ratio that is added: the piece itself already tells most of its style."""
STYLE_ALIASES: Final = {"jazz": "standards", "swing": "standards", "blues": "rock", "folk": "rock", "country": "rock"}
"""Genres that players name, by the style of the data that comes nearest."""
WEIGHT_NAMES: Final = ("first_weight", "first_bias", "second_weight", "second_bias", "last_weight")

Floats = NDArray[np.float32]


@attrs.frozen(eq=False)
class Ranker:
    """The small network that weighs the evidence for each candidate, shared by all candidates.

    Weights of ``FEATURES -> h -> h -> 1`` with SiLU between; features come as they are.
    """

    first_weight: Floats
    first_bias: Floats
    second_weight: Floats
    second_bias: Floats
    last_weight: Floats

    def scores(self, features: Floats) -> NDArray[np.float64]:
        """Unnormalised log-probabilities, shape ``(n,)``, of features of shape ``(n, FEATURES)``."""
        hidden = _silu(features.astype(np.float64) @ self.first_weight + self.first_bias)
        hidden = _silu(hidden @ self.second_weight + self.second_bias)
        return np.asarray(hidden @ self.last_weight, dtype=np.float64)


def _silu(x: NDArray[np.float64]) -> NDArray[np.float64]:
    # The clip keeps exp from overflowing; beyond it the sigmoid is 0 to float precision.
    return np.asarray(x / (1 + np.exp(-np.clip(x, -60, 60))))


@attrs.frozen(eq=False)
class Prediction:
    """Probabilities of the next different chord, shape ``(TOKENS,)``, and what they rest on."""

    probability: NDArray[np.float64]
    view: View
    turn: Turn | None = None


@attrs.frozen(eq=False)
class Model:
    """Predicts the next different chord from all before it."""

    counts: Followers
    ranker: Ranker
    styles: NDArray[np.int8]
    modes: NDArray[np.int8]

    def predict(
        self, tokens: NDArray[np.int64], exact: NDArray[np.int64], *, minor: bool, style: str | None = None
    ) -> Prediction:
        """Probabilities of what comes next; the last chord itself has none. Arguments as for :func:`view`.

        Raises:
            SuggestionError: a style that is none of :data:`STYLES` or :data:`STYLE_ALIASES`.
        """
        last = tokens[-1] if len(tokens) else TOKENS
        seen = view(tokens, exact, self.counts, minor=minor, mode_ratios=mode_ratios(self.modes, last, minor=minor))
        scores = self.ranker.scores(seen.features)
        if style is not None:
            scores += STYLE_STRENGTH / STYLE_STEPS * self.styles[STYLES.index(find_style(style)), last]
        if len(tokens):
            scores[tokens[-1]] = -np.inf
        odds = np.exp(scores - scores.max())
        probability = odds / odds.sum()
        turn = turn_of(tokens, minor=minor)
        return Prediction(turn.lean(probability) if turn else probability, seen, turn)


def mode_ratios(modes: NDArray[np.int8], last: int, *, minor: bool) -> NDArray[np.float64]:
    """What a packed table of modes, shape ``(2, TOKENS + 1, TOKENS)``, says after a chord; ``TOKENS`` for none."""
    return np.asarray(modes[int(minor), last] / STYLE_STEPS)


def find_style(name: str) -> str:
    """The style of the data for a genre that a player names, in any case.

    Raises:
        SuggestionError: none comes near.
    """
    wanted = name[:40].casefold().strip()
    style = STYLE_ALIASES.get(wanted, wanted)
    if style not in STYLES:
        known = ", ".join((*STYLES, *STYLE_ALIASES))
        raise SuggestionError(f"genre must be one of {known}, not {name[:40]!r}")
    return style


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model in this package. Read once, then shared; it holds no state.

    Raises:
        DigestError: the file is not the one that its card names.
        CardError: it is missing, or its card.
    """
    data = packaged("chordwork.music.suggestions", MODEL_FILE, MODEL_CARD)
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        counts = PackedCounts(*(arrays[name] for name in ("contexts", "sizes", "tokens", "weights")))
        ranker = Ranker(*(arrays[name].astype(np.float32) for name in WEIGHT_NAMES))
        return Model(counts, ranker, arrays["styles"], arrays["modes"])
