"""Commands given words alone, such as ``suggest "C G"``: without a flag, no parser of flags need be loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Final

_VERBS: Final = {
    "suggest": ("chordwork.cli.music.suggesting", "suggest"),
    "tabs": ("chordwork.cli.music.tabbing", "tabs"),
}
"""Of these commands, what they do, given the words; with the flags that they have, the parser calls the same."""


def words_alone(tokens: Sequence[str]) -> Callable[[], None] | None:
    """What a line of arguments asks for, if it is one of these commands with words and nothing else."""
    if not tokens or tokens[0] not in _VERBS or any(not word or word.startswith("-") for word in tokens[1:]):
        return None
    module, name = _VERBS[tokens[0]]
    return partial(getattr(import_module(module), name), [*tokens[1:]] or None)
