"""SPDX licence expressions: whether what they ask of who passes a package on is among what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable

_TOKEN = re.compile(r"\(|\)|[\w.+:-]+(?:\s+WITH\s+[\w.+-]+)?", re.IGNORECASE)


def holds(expression: str, is_allowed: Callable[[str], bool]) -> bool:
    """Whether an expression is met by allowed licences: one of those joined by OR, all of those joined by AND.

    Args:
        expression: such as ``"MIT OR (Apache-2.0 AND BSD-2-Clause)"``; AND binds more tightly, as SPDX says.
        is_allowed: of one licence, with its exception (``"GPL-3.0-or-later WITH GCC-exception-3.1"``).

    Raises:
        ValueError: it is none.
    """
    tokens = [" ".join(token.split()) for token in _TOKEN.findall(expression)]
    held, rest = _either(tokens, is_allowed)
    if rest:
        raise ValueError(f"{expression!r} is no licence expression")
    return held


def _either(tokens: list[str], is_allowed: Callable[[str], bool]) -> tuple[bool, list[str]]:
    held, rest = _both(tokens, is_allowed)
    while rest and rest[0].upper() == "OR":
        other, rest = _both(rest[1:], is_allowed)
        held = held or other
    return held, rest


def _both(tokens: list[str], is_allowed: Callable[[str], bool]) -> tuple[bool, list[str]]:
    held, rest = _one(tokens, is_allowed)
    while rest and rest[0].upper() == "AND":
        other, rest = _one(rest[1:], is_allowed)
        held = held and other
    return held, rest


def _one(tokens: list[str], is_allowed: Callable[[str], bool]) -> tuple[bool, list[str]]:
    if not tokens or tokens[0].upper() in ("AND", "OR", ")"):
        raise ValueError("a licence is missing in the expression")
    if tokens[0] != "(":
        return is_allowed(tokens[0]), tokens[1:]
    held, rest = _either(tokens[1:], is_allowed)
    if not rest or rest[0] != ")":
        raise ValueError("a bracket is not closed")
    return held, rest[1:]
