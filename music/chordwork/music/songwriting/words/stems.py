"""From a word to the forms of it that a list of words may have instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_ENDINGS: Final = (
    ("ies", "y"), ("ves", "f"), ("ness", ""), ("iness", "y"), ("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""),
    ("ed", "e"), ("es", ""), ("s", ""), ("iest", "y"), ("ier", "y"), ("est", ""), ("est", "e"), ("er", ""),
    ("er", "e"), ("ily", "y"), ("ly", ""), ("y", ""),
)  # fmt: skip
SHORTEST: Final = 3


def stems(word: str) -> Iterator[str]:
    """``"running"``: ``"runn"``, ``"run"``, ``"runne"``. The likeliest first; none are checked to be words."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            stem = word[: -len(ending)]
            yield stem + instead
            if not instead and len(stem) > SHORTEST and stem[-1] == stem[-2]:
                yield stem[:-1]
