"""A Quart WebSocket as a :class:`~chordwork.http.transport.Transport`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import trio
from quart.wrappers import Websocket

from chordwork.http.hypercorn_guard import CLOSE_WITHIN_KEY
from chordwork.http.transport import Disconnected


class QuartTransport:
    """One accepted WebSocket of a Quart handler.

    quart-trio 0.12 cancels the handler when the client goes; later ones raise from ``receive``. Both are handled.
    """

    def __init__(self, websocket: Websocket, *, close_timeout_s: float) -> None:
        """``close_timeout_s``: how long a client may take to answer our close."""
        self._websocket = websocket
        self._close_timeout_s = close_timeout_s
        state = cast("Mapping[str, object]", websocket.scope.get("state") or {})
        self._close_within = cast("Callable[[float], None] | None", state.get(CLOSE_WITHIN_KEY))

    async def receive(self) -> str | bytes:
        """The next message."""
        try:
            message: str | bytes | None = await self._websocket.receive()
        except Exception as error:
            raise Disconnected from error
        return b"" if message is None else message  # Quart takes an empty binary frame for no message

    async def send(self, text: str) -> None:
        """Send a text message."""
        try:
            await self._websocket.send(text)
        except Exception as error:
            raise Disconnected from error

    async def close(self, code: int, reason: str) -> bool:
        """Send a close frame, and read on until the client answers or the time is over.

        Reading on matters: closing a socket that holds unread audio resets the connection, and a client may then lose
        the last messages and the close code. What the client answered is not told, so nothing is certain.
        """
        if self._close_within is not None:
            self._close_within(self._close_timeout_s)
        with trio.move_on_after(self._close_timeout_s):
            try:
                await self._websocket.close(code, reason)
                while True:
                    await self.receive()
            except Disconnected:
                pass
            except RuntimeError:  # closed before
                pass
        return False

    def abort(self) -> None:
        """Drop the connection at once."""
        if self._close_within is not None:
            self._close_within(0.0)
