"""What a theme says: its words, in English, with their places in the word table; and words near to it, for pictures,
rhymes and titles."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.songwriting.errors import ThemeError
from chordwork.music.songwriting.foreign import find_language, translated
from chordwork.music.songwriting.undrawn import UNDRAWN
from chordwork.music.songwriting.words import KINDS, PICTURE_STEPS, WordTable, rows_of, spoken, word_table

MAX_CHARACTERS: Final = 2000
MOST_WORDS: Final = 60
"""Words of a theme that count for pictures and titles; a mood is heard from all."""
LITTLE: Final = 160
"""Rows of words that are too common to be pictures."""
_JOINER: Final = "\u200d"
_SUBJECTS: Final = frozenset({"school", "city", "family", "war", "life", "music", "world", "town", "church", "team"})
"""Words as common as the little ones that do stand for something."""
_MORE_LITTLE: Final = frozenset(
    [
        "song", "songs", "write", "about", "something", "someone", "thing", "things", "want", "make", "made", "get",
        "got", "getting", "going", "gone", "come", "comes", "went", "take", "one", "two", "three", "very", "really",
        "just", "like", "much", "many", "still", "again", "am",
    ]
)  # fmt: skip
NEAR: Final = round(0.36 * 127**2)
"""Nearness of a word that belongs to a theme,"""
VERY_NEAR: Final = round(0.55 * 127**2)
"""and of one that could stand in its title."""
RARE: Final = 9_000
"""Rows of words that a rhyme is taken from."""
GRAIN: Final = 16
"""Steps of a word's weight in sums of vectors, which are whole numbers so that every machine finds the same."""


@attrs.frozen
class ThemeWord:
    """A word of a theme that stands for something.

    Attributes:
        text: as it stands in the theme, lower case.
        row: its row in the table.
        weight: how much it counts: rarer words, and pictures, count more.
    """

    text: str
    row: int
    weight: float


@attrs.frozen(eq=False)
class Reading:
    """A theme as it was understood.

    Attributes:
        text: the theme.
        language: its name in English where it is not English; empty otherwise.
        rows: of the table, of all its words that are known, in order.
        words: those that stand for something, in order, each once.
        english: what foreign words were taken to mean.
    """

    text: str
    language: str
    rows: tuple[int, ...]
    words: tuple[ThemeWord, ...]
    english: tuple[str, ...] = ()

    def related(self, count: int, *, without: str = "", least: int = NEAR) -> tuple[str, ...]:
        """Things near the theme that a song can show, nearest first and none too like another; the theme's own words
        and their forms left out.

        Args:
            count: at most so many.
            without: moods whose words are left out, parted by blanks.
            least: nearness that a word must have, 127² for the same.
        """
        table = word_table()
        if not self.words:
            return ()
        wanted = shown_things(table) & (np.arange(len(table.words)) >= LITTLE)
        wanted &= self._nearness >= least
        for mood in without.split():
            wanted &= table.moods[:, MOOD_NAMES.index(mood)] < CONTRARY
        own = {word.text[:4] for word in self.words} | {table.words[word.row][:4] for word in self.words}
        places = np.flatnonzero(wanted)
        value = self._nearness[places] + _PICTURE_SHARE * np.minimum(table.pictures[places], MOST_PICTURE).astype(
            np.int64
        )
        value -= places // PICTURE_ROWS
        vectors = table.vectors.astype(np.int64)
        found: list[int] = []
        for row in places[np.argsort(-value, kind="stable")].tolist():
            word = table.words[row]
            if len(word) <= 2 or word[:4] in own or (found and int((vectors[found] @ vectors[row]).max()) > ALIKE):
                continue
            found.append(row)
            own.add(word[:4])
            if len(found) == count:
                break
        return tuple(table.words[row] for row in found)

    def rhymes(self, word: str, count: int, *, without: str = "") -> tuple[str, ...]:
        """Words that rhyme with a word, those nearest to the theme first; nothing if its sound is not known.

        Args:
            word: one of the table's.
            count: at most so many.
            without: moods whose words are left out, parted by blanks.
        """
        table = word_table()
        row = table.row_of(word)
        if row is None or table.words[row] != word or not table.rhymes[row]:
            return ()
        alike = (table.rhymes == table.rhymes[row]) & (table.onsets != table.onsets[row])
        alike &= (np.arange(len(table.words)) >= LITTLE) & (np.arange(len(table.words)) < RARE)
        alike &= table.pictures > -PICTURE_STEPS
        alike &= (table.kinds > 0) & (table.syllables <= MOST_SYLLABLES)
        for mood in without.split():
            alike &= table.moods[:, MOOD_NAMES.index(mood)] < CONTRARY
        places = np.flatnonzero(alike)
        value = self._nearness[places] + _PICTURE_SHARE * np.minimum(table.pictures[places], MOST_PICTURE).astype(
            np.int64
        )
        value -= places // RHYME_ROWS + LONGER * table.syllables[places].astype(np.int64)
        order = places[np.argsort(-value, kind="stable")]
        return tuple(table.words[int(place)] for place in order[:count])

    @cached_property
    def _nearness(self) -> NDArray[np.int64]:
        """How near each word of the table is to the theme, in whole numbers, shape ``(n,)``: 127² times the cosine."""
        table = word_table()
        if not self.words:
            return np.zeros(len(table.words), np.int64)
        vectors = table.vectors.astype(np.int32)
        grains = np.array([round(GRAIN * word.weight) for word in self.words], np.int32)
        total = grains @ vectors[[word.row for word in self.words]]
        length = math.isqrt(int((total.astype(np.int64) ** 2).sum())) or 1
        direction = (127 * total.astype(np.int64) // length).astype(np.int32)
        return np.asarray(np.einsum("ij,j->i", vectors, direction), np.int64)


_PICTURE_SHARE: Final = 40
"""a step of picture score is worth so much nearness,"""
RHYME_ROWS: Final = 1
"""rarity costs a rhyme one unit of nearness for so many rows down the table,"""
LONGER: Final = 800
"""each syllable costs it so much,"""
PICTURE_ROWS: Final = 3
"""and a picture for so many;"""
MOST_PICTURE: Final = 3 * PICTURE_STEPS
"""up to this score."""
SHOWN: Final = round(0.7 * PICTURE_STEPS)
"""Picture score of a thing that a song can show."""
ALIKE: Final = round(0.62 * 127**2)
"""Two pictures nearer than this are one."""
CONTRARY: Final = 1.2
"""What a word adds to a mood that it is left out for."""
MOST_SYLLABLES: Final = 3
"""Of a rhyme."""
MOOD_NAMES: Final = ("happy", "calm", "sad", "tense")
"""Columns of the table's moods."""


def shown_things(table: WordTable) -> NDArray[np.bool_]:
    """Rows of nouns, and nothing but nouns or their verbs, that a song can show."""
    nouns = (table.kinds & (KINDS["noun"] | KINDS["adj"])) == KINDS["noun"]
    doing = np.array([word.endswith(_NOT_THINGS) or word in UNDRAWN for word in table.words])
    return np.asarray(nouns & ~doing & (table.pictures >= SHOWN))


_NOT_THINGS: Final = ("ing", "ness", "ment", "tion")


def clean_theme(theme: str) -> str:
    """A theme without control characters and needless blanks.

    Raises:
        ThemeError: no text, nothing left, or too long.
    """
    if not isinstance(theme, str):
        raise ThemeError(f"a theme is a text, not {type(theme).__name__}")
    if len(theme) > MAX_CHARACTERS:
        raise ThemeError(f"a theme of {len(theme)} characters: tell it in at most {MAX_CHARACTERS}")
    kept = "".join(" " if unicodedata.category(letter)[0] == "C" and letter != _JOINER else letter for letter in theme)
    cleaned = " ".join(kept.split())
    if not cleaned.strip(_JOINER):
        raise ThemeError("an empty theme: say in a few words what the song is about")
    return cleaned


def read_theme(theme: str) -> Reading:
    """Understand a theme: English by the table, other languages by a list of song words, emoji by their names."""
    table = word_table()
    language = find_language(theme)
    if language is not None:
        found = translated(theme, language)
        pairs = [(each.text, row) for each in found if (row := table.row_of(each.english)) is not None]
        pairs += [(word, row) for word, row in _known(_emoji(theme), table)]
        if pairs:
            words = _standing(pairs, table)
            english = tuple(dict.fromkeys(each.english for each in found))
            return Reading(theme, language.name, tuple(row for _, row in pairs), words, english)
    pairs = list(_known(theme, table))
    return Reading(theme, "", tuple(rows_of(theme, table)), _standing(pairs, table))


def _known(text: str, table: WordTable) -> Iterator[tuple[str, int]]:
    for word in spoken(text):
        row = table.row_of(word)
        if row is not None:
            yield word, row


def _emoji(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) == "So")


def _standing(pairs: list[tuple[str, int]], table: WordTable) -> tuple[ThemeWord, ...]:
    """Words that stand for something: not the commonest, each once."""
    found: dict[int, ThemeWord] = {}
    for word, row in pairs:
        picture = float(table.pictures[row]) / PICTURE_STEPS
        little = picture < 1.0 and (row < LITTLE or not table.kinds[row])
        if (little and word not in _SUBJECTS) or word in _MORE_LITTLE or (len(word) < 2 and word.isascii()):
            continue
        weight = (math.log(row + 20.0) - 3.0) * (1.0 + 0.25 * max(-2.0, min(2.0, picture)))
        found.setdefault(row, ThemeWord(word, row, max(0.1, round(weight, 3))))
    return tuple(found.values())[:MOST_WORDS]
