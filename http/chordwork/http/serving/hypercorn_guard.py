"""Faults of hypercorn 0.18 on trio that a remote client can provoke, closed by subclassing.

Each guard says what fails upstream, and how one would know that it can go; what provokes it stands in the reports named
here and nowhere in this project. All of them are used by :mod:`chordwork.http.serving.server`; none patches hypercorn
itself, so other programs in this process keep what they had. ``tests/http/serving/test_hypercorn_guard.py`` tries the
guards with applications that raise, transports that refuse, and peers that pause.

1. *An exception inside one connection ends the server* (hypercorn issues 203, 225 and 329, open in 0.18): the nursery
   that serves every client is told of all but ``OSError``. :meth:`GuardedTCPServer.run` keeps any failure to its own
   connection. It can go when ``TCPServer.run`` contains ``Exception``.
2. *A write that does not get through cannot be cancelled, nor drained*: ``TCPServer.protocol_send`` shields it without
   a bound. :meth:`GuardedTCPServer.protocol_send` keeps the shield, for half a frame on the wire ruins the connection,
   but bounds it, then drops the connection. It can go when hypercorn has a write timeout.
3. *A connection that ends before its request is counted* until the time for the request is over.
4. *permessage-deflate is accepted from every client that offers it*, with no bound on what a message inflates to; PCM
   gains nothing from it. *HTTP/2 on clear text* is accepted too, with flow control that no timeout covers. Both off.
5. *Messages of a WebSocket have no bound while they arrive*, and each takes a dozen steps through ASGI. Here the
   application takes the socket over once it has accepted (:data:`TAKE_OVER_KEY`), and reads it itself; see
   :mod:`chordwork.http.transports.server_websocket`. An application that does not is sent nothing, and is closed when
   the client has sent too much.
6. *An answer before the request has ended leaves the connection open*: ``H11Protocol`` first tells the application that
   the client has gone, whereupon quart-trio cancels the task that was about to close the connection.
   :meth:`GuardedH11Protocol._maybe_recycle` is not to be cancelled, for a bounded time.
"""

from __future__ import annotations

import socket
from typing import Final, cast

import h11
import structlog
import trio
from hypercorn.config import Config
from hypercorn.events import Event, RawData, Updated
from hypercorn.protocol.events import Data
from hypercorn.protocol.events import Event as StreamEvent
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.protocol.ws_stream import WSStream
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import AppWrapper, ConnectionState

from chordwork.http.settings import Settings
from chordwork.http.sockets.accepted import Refused, isolated
from chordwork.http.sockets.connection_limits import SLOT_KEY, SocketSlot
from chordwork.http.transports.server_websocket import ServerWebSocket
from chordwork.http.transports.transport import Disconnected
from chordwork.http.transports.upgrades import asks_for_upgrade, is_complete, without_upgrade

TAKE_OVER_KEY: Final = "chordwork.take_over"
"""Key in the ASGI ``state`` of a connection: see :meth:`GuardedTCPServer.take_over`."""
MAX_EARLY_BYTES: Final = 1 << 18
"""That a client may send between our accepting and our taking over."""

RECYCLE_TIMEOUT_S: Final = 5.0
"""To make a connection ready for its next request, or to close it."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class GuardedTCPServer(TCPServer):
    """One connection, whose failure ends nothing but itself."""

    def __init__(
        self,
        app: AppWrapper,
        config: Config,
        context: WorkerContext,
        state: ConnectionState,
        stream: trio.SocketStream,
        *,
        settings: Settings,
        slot: SocketSlot | None = None,
        peer: str | None = None,
    ) -> None:
        """One connection.

        Args:
            app: as for hypercorn, and so the next four.
            config: its configuration.
            context: of its worker.
            state: what the application finds in the scope.
            stream: the connection.
            settings: how long one write may take before the connection is dropped.
            slot: to be told when the connection is in use, and when it is idle.
            peer: address of the other end.
        """
        super().__init__(
            app,
            config,
            context,
            ConnectionState({**state, TAKE_OVER_KEY: self.take_over, SLOT_KEY: slot}),
            stream,  # type: ignore[arg-type]  # hypercorn declares TLS streams and takes both
        )
        self._slot = slot
        self._peer = peer
        self._settings = settings
        self._scope = trio.CancelScope()
        self._reading = trio.CancelScope()
        self._stopped_reading = trio.Event()

    def close_within(self, delay_s: float) -> None:
        """Cancel everything that belongs to this connection and close it, at most ``delay_s`` seconds from now."""
        self._scope.deadline = min(self._scope.deadline, trio.current_time() + delay_s)
        if delay_s <= 0:
            self.stream.socket.close()  # before anybody says goodbye; whoever reads or writes notices

    def stalled_at(self) -> float | None:
        """When something last came of a request that has not come to its end; None: none is on its way."""
        protocol = getattr(getattr(self, "protocol", None), "protocol", None)
        if not isinstance(protocol, GuardedH11Protocol) or protocol.connection.their_state is not h11.SEND_BODY:
            return None
        return protocol.heard_at

    async def take_over(self) -> ServerWebSocket:
        """The WebSocket that the application has just accepted, for it to read, write and close by itself.

        For hypercorn the connection is over when the application returns.

        Raises:
            Disconnected: the client has gone already.
        """
        stream = getattr(self.protocol.protocol, "stream", None)
        if not isinstance(stream, GuardedWSStream):
            raise Disconnected
        self._reading.cancel()
        await self._stopped_reading.wait()
        stream.closed = True  # so that nothing more is sent by others
        return ServerWebSocket(
            socket.socket(fileno=self.stream.socket.detach()), self._settings, early=bytes(stream.early)
        )

    async def run(self) -> None:
        """Serve the connection; raises nothing but ``Cancelled``."""
        try:
            with isolated(self._peer), self._scope:
                await super().run()
        finally:
            await trio.aclose_forcefully(self.stream)

    async def protocol_send(self, event: Event) -> None:
        """Write to the socket within the time allowed, or drop the connection."""
        if not isinstance(event, RawData):
            if self._slot is not None and isinstance(event, Updated):
                self._slot.idle() if event.idle else self._slot.busy()
            return await super().protocol_send(event)
        async with self.send_lock:
            with trio.move_on_after(self._settings.write_timeout_s, shield=True) as scope:
                try:
                    await self.stream.send_all(event.data)
                    return None
                except (trio.BrokenResourceError, trio.ClosedResourceError):
                    pass
        if scope.cancelled_caught:
            timeout_s = self._settings.write_timeout_s
            reason = "the client does not read"
            _log.warning("connection dropped", reason=reason, write_timeout_s=timeout_s, client=self._peer)
        self._scope.cancel()
        return await trio.aclose_forcefully(self.stream)

    async def _read_data(self) -> None:
        # The connection is brand new here: nothing has been read, so its protocol can still be exchanged.
        if type(self.protocol.protocol) is H11Protocol:
            self.protocol.protocol.__class__ = GuardedH11Protocol
        try:
            with self._reading:
                await super()._read_data()
        finally:
            self._stopped_reading.set()
        await self.idle_task.stop()


class GuardedH11Protocol(H11Protocol):
    """HTTP/1.1 only, no WebSocket extensions, and a connection that ends with its last answer."""

    heard_at: float = float("-inf")
    """When something last came, on trio's clock."""

    async def handle(self, event: Event) -> None:
        """As before, with a note of the time."""
        if isinstance(event, RawData):
            self.heard_at = trio.current_time()
        await super().handle(event)

    async def _maybe_recycle(self) -> None:
        with trio.move_on_after(RECYCLE_TIMEOUT_S, shield=True):
            await super()._maybe_recycle()

    async def _check_protocol(self, event: h11.Request) -> None:
        if event.http_version == b"2.0":
            await self._send_error_response(505)
            raise Refused

    async def _create_stream(self, request: h11.Request) -> None:
        headers = [(name, value) for name, value in request.headers if name != b"sec-websocket-extensions"]
        if asks_for_upgrade(headers) and not is_complete(headers, request.http_version):
            headers = without_upgrade(headers)  # so that the application says what it takes; else it is an empty 400
        await super()._create_stream(
            h11.Request(
                method=request.method, target=request.target, headers=headers, http_version=request.http_version
            )
        )
        if type(self.stream) is WSStream:
            self.stream.__class__ = GuardedWSStream
            cast(GuardedWSStream, self.stream).early = bytearray()


class GuardedWSStream(WSStream):
    """A WebSocket that somebody else is about to take over."""

    early: bytearray
    """What came meanwhile."""

    async def handle(self, event: StreamEvent) -> None:
        """Keep data, once the WebSocket was accepted."""
        if self.closed or not isinstance(event, Data) or not self.handshake.accepted:
            return await super().handle(event)
        self.early += event.data
        if len(self.early) > MAX_EARLY_BYTES:
            raise Refused
        return None
