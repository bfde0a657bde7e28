"""The path under which a proxy shows a server, such as ``/music`` of ``https://example.org/music/``.

It comes from the setting ``root_path``, or from the header ``X-Forwarded-Prefix`` of a trusted proxy that took it off.
What a request is routed by never has it; what a document says of its own address does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from chordwork.http.addressing.addresses import Approach

_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
MAX_CHARACTERS: Final = 200
PREFIX_KEY: Final = "chordwork.prefix"
"""Key in the ASGI scope of a request: what stands before its path outside."""


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


class PrefixedApp:
    """An ASGI application that can be reached under a prefix."""

    def __init__(self, app: Any, prefix: Callable[[Approach], str]) -> None:
        """``prefix`` of whoever asks."""
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Route one connection."""
        if scope["type"] in ("http", "websocket"):
            client = scope.get("client")
            prefix = self._prefix(Approach.of(client[0] if client else None, scope["headers"]))
            path = without_prefix(scope["path"], prefix)
            scope = {**scope, "path": path, "raw_path": quote(path).encode(), PREFIX_KEY: prefix}
        await self._app(scope, receive, send)


def prefix_of(scope: Any) -> str:
    """Of a request: such as ``/music``; empty at the root."""
    return str(scope.get(PREFIX_KEY, ""))
