"""Leaning a prediction towards the unusual."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.harmony import TOKENS, Key, Relation, analyse, symbol_of, usual_key
from chordwork.music.harmony.keys import Mode
from chordwork.music.harmony.reduction import REDUCED_QUALITIES
from chordwork.music.suggestions.errors import SuggestionError

FLATTENING: Final = 0.5
"""Share of the log-probability that full adventurousness takes away."""
NOVELTY_NATS: Final = 2.5
"""What full adventurousness adds to a chord from outside the key that has a reason to be there."""

_NOVELTY: Final[dict[Relation, float]] = {
    Relation.DIATONIC: 0.0,
    Relation.BLUES: 0.6,
    Relation.BORROWED: 1.0,
    Relation.SECONDARY_DOMINANT: 1.0,
    Relation.SECONDARY_LEADING_TONE: 0.9,
    Relation.TRITONE_SUBSTITUTE: 1.0,
    Relation.NEAPOLITAN: 1.0,
    Relation.CHROMATIC: 0.2,
}


def lean(probability: NDArray[np.float64], adventurousness: float, key: Key) -> NDArray[np.float64]:
    """Probabilities, shape ``(TOKENS,)``, after leaning towards what the key does not expect.

    Args:
        probability: sums to 1.
        adventurousness: in [0, 1]; 0 changes nothing.
        key: decides what is unusual.

    Raises:
        SuggestionError: adventurousness outside [0, 1].
    """
    if not 0 <= adventurousness <= 1:
        raise SuggestionError(f"adventurousness must be from 0 to 1, not {adventurousness}")
    if adventurousness == 0:
        return probability
    with np.errstate(divide="ignore"):
        score = (1 - FLATTENING * adventurousness) * np.log(probability)
    score += NOVELTY_NATS * adventurousness * _novelty(key.mode)
    odds = np.exp(score - score.max())
    return np.asarray(odds / odds.sum())


@lru_cache(maxsize=8)
def _novelty(mode: Mode) -> NDArray[np.float64]:
    key = usual_key(0, mode)
    kinds = len(REDUCED_QUALITIES)
    return np.array(
        [_NOVELTY[analyse(symbol_of(token, key.spell(token // kinds)), key).relation] for token in range(TOKENS)]
    )
