"""What a theme says: its words, in English, with their places in the word table; and words near to it, for pictures,
rhymes and titles."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.songwriting.errors import ThemeError
from chordwork.music.songwriting.model import MOODS
from chordwork.music.songwriting.words.english import english
from chordwork.music.songwriting.words.foreign import find_language, is_strange, translated
from chordwork.music.songwriting.words.foreign_nouns import foreign_nouns, foreign_pictures
from chordwork.music.songwriting.words.nouns import nouns_of
from chordwork.music.songwriting.words.pictures import pictures_of, scenes_of
from chordwork.music.songwriting.words.table import KINDS, PICTURE_STEPS, WordTable, rows_of, spoken, word_table

MAX_CHARACTERS: Final = 2000
MOST_WORDS: Final = 60
"""Words of a theme that count for pictures and titles; a mood is heard from all."""
LITTLE: Final = 160
"""Rows of words that are too common to be pictures."""
_JOINER: Final = "\u200d"
GRAIN: Final = 16
"""Steps of a word's weight in sums of vectors, which are whole numbers so that every machine finds the same."""


@attrs.frozen
class ThemeWord:
    """A word of a theme that stands for something."""

    text: str
    """As it stands in the theme, lower case."""
    row: int
    """Its row in the table."""
    weight: float
    """How much it counts: rarer words, and pictures, count more."""


@attrs.frozen(eq=False)
class Reading:
    """A theme as it was understood."""

    text: str
    """The theme."""
    language: str
    """Its name in English where it is not English; empty otherwise."""
    rows: tuple[int, ...]
    """Of the table, of all its words that are known, in order."""
    words: tuple[ThemeWord, ...]
    """Those that stand for something, in order, each once."""
    english: tuple[str, ...] = ()
    """What foreign words were taken to mean."""
    nouns: tuple[str, ...] = ()
    """Of the theme, as they stand in it."""
    pictures: tuple[str, ...] = ()
    """What else a song about it can show, in its language, most telling first."""
    is_strange: bool = False
    """It is in no language that is known here."""

    @property
    def is_english(self) -> bool:
        """Whether prompts in English go with it."""
        return not self.language and not self.is_strange

    def related(self, count: int, *, without: str = "") -> tuple[str, ...]:
        """Things that a song about the theme can show, most telling first; the theme's own nouns left out.

        Args:
            count: at most so many.
            without: moods whose words are left out, parted by blanks.
        """
        table = word_table()
        columns = [MOODS.index(mood) for mood in without.split()]
        kept = []
        for picture in self.pictures:
            row = table.row_of(picture) if self.is_english and picture in table else None
            if row is None or not any(table.moods[row, column] >= CONTRARY for column in columns):
                kept.append(picture)
        return tuple(kept[:count])

    def rhymes(self, word: str, count: int, *, without: str = "") -> tuple[str, ...]:
        """Words that rhyme with a word, those nearest to the theme first, one for each consonant before the rhyme;
        nothing if the word's sound is not known.

        Args:
            word: one of the table's.
            count: at most so many.
            without: moods whose words are left out, parted by blanks.
        """
        table = word_table()
        sound = english().sounds_like.get(word, word)
        if sound not in table or (word in english().two_sounds and sound == word):
            return ()
        row = table.row_of(sound)
        assert row is not None
        if not table.rhymes[row]:
            return ()
        alike = (table.rhymes == table.rhymes[row]) & _offered()
        if sound == word:
            alike &= table.onsets != table.onsets[row]
        for mood in without.split():
            alike &= table.moods[:, MOODS.index(mood)] < CONTRARY
        places = np.flatnonzero(alike)
        value = self._nearness[places] + _PICTURE_SHARE * np.minimum(table.pictures[places], MOST_PICTURE).astype(
            np.int64
        )
        value -= places // RHYME_ROWS + LONGER * table.syllables[places].astype(np.int64)
        found: dict[int, str] = {}
        for place in places[np.argsort(-value, kind="stable")].tolist():
            if table.words[place] != word:
                found.setdefault(int(table.onsets[place]), table.words[place])
        return tuple(found.values())[:count]

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
"""A step of picture score is worth so much nearness to a rhyme,"""
RHYME_ROWS: Final = 1
"""rarity costs a rhyme one unit of nearness for so many rows down the table,"""
LONGER: Final = 800
"""each syllable costs it so much;"""
MOST_PICTURE: Final = 3 * PICTURE_STEPS
"""up to this score."""
SHOWN: Final = round(0.7 * PICTURE_STEPS)
"""Picture score of a thing that a song can show."""
CONTRARY: Final = 1.2
"""What a word adds to a mood that it is left out for."""


@cache
def _offered() -> NDArray[np.bool_]:
    """Which rows of the table may be offered as rhymes; read only."""
    chosen = english().rhyming - english().two_sounds
    offered = np.array([word in chosen for word in word_table().words])
    offered.flags.writeable = False
    return offered


@cache
def shown_things() -> NDArray[np.bool_]:
    """Which rows of the table are nouns, and nothing but nouns or their verbs, that a song can show; read only."""
    table = word_table()
    nouns = (table.kinds & (KINDS["noun"] | KINDS["adj"])) == KINDS["noun"]
    doing = np.array([word.endswith(_NOT_THINGS) or word in english().undrawn for word in table.words])
    shown = np.asarray(nouns & ~doing & (table.pictures >= SHOWN))
    shown.flags.writeable = False
    return shown


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
        english = tuple(dict.fromkeys(each.english for each in found))
        nouns = foreign_nouns(theme, language)
        return Reading(
            theme, language.name, tuple(row for _, row in pairs), _standing(pairs, table), english, nouns,
            foreign_pictures(found, nouns, language),
        )  # fmt: skip
    if is_strange(theme):
        return Reading(theme, "", tuple(rows_of(_emoji(theme), table)), (), is_strange=True)
    pairs = list(_known(theme, table))
    nouns = nouns_of(theme)
    pictures = pictures_of(scenes_of(theme), nouns)
    return Reading(theme, "", tuple(rows_of(theme, table)), _standing(pairs, table), (), nouns, pictures)


def _known(text: str, table: WordTable) -> Iterator[tuple[str, int]]:
    for word in spoken(text):
        row = table.row_of(word)
        if row is not None:
            yield word, row


def _emoji(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) == "So")


def _standing(pairs: list[tuple[str, int]], table: WordTable) -> tuple[ThemeWord, ...]:
    """Words that stand for something: not the commonest, each once."""
    of, found = english(), dict[int, ThemeWord]()
    for word, row in pairs:
        picture = float(table.pictures[row]) / PICTURE_STEPS
        little = picture < 1.0 and (row < LITTLE or not table.kinds[row])
        if (little and word not in of.subjects) or word in of.common or (len(word) < 2 and word.isascii()):
            continue
        weight = (math.log(row + 20.0) - 3.0) * (1.0 + 0.25 * max(-2.0, min(2.0, picture)))
        found.setdefault(row, ThemeWord(word, row, max(0.1, round(weight, 3))))
    return tuple(found.values())[:MOST_WORDS]
