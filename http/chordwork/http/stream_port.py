"""The stream port: a second door to the same conversations, with nothing but WebSocket behind it.

Audio on ``/ws`` goes through an HTTP server, ASGI and a web framework, the price of one port for everything. Here
nothing but framing lies between the socket and the conversation; see :mod:`chordwork.http.server_websocket`.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

import trio

from chordwork.actors import Engine
from chordwork.http.connection import Connections
from chordwork.http.containment import contained
from chordwork.http.crowd_log import CrowdLog
from chordwork.http.endings import RETRY_AFTER_S
from chordwork.http.lost_peers import notice_lost_peer
from chordwork.http.server_websocket import ServerWebSocket
from chordwork.http.settings import Settings
from chordwork.http.transport import Disconnected

PATHS: Final = frozenset({"/", "/ws"})
"""Both, so that a client changes doors by changing the port."""
SOCKETS_PER_CONNECTION: Final = 2
"""Sockets that may be open for each allowed connection: room for those in their opening or closing handshake, so that
even one client too many is told. More are dropped at once."""
Listeners = Sequence[trio.abc.Listener[trio.SocketStream]]


class StreamDoor:
    """The connections of one stream port; made by :func:`open_stream_door` only."""

    def __init__(self, connections: Connections, engine: Engine, settings: Settings) -> None:
        """``connections`` are shared with the other door, so that limits and draining hold for both."""
        self._connections = connections
        self._engine = engine
        self._settings = settings
        self._listening = trio.CancelScope()
        self._open: set[ServerWebSocket] = set()
        self._closed = trio.Condition()
        self._turned_away = CrowdLog("too many sockets on the stream port")

    def stop_listening(self) -> None:
        """Close the listening sockets; open connections go on."""
        self._listening.cancel()

    async def wait_closed(self, deadline: float) -> None:
        """Wait for the open connections; drop those still open at the deadline."""
        with trio.move_on_at(deadline):
            async with self._closed:
                while self._open:
                    await self._closed.wait()
        for websocket in self._open:
            websocket.abort()

    async def listen(self, listeners: Listeners, nursery: trio.Nursery) -> None:
        """Accept connections, and serve them in ``nursery``, until :meth:`stop_listening`."""
        with self._listening:
            await trio.serve_listeners(self._hold, list(listeners), handler_nursery=nursery)

    async def _hold(self, stream: trio.SocketStream) -> None:
        settings = self._settings
        if len(self._open) >= SOCKETS_PER_CONNECTION * settings.max_connections:
            self._turned_away.note()
            return await trio.aclose_forcefully(stream)
        sock = socket.socket(fileno=stream.socket.detach())
        notice_lost_peer(sock, settings.lost_peer_timeout_s)
        websocket = ServerWebSocket(sock, settings)
        self._open.add(websocket)
        try:
            with contained():
                await self._serve(websocket)
        finally:
            websocket.abort()
            self._open.discard(websocket)
            with trio.CancelScope(shield=True):
                async with self._closed:
                    self._closed.notify_all()

    async def _serve(self, websocket: ServerWebSocket) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(websocket.drain)
            with suppress(Disconnected), trio.move_on_after(self._settings.start_timeout_s) as shaking_hands:
                if await self._admitted(websocket):
                    shaking_hands.deadline = float("inf")
                    await self._connections.converse(websocket, self._engine, self._settings)
            nursery.cancel_scope.cancel()

    async def _admitted(self, websocket: ServerWebSocket) -> bool:
        """Whether a WebSocket came about; if not, the client was told why."""
        request = await websocket.request()
        if request is None:
            return False
        if request.path.partition("?")[0] not in PATHS:
            await websocket.reject(404, "The stream port speaks WebSocket, at /ws.\n")
            return False
        if (refusal := self._connections.refusal(self._engine)) is not None:
            await websocket.reject(503, f"{refusal}\n", {"Retry-After": f"{RETRY_AFTER_S:.0f}"})
            return False
        return await websocket.accept(request)


@asynccontextmanager
async def open_stream_door(
    listeners: Listeners, *, connections: Connections, engine: Engine, settings: Settings
) -> AsyncIterator[StreamDoor]:
    """Serve the listeners, if any, for the length of an ``async with`` block; leaving it drops what is open."""
    door = StreamDoor(connections, engine, settings)
    async with trio.open_nursery() as nursery:
        if listeners:
            nursery.start_soon(door.listen, listeners, nursery)
        yield door
        nursery.cancel_scope.cancel()
