"""What words above the staff mean: D.C., D.S., Fine and Coda, however they are written."""

from __future__ import annotations

import re
from typing import Final

from chordwork.music.song import Jump

_JUMP: Final = re.compile(
    r"(?:(?P<capo>d\.?\s?c\.?|da\s+capo)|d\.?\s?s\.?|dal\s+segno)"
    r"(?:[\s,]+(?:al|to|e\s+poi\s+(?:la|al))\.?[\s]+(?P<end>fine|coda|𝄌)[\s.]*)?[\s.]*",
    re.IGNORECASE,
)
_TO_CODA: Final = re.compile(r"(?:to|al(?:la)?)\s+coda(?:\s*𝄌)?[\s.]*|to\s+𝄌", re.IGNORECASE)
_FINE: Final = re.compile(r"fine[\s.]*", re.IGNORECASE)


def jump_of(text: str) -> Jump | None:
    """The jump that a text asks for; None if it is something else.

    >>> jump_of("D.S. al Coda")
    <Jump.DAL_SEGNO_AL_CODA: 'D.S. al Coda'>
    """
    found = _JUMP.fullmatch(text.strip())
    if found is None:
        return None
    name = "DA_CAPO" if found["capo"] else "DAL_SEGNO"
    end = (found["end"] or "").lower()
    return Jump[f"{name}_AL_FINE" if end == "fine" else f"{name}_AL_CODA" if end else name]


def is_to_coda(text: str) -> bool:
    """Whether a text sends to the coda: ``To Coda``."""
    return _TO_CODA.fullmatch(text.strip()) is not None


def is_fine(text: str) -> bool:
    """Whether a text marks the end: ``Fine``."""
    return _FINE.fullmatch(text.strip()) is not None
