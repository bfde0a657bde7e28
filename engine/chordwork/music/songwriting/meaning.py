"""What words mean: a table of word vectors distilled from a sentence encoder, and a theme as a weighted set of words.

The table (``words.npz``, see ``WORDS_CARD.md``) holds common English words, commonest first, each with a unit vector.
It is read on first use.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.songwriting.errors import ThemeError
from chordwork.music.songwriting.foreign import ENGLISH

MAX_CHARACTERS: Final = 2000
STOP_RANK: Final = 90
"""Words commoner than this say nothing about a theme,"""
_STOP: Final = frozenset(
    [
        "into",
        "up",
        "down",
        "out",
        "off",
        "then",
        "than",
        "too",
        "very",
        "just",
        "about",
        "after",
        "before",
        "under",
        "over",
        "not",
        "no",
        "nobody",
        "all",
        "any",
        "every",
        "each",
        "more",
        "most",
        "will",
        "would",
        "could",
        "should",
        "can",
        "may",
        "might",
        "must",
        "do",
        "does",
        "did",
        "am",
        "be",
        "been",
        "being",
        "has",
        "had",
        "an",
        "us",
        "me",
        "mine",
        "ours",
        "yours",
        "theirs",
        "who",
        "what",
        "which",
        "where",
        "when",
        "why",
        "how",
        "there",
        "here",
        "these",
        "those",
        "don",
        "doesn",
        "didn",
        "won",
        "isn",
        "wasn",
        "until",
        "again",
        "still",
        "only",
        "own",
        "same",
        "so",
        "such",
        "both",
        "few",
        "other",
        "some",
        "through",
        "during",
        "between",
        "because",
        "while",
        "themselves",
        "myself",
        "face",
        "with",
    ]
)
"""and neither do these."""
_ENDINGS: Final = (
    ("ies", "y"), ("ness", ""), ("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""),
    ("est", ""), ("er", ""), ("ly", ""), ("less", ""), ("ful", ""), ("y", ""),
)  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+")
_APOSTROPHE: Final = re.compile(r"['’](s|t|re|ve|ll|d|m)\b")
SHORTEST_STEM: Final = 3


@attrs.frozen
class ThemeWord:
    """A word of a theme that means something.

    Attributes:
        text: as it stands in the theme, lower case.
        row: its row in the table.
        weight: how much it counts; rare words count more.
    """

    text: str
    row: int
    weight: float


class WordTable:
    """Words and their vectors."""

    def __init__(self, words: list[str], vectors: NDArray[np.int8]) -> None:
        self.words: Final = words
        self._vectors = vectors.astype(np.float32) / np.float32(127.0)
        self._rows = {word: row for row, word in enumerate(words)}

    def row_of(self, word: str) -> int | None:
        """Row of a word, or of its stem; None if it is not known."""
        if word in self._rows:
            return self._rows[word]
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                stem = word[: -len(ending)] + instead
                if stem in self._rows:
                    return self._rows[stem]
                if stem[-1:] == stem[-2:-1] and stem[:-1] in self._rows:
                    return self._rows[stem[:-1]]
        return None

    def vector(self, row: int) -> NDArray[np.float32]:
        """Unit vector of a row, shape ``(components,)``."""
        return np.asarray(self._vectors[row])

    def mean(self, words: str) -> NDArray[np.float32]:
        """Mean vector of the known words of a text."""
        rows = [row for word in words.split() if (row := self.row_of(word)) is not None]
        return np.asarray(self._vectors[rows].mean(axis=0))

    def nearness(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of every word with a vector, shape ``(words,)``."""
        length = max(float(np.linalg.norm(vector)), 1e-9)
        return np.asarray(self._vectors @ (vector / np.float32(length)), np.float32)


@cache
def word_table() -> WordTable:
    """The shipped table, read once."""
    with (files("chordwork.music.songwriting") / "words.npz").open("rb") as file, np.load(file) as data:
        return WordTable(bytes(data["words"]).decode().split("\n"), data["vectors"])


def clean_theme(theme: str) -> str:
    """A theme without control characters and needless blanks.

    Raises:
        ThemeError: no text, nothing left, or too long.
    """
    if not isinstance(theme, str):
        raise ThemeError(f"a theme is a text, not {type(theme).__name__}")
    if len(theme) > MAX_CHARACTERS:
        raise ThemeError(f"a theme of {len(theme)} characters: tell it in at most {MAX_CHARACTERS}")
    kept = "".join(" " if unicodedata.category(letter)[0] == "C" and letter != "\u200d" else letter for letter in theme)
    cleaned = " ".join(kept.split())
    if not cleaned:
        raise ThemeError("an empty theme: say in a few words what the song is about")
    return cleaned


def theme_words(theme: str) -> tuple[ThemeWord, ...]:
    """The words of a theme that are known and mean something; emoji by their Unicode names; a few words of other
    languages by a small list."""
    table = word_table()
    found: dict[str, ThemeWord] = {}
    for word in _words_of(theme):
        if word in _STOP or len(word) < 2:
            continue
        for english in ENGLISH.get(word, word).split():
            row = table.row_of(english)
            if row is not None and row >= STOP_RANK:
                found.setdefault(word, ThemeWord(word, row, math.log(row + 20.0) - 3.0))
    return tuple(found.values())


def _words_of(theme: str) -> list[str]:
    spoken = "".join(
        f" {unicodedata.name(letter, '').lower()} " if unicodedata.category(letter) == "So" else letter
        for letter in theme
    )
    spoken = _APOSTROPHE.sub("", spoken.lower())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", spoken) if not unicodedata.combining(letter))
    return _WORD.findall(plain.replace("ß", "ss"))


def related_words(words: tuple[ThemeWord, ...], count: int) -> tuple[str, ...]:
    """Known words nearest in meaning to a theme, its own words and their forms left out, nearest first."""
    if not words:
        return ()
    table = word_table()
    vector = np.sum([word.weight * table.vector(word.row) for word in words], axis=0)
    nearness = table.nearness(np.asarray(vector, np.float32))
    stems = [table.words[word.row][:4] for word in words] + [word.text[:4] for word in words]
    result: list[str] = []
    for row in np.argsort(-nearness, kind="stable"):
        word = table.words[int(row)]
        if row >= 10 * STOP_RANK and len(word) > 3 and not any(word.startswith(stem) for stem in stems):
            result.append(word)
            stems.append(word[:4])
            if len(result) == count:
                break
    return tuple(result)


def rhyming_words(word: str, words: tuple[ThemeWord, ...], count: int) -> tuple[str, ...]:
    """Known words that end alike in spelling, those nearest to the theme first."""
    table = word_table()
    ending = word[-3:]
    if len(word) < 4 or not words:
        return ()
    vector = np.sum([item.weight * table.vector(item.row) for item in words], axis=0)
    nearness = table.nearness(np.asarray(vector, np.float32))
    alike = [
        row
        for row, other in enumerate(table.words)
        if other.endswith(ending) and other != word and row >= STOP_RANK and 3 < len(other) <= len(word) + 3
    ]
    alike.sort(key=lambda row: -float(nearness[row]))
    return tuple(table.words[row] for row in alike[:count])
