"""Song words of other languages, in English: about eighty notions each, as stems that common endings may follow."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

import attrs

from chordwork.music.songwriting.words.languages import LANGUAGES, MORE_SMALL, NOTIONS, Language
from chordwork.music.songwriting.words.nouns import bases_of
from chordwork.music.songwriting.words.table import word_table
from chordwork.music.songwriting.words.wordlists import listed

LONGEST_ENDING: Final = 3
"""Letters that may follow a stem that is long enough."""

_LETTERS: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ß": "ss"})


def plainly(text: str) -> str:
    """Lower case, accents dropped: what entries and themes are compared in."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


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
    words = spelled_words(_PLACES.sub(" ", text))
    best, most = None, 0.0
    for language in LANGUAGES:
        if language.joined:
            count: float = 2 * len(_joined(text, language)) + sum(map(text.count, language.small.split()))
            if count > most and count > 2 * sum(word in _ENGLISH for word in words):
                best, most = language, count
            continue
        theirs = [is_little(word, language) or meaning_of(word, language) is not None for word in words]
        sure = sum(own and not _is_english(word) for word, own in zip(words, theirs, strict=True))
        english = sum(not own and _is_english(word) for word, own in zip(words, theirs, strict=True))
        shared = sum(theirs) - sure
        several = sum(theirs) >= SURE_WORDS and (sure >= SURE_WORDS or not english)
        enough = several or sum(theirs) == len(words) or not any(map(_is_latin, words))
        if sure and enough and sure > english and sure + shared / 2 > most:
            best, most = language, sure + shared / 2
    return best


SURE_WORDS: Final = 2
_PLACES: Final = re.compile(
    r"\b(?:los angeles|las vegas|rio de janeiro|buenos aires|el paso|san francisco|notre dame|la paz|são paulo|"
    r"sao paulo|costa rica|puerto rico|new orleans|baton rouge|santa fe|el salvador)\b",
    re.IGNORECASE,
)
FEWEST_STRANGE: Final = 3
"""So many words, none of them English, are surely another language; with an accent one."""


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


def is_little(word: str, language: Language) -> bool:
    """Whether a word, as spelled, is one of a language's commonest."""
    return word in _little(language)


def meaning_of(word: str, language: Language) -> str | None:
    """What a word of a language means in English; its accents, where it has any, must be the language's."""
    english = _look_up(plainly(word), language)
    if english is None or word.isascii() or not _is_latin(word):
        return english
    return english if any(word.startswith(stem) for stem in _accented(language)) else None


@cache
def _accented(language: Language) -> tuple[str, ...]:
    entries = language.entries.casefold().replace("|", " ").split()
    return tuple(entry for entry in entries if not entry.isascii())


@cache
def _little(language: Language) -> frozenset[str]:
    words = f"{language.small} {MORE_SMALL.get(language.name, '')}".split()
    return frozenset(unicodedata.normalize("NFC", word.casefold()) for word in words)


def _is_english(word: str) -> bool:
    """Whether a word, just as it is spelled, is English, or a form of one that is."""
    if not word.isascii() or word in _FOREIGN_TABLE_WORDS:
        return False
    table = word_table()
    if word in _ENGLISH or word in table:
        return True
    return any(len(base) > SHORTEST_BASE and base in table for base in bases_of(word))


SHORTEST_BASE: Final = 3
_FOREIGN_TABLE_WORDS: Final = listed("la le les de des del der von el los las une mi non beau dos soy dell")
"""In the table of English words, being parts of names."""


def _is_latin(word: str) -> bool:
    return any(unicodedata.name(letter, "").startswith("LATIN") for letter in word)


def translated(text: str, language: Language) -> list[Found]:
    """The words of a theme that the language's list has, in order."""
    if language.joined:
        return _joined(text, language)
    found = ((word, _look_up(word, language)) for word in words_in(text))
    return [Found(word, english) for word, english in found if english is not None]


@cache
def _stems(language: Language) -> dict[str, str]:
    notions = language.entries.split("|")
    assert len(notions) == len(NOTIONS), (language.name, len(notions), len(NOTIONS))
    return {plainly(stem): english for entry, english in zip(notions, NOTIONS, strict=True) for stem in entry.split()}


_ENGLISH: Final = frozenset(
    [
        "the", "a", "an", "and", "of", "in", "on", "my", "your", "his", "her", "our", "is", "are", "was", "i", "you",
        "he", "she", "we", "they", "it", "with", "for", "to", "at", "from", "by", "not", "no", "this", "that", "about",
        "me", "us", "am", "be", "has", "had", "have", "do", "did", "does", "so", "as", "or", "but", "if", "up", "who",
        "what", "when", "where", "why", "how", "can", "will", "its", "their", "them", "him", "than", "then", "were",
        "don", "didn", "isn", "ve", "ll", "re", "s", "t", "m", "d",
    ]
)  # fmt: skip
"""Little words of English, which foreign ones must outweigh."""


def _look_up(word: str, language: Language) -> str | None:
    stems = _stems(language)
    if word in stems:
        return stems[word]
    for length in range(len(word) - 1, max(len(word) - LONGEST_ENDING, language.stem) - 1, -1):
        if word[:length] in stems:
            return stems[word[:length]]
    for particle in map(plainly, language.particles.split()):
        if word.endswith(particle) and word.removesuffix(particle) in stems:
            return stems[word.removesuffix(particle)]
    return None


def _joined(text: str, language: Language) -> list[Found]:
    stems = _stems(language)
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
