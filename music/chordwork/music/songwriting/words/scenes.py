"""What a song about something could show: pictures by subject, read and chosen by hand (``scenes.json``).

Every picture that a plan offers is one of these or a noun of the theme itself, so nothing can come out that nobody has
looked at. Subjects are found by their words; a word that is at home in two of them ("cup", "match", "bank") stands in
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import zip_longest

import attrs

from chordwork.music.songwriting.words.files import listed, pictures, read_json


@attrs.frozen
class Scene:
    """A subject."""

    name: str
    """For programs."""
    words: tuple[str, ...] = attrs.field(converter=listed)
    """Base forms that speak of it; ``_`` joins words that must all be there."""
    pictures: tuple[str, ...] = attrs.field(converter=pictures)
    """What a song about it can show, most telling first."""
    is_feeling: bool = False
    """Said with almost anything; other subjects of the theme come first."""


@cache
def scenes() -> tuple[Scene, ...]:
    """Subjects; a theme's word that two of them have belongs to both."""
    return tuple(Scene(**each) for group in read_json("scenes.json")["subjects"].values() for each in group)


def in_turn(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Of several lists of pictures the first of each, then the second of each, and so on, each once."""
    return tuple(dict.fromkeys(picture for row in zip_longest(*lists) for picture in row if picture is not None))


@cache
def pictures_of_mood(mood: str) -> tuple[str, ...]:
    """Pictures that suit a mood whatever the theme."""
    return pictures(read_json("scenes.json")["of_mood"][mood])
