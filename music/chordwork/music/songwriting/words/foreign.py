"""Song words of other languages, in English: about eighty notions each, as stems that common endings may follow."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

import attrs

from chordwork.music.songwriting.words.english import english
from chordwork.music.songwriting.words.languages import Language, languages, plainly
from chordwork.music.songwriting.words.nouns import bases_of
from chordwork.music.songwriting.words.table import word_table

LONGEST_ENDING: Final = 3
"""Letters that may follow a stem that is long enough."""


def words_in(text: str) -> list[str]:
    """Words of a text in any script, in plain letters."""
    kept = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in plainly(text))
    return kept.split()


@attrs.frozen
class Found:
    """A foreign word and what it means in English."""

    text: str
    english: str


def find_language(text: str) -> Language | None:
    """The language of a theme, by its little words and its song words; None for English, and for any doubt.

    A word that is English too ("storm", "die", "rose") speaks for neither: another language needs words of its own,
    more than there are words that only English has, and two words unless it knows every word of the theme. Names of
    places speak for none.
    """
    words = spelled_words(_places().sub(" ", text))
    best, most = None, 0.0
    for language in languages():
        if language.joined:
            count: float = 2 * len(_joined(text, language)) + sum(map(text.count, language.little))
            if count > most and count > 2 * sum(word in english().function_words for word in words):
                best, most = language, count
            continue
        theirs = [word in language.little or meaning_of(word, language) is not None for word in words]
        sure = sum(own and not _is_english(word) for word, own in zip(words, theirs, strict=True))
        ours = sum(not own and _is_english(word) for word, own in zip(words, theirs, strict=True))
        shared = sum(theirs) - sure
        several = sum(theirs) >= SURE_WORDS and (sure >= SURE_WORDS or not ours)
        enough = several or sum(theirs) == len(words) or not any(map(_is_latin, words))
        if sure and enough and sure > ours and sure + shared / 2 > most:
            best, most = language, sure + shared / 2
    return best


SURE_WORDS: Final = 2
FEWEST_STRANGE: Final = 3
"""So many words, none of them English, are surely another language; with an accent one."""


@cache
def _places() -> re.Pattern[str]:
    names = "|".join(english().places).replace("_", " ")
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


def is_strange(text: str) -> bool:
    """Whether a theme in none of the known languages is surely not in English either: another script, or several words
    of which none is English."""
    words = spelled_words(text)
    if not words:
        return False
    if not any(map(_is_latin, words)):
        return True
    several = [word for word in words if len(word) > 1]
    known = sum(_is_english(plainly(word)) for word in several)
    accented = sum(not word.isascii() and not _is_english(plainly(word)) for word in several)
    if not known:
        return accented > 0 or len(several) >= FEWEST_STRANGE
    return accented > 0 and STRANGE_SHARE * known <= len(several)


STRANGE_SHARE: Final = 3
"""With an accent in it, so many times as many words as are English."""


def spelled_words(text: str) -> list[str]:
    """Words of a text in any script, lower case, with their accents; apostrophes part them."""
    whole = unicodedata.normalize("NFC", text.casefold())
    parts = "".join(letter if unicodedata.category(letter)[0] in "LM" else " " for letter in whole).split()
    return [part for part in parts if any(unicodedata.category(letter)[0] == "L" for letter in part)]


def meaning_of(word: str, language: Language) -> str | None:
    """What a word of a language means in English; its accents, where it has any, must be the language's."""
    meaning = _look_up(plainly(word), language)
    if meaning is None or word.isascii() or not _is_latin(word):
        return meaning
    return meaning if any(word.startswith(stem) for stem in language.accented) else None


def _is_english(word: str) -> bool:
    """Whether a word, just as it is spelled, is English, or a form of one that is."""
    if not word.isascii() or word in english().parts_of_names:
        return False
    table = word_table()
    if word in english().function_words or word in table:
        return True
    return any(len(base) > SHORTEST_BASE and base in table for base in bases_of(word))


SHORTEST_BASE: Final = 3


def _is_latin(word: str) -> bool:
    return any(unicodedata.name(letter, "").startswith("LATIN") for letter in word)


def translated(text: str, language: Language) -> list[Found]:
    """The words of a theme that the language's list has, in order."""
    if language.joined:
        return _joined(text, language)
    found = ((word, _look_up(word, language)) for word in words_in(text))
    return [Found(word, meaning) for word, meaning in found if meaning is not None]


def _look_up(word: str, language: Language) -> str | None:
    stems = language.notions
    if word in stems:
        return stems[word]
    for length in range(len(word) - 1, max(len(word) - LONGEST_ENDING, language.shortest) - 1, -1):
        if word[:length] in stems:
            return stems[word[:length]]
    for particle in map(plainly, language.particles):
        if word.endswith(particle) and word.removesuffix(particle) in stems:
            return stems[word.removesuffix(particle)]
    return None


def _joined(text: str, language: Language) -> list[Found]:
    stems = language.notions
    plain, found, at = plainly(text), list[Found](), 0
    while at < len(plain):
        for length in (4, 3, 2, 1):
            piece = plain[at : at + length]
            if piece in stems:
                found.append(Found(piece, stems[piece]))
                at += length - 1
                break
        at += 1
    return found
