"""A Quart WebSocket as a :class:`~chordwork.http.transports.transport.Transport`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import cast

import trio
from quart.wrappers import Websocket

from chordwork.http.serving.hypercorn_guard import TAKE_OVER_KEY
from chordwork.http.settings import Settings
from chordwork.http.transports.server_websocket import ServerWebSocket
from chordwork.http.transports.transport import Disconnected, Transport


@asynccontextmanager
async def open_transport(websocket: Websocket, settings: Settings) -> AsyncIterator[Transport]:
    """The best way to talk over a WebSocket that a Quart handler has accepted, for an ``async with`` block.

    On our own server that is the socket itself, past ASGI; on any other, and in Quart's test client, it is Quart's.

    Raises:
        Disconnected: the client has gone already.
    """
    state = cast("Mapping[str, object]", websocket.scope.get("state") or {})
    take_over = cast("Callable[[], Awaitable[ServerWebSocket]] | None", state.get(TAKE_OVER_KEY))
    if take_over is None:
        yield QuartTransport(websocket, close_timeout_s=settings.close_timeout_s)
        return
    socket = await take_over()
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(socket.write_unsent)
            yield socket
            nursery.cancel_scope.cancel()
    finally:
        socket.abort()


class QuartTransport:
    """One accepted WebSocket of a Quart handler.

    quart-trio 0.12 cancels the handler when the client goes; later ones raise from ``receive``. Both are handled.
    """

    def __init__(self, websocket: Websocket, *, close_timeout_s: float) -> None:
        """``close_timeout_s``: how long a client may take to answer our close."""
        self._websocket = websocket
        self._close_timeout_s = close_timeout_s

    async def receive(self) -> str | bytes:
        """The next message."""
        try:
            message: str | bytes | None = await self._websocket.receive()
        except Exception as error:
            raise Disconnected from error
        return b"" if message is None else message  # Quart takes an empty binary frame for no message

    def try_send(self, *texts: str) -> bool:
        """ASGI may always have to wait."""
        return False

    async def send(self, text: str) -> None:
        """Send a text message."""
        try:
            await self._websocket.send(text)
        except Exception as error:
            raise Disconnected from error

    async def close(self, code: int, reason: str, *, last_words: str | None = None) -> bool:
        """Send a close frame, and read on until the client answers or the time is over; no answer is certain."""
        with trio.move_on_after(self._close_timeout_s), suppress(Disconnected, RuntimeError):  # or closed before
            if last_words is not None:
                await self._websocket.send(last_words)
            await self._websocket.close(code, reason)
            while True:
                await self.receive()
        return False

    def abort(self) -> None:
        """The server drops the connection when the handler returns."""
