"""From an English theme to scenes, and from scenes to pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.songwriting.nouns import bases_of, mended, plain_of, singular_of, tokens_of
from chordwork.music.songwriting.scenes import SCENES, Scene
from chordwork.music.songwriting.words import named_emoji, word_table

NEAREST: Final = 0.5
"""Cosine in the word table from which on a noun belongs to the scene of another word."""
CLEARLY: Final = 0.62
"""From here on without a second word of the same scene."""
ALIKE_LETTERS: Final = 3
"""A word that only begins like another lies near it by its spelling, not by its meaning (war, wart)."""
MOST_SCENES: Final = 4


def scenes_of(theme: str, nouns: Sequence[str]) -> tuple[Scene, ...]:
    """Scenes of an English theme in the order of its words, feelings last; those of nouns that no scene names are
    found by meaning, if it is plain."""
    said = _said(theme)
    found = [scene for word in said for scene in _scenes_by_word().get(word, ())]
    found += [scene for scene in SCENES if any(_all_of(key, said) for key in scene.words.split() if "_" in key)]
    if not found:
        found = [scene for noun in nouns if (scene := _by_meaning(noun)) is not None]
    things = [scene for scene in found if not scene.is_feeling]
    return tuple({scene.name: scene for scene in (*things, *found)}.values())[:MOST_SCENES]


def pictures_of(scenes: Sequence[Scene], nouns: Sequence[str]) -> tuple[str, ...]:
    """Pictures of scenes in turn, the most telling of each first; nothing that is said by a noun of
    the theme, or begins with it (rain, raincoat)."""
    lists = [scene.pictures.split("|") for scene in scenes]
    own = {base for noun in nouns for base in bases_of(plain_of(noun))}
    longest = max(map(len, lists), default=0)
    mixed = [pictures[place] for place in range(longest) for pictures in lists if place < len(pictures)]
    begun = tuple(base for base in own if len(base) >= ALIKE_LETTERS)
    return tuple(
        picture
        for picture in dict.fromkeys(mixed)
        if not own & set(bases_of(picture)) and (" " in picture or not picture.lower().startswith(begun))
    )


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
    for scene in SCENES:
        for word in scene.words.split():
            found[word] = (*found.get(word, ()), scene)
    return found


@cache
def _known_words() -> frozenset[str]:
    return frozenset(part for key in _scenes_by_word() for part in key.split("_"))


def _all_of(key: str, said: Sequence[str]) -> bool:
    return all(part in said for part in key.split("_"))


@cache
def _by_meaning(noun: str) -> Scene | None:
    table = word_table()
    base = singular_of(plain_of(noun), table)
    row = table.row_of(base) if base is not None else None
    if row is None or base is None or any(base[:at] in _known_words() for at in _HEADS):
        return None
    scenes, rows, vectors = _anchors()
    near = (
        vectors
        @ table.vectors[row].astype(np.float64)
        / (math.sqrt(float((table.vectors[row].astype(float) ** 2).sum())))
    )
    ranked = [
        at for at in np.argsort(-near, kind="stable").tolist() if not _merely_spelled(base, table.words[rows[at]])
    ]
    first, second = ranked[0], ranked[1]
    if near[first] >= CLEARLY or (near[second] >= NEAREST and scenes[first] is scenes[second]):
        return scenes[first]
    return None


_HEADS: Final = range(ALIKE_LETTERS, 7)
"""Letters of a word that may be another word by chance: a catsup is no cat."""


def _merely_spelled(one: str, two: str) -> bool:
    return one[:ALIKE_LETTERS] == two[:ALIKE_LETTERS]


@cache
def _anchors() -> tuple[list[Scene], list[int], NDArray[np.float64]]:
    """Words of scenes that are no feelings: the scene, the row and the unit vector of each."""
    table = word_table()
    pairs = list(_anchor_pairs())
    vectors = table.vectors[[row for _, row in pairs]].astype(np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [scene for scene, _ in pairs], [row for _, row in pairs], vectors


def _anchor_pairs() -> Iterator[tuple[Scene, int]]:
    table = word_table()
    for scene in SCENES:
        if not scene.is_feeling:
            for word in scene.words.split():
                row = table.row_of(word)
                if row is not None and word in table:
                    yield scene, row
