"""The nouns of a theme in another language, as they stand in it, and pictures in that language."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from chordwork.music.songwriting.words.foreign import Found, meaning_of, translated
from chordwork.music.songwriting.words.languages import Language, index, plainly
from chordwork.music.songwriting.words.scenes import in_turn

MOST_NOUNS: Final = 6
_WORD: Final = re.compile(r"[^\W\d_]+")
_TWO_LETTERS: Final = 2


def foreign_nouns(text: str, language: Language) -> tuple[str, ...]:
    """Nouns of a theme in a known language, each once: German ones by their capitals, Romance ones by the little words
    before them, and in every language those that its list of song words has."""
    if language.joined:
        found = [each.text for each in translated(text, language) if each.english not in index().no_nouns]
        return tuple(dict.fromkeys(found))[:MOST_NOUNS]
    words = _WORD.findall(text)
    chosen = [word for at, word in enumerate(words) if _is_noun(words, at, language)]
    return tuple({word.casefold(): word for word in reversed(chosen)}.values())[::-1][:MOST_NOUNS]


def _is_noun(words: list[str], at: int, language: Language) -> bool:
    word, shared = words[at].casefold(), index()
    notion = meaning_of(word, language)
    if word in language.little or word in shared.adjectives or len(word) < _TWO_LETTERS:
        return False
    if language.openers:
        return words[at][0].isupper() and (at > 0 or word not in language.openers)
    before = at - 1
    while before >= 0 and words[before].casefold() in shared.adjectives:
        before -= 1
    led = before >= 0 and words[before].casefold() in language.leading
    return (led or notion is not None) and notion not in shared.no_nouns and word not in shared.verbs


def foreign_pictures(found: list[Found], nouns: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Pictures in the language for what its words mean, those of the first word first; none where none are known, and
    none that a noun of the theme begins."""
    subjects = dict.fromkeys(subject for each in found if (subject := _subject(each.english)) is not None)
    lists = (language.pictures.get(subject, ()) for subject in subjects)
    own = tuple(plainly(word) for word in (*nouns, *(each.text for each in found)))
    return tuple(picture for picture in in_turn(lists) if not plainly(picture).startswith(own))


@cache
def _subject(notion: str) -> str | None:
    return next((notions[0] for notions in index().subjects if notion in notions), None)
