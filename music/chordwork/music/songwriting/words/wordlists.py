"""Lists of words as they are written down: parted by blanks and lines."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())
