"""The mood of a theme: on the two axes of J. Russell, "A circumplex model of affect" (1980), valence and energy.

Each word of the theme is compared with the words that stand for the four quadrants; squares of the likenesses, weighted
by rarity, are averaged, so that one word of strong meaning outweighs several vague ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.meaning import ThemeWord, word_table

MoodName = Literal["happy", "calm", "sad", "tense"]
MOODS: Final[tuple[MoodName, ...]] = ("happy", "calm", "sad", "tense")
ANCHORS: Final[dict[MoodName, str]] = {
    "happy": "happy joy joyful celebration party fun dance dancing laughing smile victory celebrate cheerful excited "
    "festival friends win playing love sunshine holiday",
    "calm": "calm peaceful quiet gentle sleep relax serene breeze garden soft slowly rest dawn lake meadow tranquil "
    "silence warm drifting moonlight",
    "sad": "sad lonely grief crying tears goodbye loss lost died funeral mourning regret broken alone missing empty "
    "sorrow abandoned gone ashamed",
    "tense": "anger rage fight war fear danger enemy blood kill violence attack scream horror hunted fire revenge "
    "panic threat battle monster",
}
COMMON_SHARE: Final = 0.8
"""How much of what the four sets of anchors have in common is taken away."""
_VALENCE: Final = np.array([1.0, 1.0, -1.0, -1.0])
_ENERGY: Final = np.array([1.0, -1.0, -1.0, 1.0])
MOST_DECIDING: Final = 3


@attrs.frozen
class Mood:
    """The mood of a theme.

    Attributes:
        name: the nearest quadrant.
        valence: -1 dark … 1 bright.
        energy: -1 quiet … 1 driving.
        words: of the theme, those that decided, strongest first; none if no word is known, and then the mood is calm
            and neither dark nor bright.
        confidence: probability, 0 … 1, that a songwriter would agree.
        heard: how it was found and how sure that is, in words.
    """

    name: MoodName
    valence: float
    energy: float
    words: tuple[str, ...] = ()
    confidence: float = 0.0
    heard: str = ""


def mood_named(name: str) -> Mood:
    """A mood that was asked for by name.

    Raises:
        PlanOptionError: no such mood.
    """
    key = name.strip().casefold()
    for known in MOODS:
        if key == known:
            place = MOODS.index(known)
            return Mood(known, 0.7 * float(_VALENCE[place]), 0.7 * float(_ENERGY[place]), (), 1.0, "As you asked.")
    raise PlanOptionError(f"mood: no mood {name[:40]!r} here: choose one of {', '.join(MOODS)}")


def mood_of(words: Sequence[ThemeWord]) -> Mood:
    """The mood of a theme's words."""
    if not words:
        return Mood("calm", 0.0, 0.0)
    table = word_table()
    likeness = np.stack([table.vector(word.row) for word in words]) @ _anchors().T
    squares = np.sign(likeness) * likeness**2
    weights = np.array([word.weight for word in words])
    scores = (weights[:, None] * squares).sum(axis=0) / weights.sum()
    best = int(scores.argmax())
    shares = np.exp(12.0 * (scores - scores.max()))
    shares /= shares.sum()
    strength = weights * squares[:, best]
    deciding = [words[index].text for index in np.argsort(-strength)[:MOST_DECIDING] if strength[index] > 0.0]
    return Mood(MOODS[best], round(float(shares @ _VALENCE), 3), round(float(shares @ _ENERGY), 3), tuple(deciding))


@cache
def _anchors() -> NDArray[np.float64]:
    table = word_table()
    means = np.stack([table.mean(ANCHORS[name]) for name in MOODS]).astype(np.float64)
    means -= COMMON_SHARE * means.mean(axis=0)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))
