"""The stream port: a second door to the same conversations, with nothing but WebSocket behind it.

Audio on ``/ws`` goes through an HTTP server, ASGI and a web framework, the price of one port for everything. Here it
goes through trio-websocket alone.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Final

import structlog
import trio
from trio_websocket import WebSocketRequest

from chordwork.actors import Engine
from chordwork.http.connection import Connections
from chordwork.http.containment import contained
from chordwork.http.rest.passage import REQUEST_ID_HEADER, sane_request_id
from chordwork.http.rest.problems import PROBLEM_TYPE, problem_of
from chordwork.http.security.gate import Approach, Gate, Refusal
from chordwork.http.settings import Settings
from chordwork.http.stream_transport import StreamTransport
from chordwork.http.trio_websocket_guard import GuardedWebSocket, headers_of

PATHS: Final = frozenset({"/", "/ws"})
"""Both, so that a client changes doors by changing the port."""
SOCKETS_PER_CONNECTION: Final = 2
"""Sockets that may be open for each allowed connection: room for those in their opening or closing handshake, so that
even one client too many is told. More are dropped at once."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class StreamDoor:
    """The connections of one stream port; made by :func:`open_stream_door` only."""

    def __init__(self, connections: Connections, engine: Engine, settings: Settings, gate: Gate | None = None) -> None:
        """``connections`` and ``gate`` are shared with the other door, so that limits and draining hold for both."""
        self._gate = gate
        self._connections = connections
        self._engine = engine
        self._settings = settings
        self._listening = trio.CancelScope()
        self._open: set[GuardedWebSocket] = set()
        self._closed = trio.Condition()

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
            websocket.drop()

    async def listen(self, listeners: list[trio.SocketListener], nursery: trio.Nursery) -> None:
        """Accept connections, and serve them in ``nursery``, until :meth:`stop_listening`."""
        with self._listening:
            await trio.serve_listeners(self._hold, listeners, handler_nursery=nursery)

    async def _hold(self, stream: trio.SocketStream) -> None:
        settings = self._settings
        if len(self._open) >= SOCKETS_PER_CONNECTION * settings.max_connections:
            _log.warning("connection dropped", reason="too many sockets")
            return await trio.aclose_forcefully(stream)
        websocket = GuardedWebSocket(
            stream, max_message_size=settings.max_message_bytes, write_timeout_s=settings.write_timeout_s
        )
        self._open.add(websocket)
        try:
            with contained():
                await self._serve(websocket)
        finally:
            websocket.drop()
            self._open.discard(websocket)
            with trio.CancelScope(shield=True):
                async with self._closed:
                    self._closed.notify_all()

    async def _serve(self, websocket: GuardedWebSocket) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_drop_when_cancelled, websocket)
            request = await websocket.request(self._settings.start_timeout_s, nursery=nursery)
            if request is not None and request.path.partition("?")[0] not in PATHS:
                await request.reject(404, body=b"The stream port speaks WebSocket, at /ws.\n")
            elif request is not None:
                await self._admit(request, websocket)
            nursery.cancel_scope.cancel()

    async def _admit(self, request: WebSocketRequest, websocket: GuardedWebSocket) -> None:
        approach = Approach.of(websocket.peer, headers_of(request))
        request_id = sane_request_id(approach.header(REQUEST_ID_HEADER.lower()))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        told = [(REQUEST_ID_HEADER.lower().encode(), request_id.encode())]
        try:
            with nullcontext() if self._gate is None else self._gate.open_socket(approach) as admission:
                await request.accept(
                    subprotocol=None if admission is None else admission.subprotocol, extra_headers=told
                )
                transport = StreamTransport(websocket, close_timeout_s=self._settings.close_timeout_s)
                await self._connections.converse(transport, self._engine, self._settings)
        except Refusal as refusal:
            problem = problem_of(refusal)
            told += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
            told.append((b"content-type", PROBLEM_TYPE.encode()))
            body = json.dumps(problem.document(request_id)).encode()
            await request.reject(problem.status, extra_headers=told, body=body)


async def _drop_when_cancelled(websocket: GuardedWebSocket) -> None:
    """Writes are shielded; this cuts them short when there is nobody left to write for."""
    try:
        await trio.sleep_forever()
    finally:
        websocket.drop()


@asynccontextmanager
async def open_stream_door(
    listeners: list[trio.SocketListener],
    *,
    connections: Connections,
    engine: Engine,
    settings: Settings,
    gate: Gate | None = None,
) -> AsyncIterator[StreamDoor]:
    """Serve the listeners, if any, for the length of an ``async with`` block; leaving it drops what is open."""
    door = StreamDoor(connections, engine, settings, gate)
    async with trio.open_nursery() as nursery:
        if listeners:
            nursery.start_soon(door.listen, listeners, nursery)
        yield door
        nursery.cancel_scope.cancel()
