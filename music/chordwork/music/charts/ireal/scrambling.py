"""How an ``irealb://`` link hides its chords: pairs of characters in every fifty change places, some texts are short.

The first five of fifty change places with the last five, and the eleventh to the twenty-fourth with the fourteen from
the twenty-seventh on, each counted from its end. What is left at the end, up to 51 characters, stays as it is.
"""

from __future__ import annotations

from typing import Final

PREFIX: Final = "1r34LbKcu7"
"""Chords that are hidden begin with it."""
_BLOCK: Final = 50
_CHANGED: Final = (*range(5), *range(10, 24))
_SHORT: Final = (("   ", "XyQ"), (" |", "LZ"), ("| x", "Kcl"))
"""What is shortened, in this order."""


def unscrambled(text: str) -> str:
    """The chords of a link's field, with or without :data:`PREFIX`."""
    text = _changed(text.removeprefix(PREFIX))
    for written, short in reversed(_SHORT):
        text = text.replace(short, written)
    return text


def scrambled(chords: str) -> str:
    """The field of a link that holds these chords."""
    for written, short in _SHORT:
        chords = chords.replace(written, short)
    return PREFIX + _changed(chords)


def _changed(text: str) -> str:
    """Its own inverse."""
    blocks = []
    place = 0
    while len(text) - place > _BLOCK + 1:
        block = list(text[place : place + _BLOCK])
        for index in _CHANGED:
            other = _BLOCK - 1 - index
            block[index], block[other] = block[other], block[index]
        blocks.append("".join(block))
        place += _BLOCK
    return "".join((*blocks, text[place:]))
