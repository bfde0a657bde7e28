"""From an English theme to scenes, and from scenes to pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from chordwork.music.songwriting.words.nouns import bases_of, mended, plain_of, singular_of, tokens_of
from chordwork.music.songwriting.words.scenes import Scene, in_turn, scenes
from chordwork.music.songwriting.words.table import named_emoji, word_table

SHORTEST_BEGINNING: Final = 3
"""Letters of a theme's noun with which no other picture begins."""
MOST_SCENES: Final = 4


def scenes_of(theme: str) -> tuple[Scene, ...]:
    """Scenes of an English theme in the order of its words, feelings last; none where no scene names its words.

    Nearness in the word table finds more, and half of that is wrong (life is near death, a hand near clothes):
    nothing is better.
    """
    said = _said(theme)
    found = [scene for word in said for scene in _scenes_by_word().get(word, ())]
    found += [scene for scene in scenes() if any(_all_of(key, said) for key in scene.words if "_" in key)]
    things = [scene for scene in found if not scene.is_feeling]
    return tuple({scene.name: scene for scene in (*things, *found)}.values())[:MOST_SCENES]


def pictures_of(found: Sequence[Scene], nouns: Sequence[str]) -> tuple[str, ...]:
    """Pictures of scenes in turn, the most telling of each first; nothing that is said by a noun of
    the theme, or begins with it (rain, raincoat)."""
    own = {base for noun in nouns for base in bases_of(plain_of(noun))}
    begun = tuple(base for base in own if len(base) >= SHORTEST_BEGINNING)
    return tuple(
        picture
        for picture in in_turn(scene.pictures for scene in found)
        if not own & set(bases_of(picture)) and not _merely_begins(picture.split()[0].lower(), begun)
    )


def _merely_begins(word: str, begun: tuple[str, ...]) -> bool:
    return word.startswith(begun) and not set(bases_of(word)) & set(begun)


def _said(theme: str) -> list[str]:
    """Each word of a theme as some scene knows it: as it stands, as its base form, or its spelling mended."""
    emoji = " ".join(named_emoji(letter) for letter in theme if ord(letter) > LAST_PLAIN)
    table, found = word_table(), []
    for token in tokens_of(f"{theme} {emoji}"):
        known = next((base for base in bases_of(token.plain) if base in _known_words()), None)
        if known is None and singular_of(token.plain, table) is None:
            known = mended(token.plain)
        if known is not None:
            found.append(known)
    return found


LAST_PLAIN: Final = 0x2000
"""Letters from here on may be emoji."""


@cache
def _scenes_by_word() -> dict[str, tuple[Scene, ...]]:
    found: dict[str, tuple[Scene, ...]] = {}
    for scene in scenes():
        for word in scene.words:
            found[word] = (*found.get(word, ()), scene)
    return found


@cache
def _known_words() -> frozenset[str]:
    return frozenset(part for key in _scenes_by_word() for part in key.split("_"))


def _all_of(key: str, said: Sequence[str]) -> bool:
    return all(part in said for part in key.split("_"))
