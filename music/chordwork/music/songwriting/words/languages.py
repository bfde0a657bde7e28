"""Song words of other languages: about eighty notions each, a file a language (``languages/``).

A language is added by a file like the others and its name in ``index.json``; where two are as likely, the first there
wins.
"""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property
from typing import Final

import attrs

from chordwork.music.songwriting.words.files import a_set, listed, pictures, read_json

_LETTERS: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ß": "ss"})


def plainly(text: str) -> str:
    """Lower case, accents dropped: what entries and themes are compared in."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _little(text: str | list[str]) -> frozenset[str]:
    return a_set(unicodedata.normalize("NFC", " ".join(listed(text)).casefold()))


def _by_subject(texts: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {subject: pictures(text) for subject, text in texts.items()}


@attrs.frozen(eq=False, kw_only=True)
class Language:
    """A language."""

    name: str
    """In English."""
    little: frozenset[str] = attrs.field(converter=_little)
    """Its commonest little words; they tell that a theme is in it."""
    stems: dict[str, str]
    """By notion, parted by blanks."""
    joined: bool = False
    """Words are written without blanks between them."""
    shortest: int = 4
    """Letters that a stem must have for an ending to follow it; shorter ones must be the whole word."""
    particles: tuple[str, ...] = attrs.field(factory=tuple, converter=listed)
    """Endings that may follow any stem."""
    leading: frozenset[str] = attrs.field(factory=frozenset, converter=a_set)
    """Little words that a noun follows."""
    openers: frozenset[str] = attrs.field(factory=frozenset, converter=a_set)
    """What a theme may begin with that is no noun in spite of its capital, where nouns have capitals."""
    pictures: dict[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_by_subject)
    """What a song can show, by the first notion of a subject; none are known in a language without them."""

    @cached_property
    def notions(self) -> dict[str, str]:
        """What each stem, in plain letters, means in English."""
        return {plainly(stem): notion for notion, stems in self.stems.items() for stem in stems.split()}

    @cached_property
    def accented(self) -> tuple[str, ...]:
        """Stems with other letters than English has, as they are spelled."""
        stems = " ".join(self.stems.values()).casefold().split()
        return tuple(stem for stem in stems if not stem.isascii())


def _all_listed(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(listed, lines))


@attrs.frozen(eq=False)
class Index:
    """What the languages have in common."""

    languages: tuple[str, ...] = attrs.field(converter=listed)
    """Names of their files."""
    notions: tuple[str, ...] = attrs.field(converter=listed)
    """What the entries of each language stand for, in this order."""
    subjects: tuple[tuple[str, ...], ...] = attrs.field(converter=_all_listed)
    """Notions that share pictures."""
    adjectives: frozenset[str] = attrs.field(converter=a_set)
    """That stand before their nouns, of all languages."""
    verbs: frozenset[str] = attrs.field(converter=a_set)
    """Words for notions that are no nouns."""
    no_nouns: frozenset[str] = attrs.field(converter=a_set)
    """Notions whose words are verbs or adjectives as often as nouns."""


@cache
def index() -> Index:
    """Of the shipped languages."""
    return Index(**read_json("languages/index.json"))


@cache
def languages() -> tuple[Language, ...]:
    """The shipped languages, in this order."""
    return tuple(Language(**read_json(f"languages/{name}.json")) for name in index().languages)
