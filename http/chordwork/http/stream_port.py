"""The stream port: a second door to the same conversations, with nothing but WebSocket behind it.

Audio on ``/ws`` goes through an HTTP server, ASGI and a web framework, the price of one port for everything. Here
nothing but framing lies between the socket and the conversation; see :mod:`chordwork.http.server_websocket`.
"""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

import structlog
import trio
from websockets.http11 import Request

from chordwork.actors import Engine
from chordwork.http.connection import Connections
from chordwork.http.containment import contained
from chordwork.http.crowd_log import CrowdLog
from chordwork.http.lost_peers import notice_lost_peer
from chordwork.http.rest.passage import REQUEST_ID_HEADER, sane_request_id
from chordwork.http.rest.problems import PROBLEM_TYPE, Problem, problem_of
from chordwork.http.security.gate import SUBPROTOCOL_HEADER, Approach, Gate, Refusal
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

    def __init__(self, connections: Connections, engine: Engine, settings: Settings, gate: Gate | None = None) -> None:
        """``connections`` and ``gate`` are shared with the other door, so that limits and draining hold for both."""
        self._gate = gate or Gate(settings)
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
                request = await websocket.request()
                if request is not None:
                    await self._admit(request, websocket, shaking_hands)
            nursery.cancel_scope.cancel()

    async def _admit(self, request: Request, websocket: ServerWebSocket, shaking_hands: trio.CancelScope) -> None:
        headers = tuple((name.lower(), value) for name, value in request.headers.raw_items())
        approach = Approach(websocket.peer, headers)
        request_id = sane_request_id(approach.header(REQUEST_ID_HEADER.lower()))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if request.path.partition("?")[0] not in PATHS:
            problem = Problem(404, "not_found", "the stream port speaks WebSocket, at /ws")
            return await _refuse(websocket, problem, request_id)
        try:
            with self._gate.open_socket(approach) as admission:
                if (full := self._connections.refusal(self._engine)) is not None:
                    return await _refuse(websocket, problem_of(full), request_id)
                told = {REQUEST_ID_HEADER: request_id}
                if admission.subprotocol is not None:
                    told[SUBPROTOCOL_HEADER] = admission.subprotocol
                if await websocket.accept(request, told):
                    shaking_hands.deadline = float("inf")
                    await self._connections.converse(websocket, self._engine, self._settings)
        except Refusal as refusal:
            await _refuse(websocket, problem_of(refusal), request_id)


async def _refuse(websocket: ServerWebSocket, problem: Problem, request_id: str) -> None:
    headers = {**problem.headers, REQUEST_ID_HEADER: request_id, "Content-Type": PROBLEM_TYPE}
    await websocket.reject(problem.status, json.dumps(problem.document(request_id)), headers)


@asynccontextmanager
async def open_stream_door(
    listeners: Listeners,
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
