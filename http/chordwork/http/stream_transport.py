"""A trio-websocket connection as a :class:`~chordwork.http.transport.Transport`."""

from __future__ import annotations

from contextlib import suppress

import trio
from trio_websocket import ConnectionClosed
from wsproto.utilities import LocalProtocolError

from chordwork.http.transport import Disconnected
from chordwork.http.trio_websocket_guard import ABNORMAL, GuardedWebSocket


class StreamTransport:
    """One accepted WebSocket of the stream port."""

    def __init__(self, websocket: GuardedWebSocket, *, close_timeout_s: float) -> None:
        """``close_timeout_s``: how long a client may take to answer our close."""
        self._websocket = websocket
        self._close_timeout_s = close_timeout_s

    async def receive(self) -> str | bytes:
        """The next message."""
        try:
            return await self._websocket.get_message()
        except ConnectionClosed as closed:
            raise Disconnected(orderly=closed.reason is not None and closed.reason.code != ABNORMAL) from closed

    async def send(self, text: str) -> None:
        """Send a text message, or drop the connection if that takes too long."""
        try:
            await self._websocket.send_message(text)
        except (ConnectionClosed, LocalProtocolError) as error:
            raise Disconnected from error

    async def close(self, code: int, reason: str) -> bool:
        """Send a close frame, and read on until the client answers or the time is over."""
        with trio.move_on_after(self._close_timeout_s), suppress(LocalProtocolError):  # the client was closing too
            await self._websocket.aclose(code, reason)
            return True
        return False

    def abort(self) -> None:
        """Drop the connection at once."""
        self._websocket.drop()
