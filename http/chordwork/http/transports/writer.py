"""Messages to one client, from several tasks, within a stated time."""

from __future__ import annotations

import structlog
import trio

from chordwork.http.transports.transport import Disconnected, Transport
from chordwork.http.wire.protocol import Json, encode

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class Writer:
    """Sends whole messages, one after the other; holds none, so it needs no bound."""

    def __init__(self, transport: Transport, *, write_timeout_s: float) -> None:
        """Write to ``transport``.

        Args:
            transport: where to.
            write_timeout_s: how long a message may take, the wait for other tasks included. A client that reads more
                slowly than that is taken for gone.
        """
        self._transport = transport
        self._write_timeout_s = write_timeout_s
        self._lock = trio.Lock()

    def try_send(self, *messages: Json) -> bool:
        """Send messages in order, at once or not at all; without any it says whether that could be now.

        Raises:
            Disconnected: the client has gone.
        """
        return self._transport.try_send(*map(encode, messages))

    async def send(self, *messages: Json) -> None:
        """Send messages in order. Being cancelled may leave half of one on the wire: close after that.

        Raises:
            Disconnected: the client has gone, or does not read.
        """
        texts = [encode(message) for message in messages]
        if not texts or self._transport.try_send(*texts):
            return
        for text in texts:
            try:
                with trio.fail_after(self._write_timeout_s):
                    async with self._lock:
                        await self._transport.send(text)
            except trio.TooSlowError:
                _log.warning("the client does not read", write_timeout_s=self._write_timeout_s)
                raise Disconnected(unread=True) from None
