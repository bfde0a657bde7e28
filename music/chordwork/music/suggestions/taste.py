"""Leaning a prediction: towards the unusual, or towards a mood.

What songs do is counted from songs; what suits a mood is not, since no song of the data says its mood. The mood is a
stated rule instead: the order in which listeners find single chords happy, tender, sad or tense, after I. Lahdelma and
T. Eerola, "Single chords convey distinct emotional qualities to both naïve and expert listeners" (Psychology of Music
44, 2016).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import TOKENS, Key, Relation, analyse, symbol_of, usual_key
from chordwork.harmony.keys import Mode
from chordwork.harmony.reduction import REDUCED_QUALITIES
from chordwork.music.options.fields import MoodName
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


MOODS: Final[tuple[MoodName, ...]] = get_args(MoodName)
MOOD_NATS: Final = 1.5
"""What a mood adds to the chords that suit it best: enough to reorder neighbours, too little to defy the song."""
_SUITED: Final[dict[MoodName, tuple[float, ...]]] = {
    #         maj  min    7  maj7 min7  dim dim7 hdim7 aug  sus4   5
    "happy": (0.6, -0.5, 0.3, 0.1, -0.3, -1.0, -1.0, -1.0, -0.4, 0.2, 0.1),
    "calm": (0.2, 0.0, -0.5, 0.7, 0.5, -1.0, -0.8, -0.7, -0.8, 0.3, -0.2),
    "sad": (-0.5, 0.7, -0.3, 0.2, 0.6, 0.1, 0.2, 0.4, 0.0, -0.1, -0.3),
    "tense": (-0.4, 0.2, 0.6, -0.6, -0.1, 0.9, 1.0, 0.7, 0.9, 0.2, 0.4),
}
"""How well each of ``REDUCED_QUALITIES`` suits a mood, -1 … 1."""


def in_mood(probability: NDArray[np.float64], mood: str | None) -> NDArray[np.float64]:
    """Probabilities, shape ``(TOKENS,)``, after leaning towards the chords that suit a mood.

    Args:
        probability: sums to 1.
        mood: one of :data:`MOODS`; None changes nothing.

    Raises:
        SuggestionError: no such mood.
    """
    if mood is None:
        return probability
    suited = next((values for name, values in _SUITED.items() if name == mood), None)
    if suited is None:
        raise SuggestionError(f"mood must be one of {', '.join(MOODS)}, not {str(mood)[:40]!r}")
    odds = probability * np.tile(np.exp(MOOD_NATS * np.array(suited)), 12)
    return np.asarray(odds / odds.sum())


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
