"""The stream port: a second way into the same conversations, with nothing but WebSocket behind it.

Who comes to ``/ws`` goes through an HTTP server, ASGI and a web framework, the price of one port for everything. Here
trio-websocket shakes hands (:mod:`chordwork.http.transports.handshake`), and then nothing but framing lies between the
socket and the conversation; see :mod:`chordwork.http.transports.server_websocket`.
"""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from typing import Final

import structlog
import trio

from chordwork.http.addressing.addresses import Approach, Client
from chordwork.http.addressing.path_prefix import without_prefix
from chordwork.http.conversation.connection import Connections
from chordwork.http.rest.middleware import REQUEST_ID_HEADER, sane_request_id
from chordwork.http.rest.problems import problem_of
from chordwork.http.security.gate import Admission, Gate, Refusal
from chordwork.http.settings import Settings
from chordwork.http.sockets.accepted import isolated, notice_lost_peer, peer_of
from chordwork.http.sockets.connection_limits import ConnectionLimits, SocketSlot
from chordwork.http.transports.handshake import Handshake, open_handshake
from chordwork.http.transports.server_websocket import ServerWebSocket
from chordwork.http.wire.problems import PROBLEM_TYPE, Problem

PATHS: Final = frozenset({"/", "/ws"})
"""Both, so that a client changes its way by changing the port."""
_NO_OTHER_PAGES: Final = Problem(404, "not_found", "the stream port speaks WebSocket, at /ws")
Listeners = Sequence[trio.abc.Listener[trio.SocketStream]]


class StreamPort:
    """The connections of one stream port; made by :func:`open_stream_port` only."""

    def __init__(self, connections: Connections, settings: Settings, gate: Gate | None = None) -> None:
        """``connections`` and ``gate`` are shared with the main port, so that limits and draining hold for both."""
        self._gate = gate or Gate(settings)
        self._connections = connections
        self._settings = settings
        self._listening = trio.CancelScope()
        self._open: set[trio.CancelScope] = set()
        self._closed = trio.Condition()
        self._limits = ConnectionLimits(settings, "too many sockets on the stream port")

    def stop_listening(self) -> None:
        """Close the listening sockets; open connections go on."""
        self._listening.cancel()

    async def wait_closed(self, deadline: float) -> None:
        """Wait for the open connections; drop those still open at the deadline, and at once who asked nothing yet."""
        self._limits.drop_idle()
        with trio.move_on_at(deadline):
            async with self._closed:
                while self._open:
                    await self._closed.wait()
        for scope in self._open:
            scope.cancel()

    async def listen(self, listeners: Listeners, nursery: trio.Nursery) -> None:
        """Accept connections, and serve them in ``nursery``, until :meth:`stop_listening`."""
        with self._listening:
            await trio.serve_listeners(self._hold, list(listeners), handler_nursery=nursery)

    async def _hold(self, stream: trio.SocketStream) -> None:
        settings = self._settings
        scope, peer = trio.CancelScope(), peer_of(stream)
        slot = self._limits.admit(peer, scope.cancel, counted=self._gate.counts_sockets_of(peer))
        if slot is None:
            return await trio.aclose_forcefully(stream)
        self._open.add(scope)
        try:
            notice_lost_peer(stream.socket, settings.lost_peer_timeout_s)
            with isolated(peer), scope, ExitStack() as held:
                early = await self._shake_hands(stream, slot, held)
                if early is not None:
                    await self._converse(stream, *early)
        finally:
            slot.leave()
            stream.socket.close()
            self._open.discard(scope)
            with trio.CancelScope(shield=True):
                async with self._closed:
                    self._closed.notify_all()

    async def _shake_hands(
        self, stream: trio.SocketStream, slot: SocketSlot, held: ExitStack
    ) -> tuple[Client, bytes] | None:
        """Upgrade who may come in; return who it is and what came after the request, or None if nobody did.

        Args:
            stream: where from.
            slot: of its socket.
            held: where the session of who came in is counted.
        """
        with trio.move_on_after(self._settings.start_timeout_s):
            async with open_handshake(stream, peer_of(stream)) as handshake:
                if handshake is not None:
                    slot.busy()
                    return await self._admit(handshake, slot, held)
        return None

    async def _admit(self, handshake: Handshake, slot: SocketSlot, held: ExitStack) -> tuple[Client, bytes] | None:
        approach = handshake.approach
        request_id = sane_request_id(approach.header(REQUEST_ID_HEADER.lower()))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        path = without_prefix(handshake.path, self._gate.prefix(approach))
        decided = self._decide(path, approach, slot, held)
        if isinstance(decided, Problem):
            headers = {**decided.headers, REQUEST_ID_HEADER: request_id, "Content-Type": PROBLEM_TYPE}
            await handshake.reject(decided.status, json.dumps(decided.document(request_id)), headers)
            return None
        early = await handshake.accept(decided.subprotocol, {REQUEST_ID_HEADER: request_id})
        return None if early is None else (decided.client, early)

    def _decide(self, path: str, approach: Approach, slot: SocketSlot, held: ExitStack) -> Admission | Problem:
        if path not in PATHS:
            return _NO_OTHER_PAGES
        try:
            admission = held.enter_context(self._gate.open_socket(approach))
            if not admission.client.is_local:
                slot.speaks_for(admission.client.address)
        except Refusal as refusal:
            return problem_of(refusal)
        full = self._connections.refusal()
        return admission if full is None else problem_of(full)

    async def _converse(self, stream: trio.SocketStream, client: Client, early: bytes) -> None:
        websocket = ServerWebSocket(socket.socket(fileno=stream.socket.detach()), self._settings, early=early)
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(websocket.write_unsent)
                await self._connections.converse(websocket, client)
                nursery.cancel_scope.cancel()
        finally:
            websocket.abort()


@asynccontextmanager
async def open_stream_port(
    listeners: Listeners,
    *,
    connections: Connections,
    settings: Settings,
    gate: Gate | None = None,
) -> AsyncIterator[StreamPort]:
    """Serve the listeners, if any, for the length of an ``async with`` block; leaving it drops what is open."""
    port = StreamPort(connections, settings, gate)
    async with trio.open_nursery() as nursery:
        if listeners:
            nursery.start_soon(port.listen, listeners, nursery)
        yield port
        nursery.cancel_scope.cancel()
