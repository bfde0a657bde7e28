"""How deep a JSON text is nested, found out before anything that recurses reads it."""

from __future__ import annotations

import re
from typing import Final

MAX_DEPTH: Final = 64
"""Brackets within brackets: five times what the deepest request has."""
_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]++|[\]}]++', re.DOTALL)
"""A string, ended or not; or brackets of one kind. Possessive, so that no text makes it go back."""


class NestedTooDeep(ValueError):
    """A JSON text is nested deeper than anything that is meant."""

    def __init__(self) -> None:
        """Of the one bound that there is."""
        super().__init__(f"it is nested more than {MAX_DEPTH} deep")


def check_depth(text: bytes) -> None:
    """Refuse a JSON text that is nested too deep; what is no JSON passes.

    Raises:
        NestedTooDeep: more than :data:`MAX_DEPTH`.
    """
    if text.count(b"[") + text.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _TOKEN.finditer(text):
        first = text[match.start()]
        if first == _QUOTE:
            continue
        brackets = match.end() - match.start()
        depth = depth + brackets if first in _OPENING else max(0, depth - brackets)
        if depth > MAX_DEPTH:
            raise NestedTooDeep


_QUOTE: Final = ord('"')
_OPENING: Final = frozenset(b"[{")
