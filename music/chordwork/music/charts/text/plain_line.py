"""Lines of nothing but everyday chords, ``C G/B Am7 F``: read word by word, without what all other texts need."""

from __future__ import annotations

import re
from typing import Final

from chordwork.harmony.parsing import parse_symbol
from chordwork.harmony.symbol import ChordSymbol

MOST_CHARACTERS: Final = 1000
_CHORD: Final = r"[A-G][#b]?(?:maj7|m7b5|m7|m6|m9|m|7sus4|7|6|9|sus4|sus2|dim7|dim|aug|add9)?(?:/[A-G][#b]?)?(?![^ ])"
_LINE: Final = re.compile(f"{_CHORD}(?: {_CHORD})+")


def plain_line(text: str) -> list[tuple[ChordSymbol, int, int]] | None:
    """The chords of such a line, each with where it begins and ends; None where the text is anything else.

    Two chords at least: a word alone may be a name of a part. English note names.
    """
    if len(text) > MOST_CHARACTERS or not _LINE.fullmatch(text):
        return None
    read, placed, begin = dict[str, ChordSymbol](), list[tuple[ChordSymbol, int, int]](), 0
    for word in text.split(" "):
        if word not in read:
            read[word] = parse_symbol(word)
        placed.append((read[word], begin, begin + len(word)))
        begin += len(word) + 1
    return placed
