"""Faults of trio-websocket 0.12 that a remote client can trigger, closed by subclassing.

``tests/http/test_stream_port.py`` runs the attacks, the first and the third against plain trio-websocket as well.

1. *An exception of one connection ends the server*, be it of the handler or of the library: a ping after our close
   frame is enough, for wsproto refuses to build its pong. The stream port contains each connection, and
   :class:`GuardedWebSocket` answers no ping that it cannot.
2. *A message in many small fragments takes fifty times its size*, for they are kept as a list; one past the limit is
   closed without the ``error`` that our protocol promises, and then nothing is read any more, so that the close frame
   drowns in the reset. Here fragments are joined as they come; an oversized message is cut and handed on, for the
   conversation to refuse, and what follows is read and forgotten.
3. *A malformed frame is not answered*: RFC 6455 wants close code 1002 or 1007.
4. *A write to a client that does not read takes for ever*, and a cancelled one leaves half a frame on the wire. Here a
   write is shielded and bounded; after that the connection is dropped. :meth:`GuardedWebSocket.drop` ends it at once.
5. *A connection that ends before its request* holds its task until the time for the handshake is over.

This overrides what trio-websocket keeps private, so it has to stay with one minor version of it.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Final

import structlog
import trio
from trio_websocket import CloseReason, ConnectionClosed, WebSocketConnection, WebSocketRequest
from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage

MESSAGE_QUEUE_SIZE: Final = 4
"""Messages read ahead of the conversation. A live one never lets them wait; with ``"pace": "file"`` this, the mailbox
and the buffers of the kernel are all that lies between the file and the recogniser."""
RECEIVE_BYTES: Final = 16_384
"""Read at once: more than 100 ms of 48 kHz PCM, so that most frames take one system call."""

ABNORMAL: Final = 1006

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class GuardedWebSocket(WebSocketConnection):
    """The server's end of one WebSocket, from its first byte."""

    def __init__(self, stream: trio.SocketStream, *, max_message_size: int, write_timeout_s: float) -> None:
        """Read and write ``stream``.

        Args:
            stream: a connection that was just accepted by the operating system.
            max_message_size: longer messages, in bytes or characters, are handed on cut, but longer than this.
            write_timeout_s: how long a write may take, pongs included, before the connection is dropped.
        """
        super().__init__(
            stream,
            WSConnection(ConnectionType.SERVER),
            message_queue_size=MESSAGE_QUEUE_SIZE,
            max_message_size=max_message_size,
            receive_buffer_size=RECEIVE_BYTES,
        )
        self._socket = stream.socket
        self._write_timeout_s = write_timeout_s
        self._partial: io.BytesIO | io.StringIO | None = None
        self._overflowed = False

    async def request(self, timeout_s: float, *, nursery: trio.Nursery) -> WebSocketRequest | None:
        """Start reading, and wait for the request to upgrade; None for a client that went, or took too long."""
        requests: list[WebSocketRequest] = []
        with trio.move_on_after(timeout_s) as waiting:

            async def read() -> None:
                await self._reader_task()
                waiting.cancel()

            nursery.start_soon(read)
            requests.append(await self._get_request())
        return requests[0] if requests else None

    def drop(self) -> None:
        """Close the socket at once, without a word; whoever reads or writes notices. Harmless when repeated."""
        self._socket.close()

    async def _handle_message_event(self, event: BytesMessage | TextMessage) -> None:
        if self._overflowed:
            return
        message = bytes(event.data) if isinstance(event, BytesMessage) else event.data
        if self._partial is not None or not event.message_finished:
            if self._partial is None:
                self._partial = io.BytesIO() if isinstance(message, bytes) else io.StringIO()
            self._partial.write(message)  # type: ignore[arg-type]  # wsproto never mixes the two
            self._overflowed = self._partial.tell() > self._max_message_size
            if not event.message_finished and not self._overflowed:
                return
            message, self._partial = self._partial.getvalue(), None
        with suppress(trio.ClosedResourceError, trio.BrokenResourceError):  # while we close: read on for the answer
            await self._send_channel.send(message)

    async def _handle_ping_event(self, event: Ping) -> None:
        if self._wsproto.state == ConnectionState.OPEN:
            await super()._handle_ping_event(event)

    async def _handle_close_connection_event(self, event: CloseConnection) -> None:
        if self._wsproto.state == ConnectionState.OPEN:  # wsproto's way to report a malformed frame
            await self._send(CloseConnection(code=event.code, reason=event.reason))
        await super()._handle_close_connection_event(event)

    async def _send(self, event: Event) -> None:
        with trio.move_on_after(self._write_timeout_s, shield=True):
            return await super()._send(event)
        _log.warning("connection dropped", reason="the client does not read", write_timeout_s=self._write_timeout_s)
        self.drop()
        raise ConnectionClosed(CloseReason(ABNORMAL, None))
