"""The mood of a theme: on the two axes of J. Russell, "A circumplex model of affect" (1980), valence and energy.

Every word of the table carries what it adds to each quadrant, and how much it says; the weighted mean over a theme's
words, at a temperature found on themes they were not taught with, gives probabilities.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from chordwork.music.options.fields import MoodName
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.model import MOODS, Mood
from chordwork.music.songwriting.words.reading import Reading
from chordwork.music.songwriting.words.table import spoken, word_table

_VALENCE: Final = (1.0, 1.0, -1.0, -1.0)
_ENERGY: Final = (1.0, -1.0, -1.0, 1.0)
CONTRARY_MOODS: Final[dict[str, str]] = {"happy": "sad tense", "calm": "sad tense", "sad": "happy", "tense": "happy"}
"""Moods whose words a song of each mood does without."""
ASKED: Final = 0.7
"""Valence and energy of a mood that was asked for by name, in either direction."""
MOST_DECIDING: Final = 3
GUESS: Final = 0.3
"""Confidence where no word is known: about what the commonest mood would get."""
SURE: Final = 0.75
FAIRLY_SURE: Final = 0.55


def mood_of(reading: Reading) -> Mood:
    """The mood of a theme as it was understood."""
    table = word_table()
    rows = list(reading.rows)
    if not rows:
        return Mood(
            "calm", 0.0, 0.0, (), GUESS, "None of its words is known here, so this is a guess: set the mood yourself."
        )
    gain, doubt, temperature = table.constants.tolist()
    weights = table.weights[rows].astype(np.float64)
    moods = table.moods[rows].astype(np.float64)
    logits = gain * (weights[:, None] * moods).sum(axis=0) / (doubt + weights.sum())
    odds = np.exp((logits - logits.max()) / temperature)
    shares = odds / odds.sum()
    order = np.argsort(-np.round(shares, 6), kind="stable")
    best, second = int(order[0]), int(order[1])
    words = _deciding(reading, best)
    confidence = round(float(shares[best]), 3)
    return Mood(
        MOODS[best],
        round(float(shares @ np.array(_VALENCE)), 3),
        round(float(shares @ np.array(_ENERGY)), 3),
        words,
        confidence,
        _heard(reading, words, MOODS[best], MOODS[second], confidence),
    )


def mood_asked(words: str) -> Mood | None:
    """The mood that somebody asks for before naming the theme, as in "a cheerful song about rain"; None if none is."""
    for word in spoken(words):
        for place, (name, known) in enumerate(_ASKING_WORDS.items()):
            if word in known.split():
                heard = f"You asked for it: “{word}” says {name}."
                return Mood(name, ASKED * _VALENCE[place], ASKED * _ENERGY[place], (word,), 1.0, heard)
    return None


_ASKING_WORDS: Final[dict[MoodName, str]] = {
    "happy": "happy cheerful upbeat joyful fun funny glad party dance feelgood uplifting silly birthday hopeful",
    "calm": "calm quiet gentle soft relaxing peaceful mellow soothing lullaby dreamy slow tender love romantic",
    "sad": "sad melancholy melancholic heartbreaking mournful sorrowful gloomy tearful lonely nostalgic",
    "tense": "tense angry dark scary furious aggressive protest menacing eerie fierce rebellious",
}


def mood_named(name: str) -> Mood:
    """A mood that was asked for by name.

    Raises:
        PlanOptionError: no such mood.
    """
    key = name.strip().casefold()
    for place, known in enumerate(MOODS):
        if key == known:
            return Mood(known, ASKED * _VALENCE[place], ASKED * _ENERGY[place], (), 1.0, "As you asked.")
    raise PlanOptionError(f"mood: no mood {name[:40]!r} here: choose one of {', '.join(MOODS)}")


def _deciding(reading: Reading, mood: int) -> tuple[str, ...]:
    table = word_table()
    strength = [(float(table.weights[word.row] * table.moods[word.row, mood]), word.text) for word in reading.words]
    ranked = sorted(strength, key=lambda each: (-round(each[0], 4), each[1]))
    return tuple(text for value, text in ranked[:MOST_DECIDING] if value > 0)


def _heard(reading: Reading, words: tuple[str, ...], best: str, second: str, confidence: float) -> str:
    source = f"Read as {reading.language} ({', '.join(reading.english[:6])}): " if reading.language else ""
    named = " and ".join(f"“{word}”" for word in words[:2]) or "its words"
    if confidence >= SURE:
        return f"{source}{named} say{'s' * (len(words) == 1)} {best}; quite sure."
    if confidence >= FAIRLY_SURE:
        return f"{source}{named} lean{'s' * (len(words) == 1)} to {best}; fairly sure."
    return f"{source}{named} could be {best} or {second}: not sure. Set the mood yourself if it is wrong."
