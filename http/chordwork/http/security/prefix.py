"""A server under a path of its own, such as ``https://example.org/music/``, with a proxy in front.

The prefix comes from the setting ``root_path``, or from the header ``X-Forwarded-Prefix`` of a trusted proxy that took
it off. What a request is routed by never has it; what a document says of its own address does.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from chordwork.http.security.gate import Approach, Gate
from chordwork.http.security.prefixes import without_prefix

PREFIX_KEY: Final = "chordwork.prefix"
"""Key in the ASGI scope of a request: what stands before its path outside."""


class PrefixedApp:
    """An ASGI application that can be reached under a prefix."""

    def __init__(self, app: Any, gate: Gate) -> None:
        """``gate`` knows the prefix."""
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Route one connection."""
        if scope["type"] in ("http", "websocket"):
            client = scope.get("client")
            prefix = self._gate.prefix(Approach.of(client[0] if client else None, scope["headers"]))
            path = without_prefix(scope["path"], prefix)
            scope = {**scope, "path": path, "raw_path": quote(path).encode(), PREFIX_KEY: prefix}
        await self._app(scope, receive, send)


def prefix_of(scope: Any) -> str:
    """Of a request: such as ``/music``; empty at the root."""
    return str(scope.get(PREFIX_KEY, ""))
