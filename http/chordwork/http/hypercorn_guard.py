"""Faults of hypercorn 0.18 on trio that a remote client can trigger, closed by subclassing.

Each guard says what is wrong upstream and how to know that it can go. All of them are used by
:mod:`chordwork.http.server`; none patches hypercorn itself, so other programs in this process keep what they had.
``tests/http/test_hypercorn_guard.py`` runs each attack against plain hypercorn as well, and expects it to succeed
there: the day one of those tests fails, upstream is repaired and the guard can be removed.

1. *One byte after a WebSocket upgrade request ends the whole server* (hypercorn issue 225, open in 0.18). The byte is
   read before the application has accepted, and ``WSStream`` answers 400. The application, which knows nothing of that,
   accepts; h11 has finished its response and raises ``LocalProtocolError``, then again for the 500 that should report
   it. ``TCPServer.run`` catches only ``OSError``, so the error leaves through the nursery that serves every client.
   Issues 203 and 329 end the same way. :meth:`GuardedTCPServer.run` keeps any failure to its own connection.
2. *A client that stops reading can neither be cancelled nor drained.* ``TCPServer.protocol_send`` shields ``send_all``
   without a bound, so a full socket buffer holds the task for ever. :meth:`GuardedTCPServer.protocol_send` keeps the
   shield, for half a frame on the wire ruins the connection, but bounds it, then drops the connection.
3. *A message of any size fills the memory*: ``WebsocketBuffer`` notices that a message is too large only after keeping
   it, and keeps on adding. :class:`GuardedWSStream` keeps nothing past the limit.
4. *Malformed frames are not answered*: RFC 6455 wants close code 1002 or 1007, ``WSStream`` just hangs up.
5. *permessage-deflate is accepted from every client that offers it*, with no bound on what a message inflates to; PCM
   gains nothing from it. *HTTP/2 on clear text* is accepted too, with flow control that no timeout covers. Both off.
"""

from __future__ import annotations

from typing import Any, Final

import h11
import structlog
import trio
from hypercorn.config import Config
from hypercorn.events import Event, RawData
from hypercorn.protocol.events import StreamClosed
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.protocol.ws_stream import FrameTooLargeError, WSStream
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import AppWrapper, ConnectionState
from wsproto.connection import ConnectionState as FrameState
from wsproto.events import CloseConnection, Message, Ping

from chordwork.http.containment import Refused, contained

CLOSE_WITHIN_KEY: Final = "chordwork.close_within"
"""Key in the ASGI ``state`` of a connection: ``Callable[[float], None]``, see :meth:`GuardedTCPServer.close_within`."""

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
        write_timeout_s: float,
    ) -> None:
        """``write_timeout_s``: how long one write may take before the connection is dropped."""
        super().__init__(
            app,
            config,
            context,
            ConnectionState({**state, CLOSE_WITHIN_KEY: self.close_within}),
            stream,  # type: ignore[arg-type]  # hypercorn declares TLS streams and takes both
        )
        self._write_timeout_s = write_timeout_s
        self._scope = trio.CancelScope()

    def close_within(self, delay_s: float) -> None:
        """Cancel everything that belongs to this connection and close it, at most ``delay_s`` seconds from now."""
        self._scope.deadline = min(self._scope.deadline, trio.current_time() + delay_s)
        if delay_s <= 0:
            self.stream.socket.close()  # before anybody says goodbye; whoever reads or writes notices

    async def run(self) -> None:
        """Serve the connection; raises nothing but ``Cancelled``."""
        try:
            with contained(), self._scope:
                await super().run()
        finally:
            await trio.aclose_forcefully(self.stream)

    async def protocol_send(self, event: Event) -> None:
        """Write to the socket within the time allowed, or drop the connection."""
        if not isinstance(event, RawData):
            return await super().protocol_send(event)
        async with self.send_lock:
            with trio.move_on_after(self._write_timeout_s, shield=True) as scope:
                try:
                    await self.stream.send_all(event.data)
                    return None
                except (trio.BrokenResourceError, trio.ClosedResourceError):
                    pass
        if scope.cancelled_caught:
            _log.warning("connection dropped", reason="the client does not read", write_timeout_s=self._write_timeout_s)
        self._scope.cancel()
        return await trio.aclose_forcefully(self.stream)

    async def _read_data(self) -> None:
        # The connection is brand new here: nothing has been read, so its protocol can still be exchanged.
        if type(self.protocol.protocol) is H11Protocol:
            self.protocol.protocol.__class__ = GuardedH11Protocol
        await super()._read_data()


class GuardedH11Protocol(H11Protocol):
    """HTTP/1.1 only, no WebSocket extensions."""

    async def _check_protocol(self, event: h11.Request) -> None:
        if event.http_version == b"2.0":
            await self._send_error_response(505)
            raise Refused

    async def _create_stream(self, request: h11.Request) -> None:
        headers = [(name, value) for name, value in request.headers if name != b"sec-websocket-extensions"]
        await super()._create_stream(
            h11.Request(
                method=request.method, target=request.target, headers=headers, http_version=request.http_version
            )
        )
        if type(self.stream) is WSStream:
            self.stream.__class__ = GuardedWSStream


class GuardedWSStream(WSStream):
    """A WebSocket that bounds its memory and says why it closes."""

    _overflowed = False

    async def _handle_events(self) -> None:
        for event in self.connection.events():
            if isinstance(event, Message):
                await self._collect(event)
            elif isinstance(event, Ping):
                await self._send_wsproto_event(event.response())
            elif isinstance(event, CloseConnection):
                if self.connection.state == FrameState.REMOTE_CLOSING:
                    await self._send_wsproto_event(event.response())
                elif self.connection.state == FrameState.OPEN:  # wsproto's way to report a malformed frame
                    await self._send_wsproto_event(CloseConnection(code=event.code, reason=event.reason))
                await self.send(StreamClosed(stream_id=self.stream_id))
                return

    async def _collect(self, event: Message[Any]) -> None:
        if self._overflowed:
            return  # nothing more is kept; the application is about to close
        try:
            self.buffer.extend(event)
        except FrameTooLargeError:
            # The application gets what there is, sees that it is too large, and closes with an explanation.
            self._overflowed = True
        if self._overflowed or event.message_finished:
            message = self.buffer.to_message()
            self.buffer.clear()
            if self.app_put is not None:
                await self.app_put(message)
