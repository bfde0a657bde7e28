"""The data files of this room, read when they are first needed."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

ROOM = "chordwork.music.songwriting.words"


def read_json(name: str) -> Any:
    """What a data file holds."""
    return json.loads(resources.files(ROOM).joinpath(name).read_bytes())


def listed(text: str | list[str]) -> tuple[str, ...]:
    """The words of a list, as data files have them: parted by blanks, on one line or several."""
    return tuple((text if isinstance(text, str) else " ".join(text)).split())


def a_set(text: str | list[str]) -> frozenset[str]:
    """The same, where the order says nothing."""
    return frozenset(listed(text))


def pictures(text: str) -> tuple[str, ...]:
    """Pictures, which are parted by bars."""
    return tuple(text.split("|"))
