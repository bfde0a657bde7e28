"""Song words of other languages, in English: about eighty notions each, as stems that common endings may follow."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

import attrs

from chordwork.music.songwriting.languages import LANGUAGES, NOTIONS, Language

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
    """The language of a theme, by its little words and its song words; None for English and unknown ones."""
    words = words_in(text)
    best, most = None, 2 * sum(word in _ENGLISH for word in words)
    for language in LANGUAGES:
        if language.joined:
            count = 2 * len(_joined(text, language)) + sum(map(text.count, language.small.split()))
        else:
            small = _small(language)
            count = sum((word in small) + (_look_up(word, language) is not None) for word in words)
        if count > most:
            best, most = language, count
    return best


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


@cache
def _small(language: Language) -> frozenset[str]:
    return frozenset(plainly(word) for word in language.small.split())


_ENGLISH: Final = frozenset(
    [
        "the", "a", "an", "and", "of", "in", "on", "my", "your", "his", "her", "our", "is", "are", "was", "i", "you",
        "he", "she", "we", "they", "it", "with", "for", "to", "at", "from", "by", "not", "no", "this", "that", "about",
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
