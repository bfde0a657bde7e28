"""What a stream sends and hears by: one connection, whose loss is the stream's end."""

from __future__ import annotations

import struct
from typing import Any, Final

import anyio
import attrs

from chordwork.client._errors import ClientError, ConnectionLost
from chordwork.client._messages import Message, Ready, parse_message
from chordwork.client._wire import ANSWER_TIMEOUT_S, Wire

MISSED_HEARTBEATS: Final = 2.5
"""A server is lost that was silent for so many."""
_STAMP: Final = struct.Struct("<IIQ")
"""Header of a stamped frame: sequence, flags, capture time in µs."""


@attrs.frozen
class StreamStatistics:
    """Counts since the stream began.

    Attributes:
        chunks_sent: binary frames sent.
        bytes_sent: bytes of PCM in them, headers not counted.
        messages_received: messages handed out or answered, pings included.
        reconnects: connections after the first.
        skipped_bytes: bytes of PCM that no connection could carry any more.
    """

    chunks_sent: int
    bytes_sent: int
    messages_received: int
    reconnects: int = 0
    skipped_bytes: int = 0


class Line:
    """A connection in use. What outlives its connections is :class:`~chordwork.client._recovery.LastingLine`."""

    def __init__(self, wire: Wire, start: dict[str, Any]) -> None:
        self._wire: Wire | None = wire
        self._start = start
        self._sequence = 0
        self._chunks_sent = 0
        self._bytes_sent = 0
        self._messages_received = 0
        self._reconnects = 0
        self._skipped_bytes = 0
        heartbeat_s = start.get("heartbeat_s")
        self._silence_s = float("inf") if heartbeat_s is None else MISSED_HEARTBEATS * float(heartbeat_s)

    def check(self, heard: ClientError | None) -> None:
        """Raise :exc:`ConnectionLost` if it is of no use to send. ``heard``: a failure that nobody was told yet."""
        if isinstance(heard, ConnectionLost):
            raise heard

    def is_full(self, more_bytes: int) -> bool:
        """Whether so much more audio has to wait until the server has more of what was sent."""
        del more_bytes
        return False

    async def send(self, pcm: bytes, captured_at_us: int | None) -> None:
        """Send one chunk. Raises :exc:`ConnectionLost`."""
        await self._send_frame(self._connected(), pcm, captured_at_us)

    async def tell(self, fields: dict[str, Any]) -> None:
        """Send a message. Raises :exc:`ConnectionLost`."""
        await self._connected().send_fields(fields)

    def has_news(self) -> bool:
        """Whether something of the server is here to be received without a wait."""
        return self._wire is not None and self._wire.has_news()

    async def receive(self) -> Message | None:
        """The next message; None for one that is nobody's business, such as a ping, which is answered."""
        wire, fields = self._connected(), None
        with anyio.move_on_after(self._silence_s):
            fields = await wire.receive_fields()
        if fields is None:
            raise ConnectionLost(1006, "the server was silent")
        self._messages_received += 1
        if fields["type"] == "ping":
            with anyio.move_on_after(ANSWER_TIMEOUT_S, shield=True):  # half an answer would ruin the connection
                await wire.send_fields({"type": "pong"})
            return None
        return self._noted(parse_message(fields))

    def outlives(self, lost: ClientError) -> bool:
        """Whether :meth:`connect_again` is worth while after that."""
        del lost
        return False

    async def connect_again(self, lost: ClientError) -> Ready:
        """Until it succeeds, or is not worth while any more."""
        raise lost

    def statistics(self) -> StreamStatistics:
        """Counts so far."""
        return StreamStatistics(
            self._chunks_sent, self._bytes_sent, self._messages_received, self._reconnects, self._skipped_bytes
        )

    async def aclose(self) -> None:
        """Close the connection, if there is one."""
        if self._wire is not None:
            await self._wire.aclose()

    def _noted(self, message: Message) -> Message | None:
        return message

    def _connected(self) -> Wire:
        if self._wire is None:
            raise ConnectionLost(1006, "")
        return self._wire

    async def _send_frame(self, wire: Wire, pcm: bytes, captured_at_us: int | None) -> None:
        stamped = self._start["framing"] == "stamped"
        header = _STAMP.pack(self._sequence & 0xFFFFFFFF, 0, captured_at_us or 0) if stamped else b""
        self._sequence += 1
        await wire.send_audio(header + pcm)
        self._chunks_sent += 1
        self._bytes_sent += len(pcm)
