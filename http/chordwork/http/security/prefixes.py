"""The path under which a proxy shows a server, such as ``/music`` of ``https://example.org/music/``."""

from __future__ import annotations

import re
from typing import Final

_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
MAX_CHARACTERS: Final = 200


def read_prefix(text: str) -> str:
    """A prefix as it is used here: with a slash before it and none after it; empty for the root.

    Raises:
        ValueError: it is no path.
    """
    path = text.strip().rstrip("/")
    if path and (len(path) > MAX_CHARACTERS or not _PREFIX.fullmatch(path)):
        raise ValueError(f"{text[:60]!r} is no path: write such as /music, of letters, digits, '-', '_' and '.'")
    return path


def without_prefix(path: str, prefix: str) -> str:
    """The path inside; one that lacks the prefix, because a proxy took it off, stays."""
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return path[len(prefix) :] or "/"
    return path
