"""One stream of audio to a server, and its messages back, over trio-websocket."""

from __future__ import annotations

import json
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final, Literal

import attrs
import trio
from trio_websocket import (
    ConnectionClosed,
    ConnectionRejected,
    ConnectionTimeout,
    DisconnectionTimeout,
    HandshakeError,
    WebSocketConnection,
    open_websocket_url,
)

from chordwork.client._errors import ConnectError, ConnectionLost, ProtocolError, ServerError
from chordwork.client._messages import Done, Message, Ready, decode, parse_message

PROTOCOL: Final = 1
MESSAGE_QUEUE_MESSAGES: Final = 1024
"""Messages kept for a late reader, about a minute. When full, the socket is read no further: the server waits."""
MAX_MESSAGE_BYTES: Final = 1 << 20
DISCONNECT_TIMEOUT_S: Final = 2.0
_STAMP: Final = struct.Struct("<IIQ")
"""Header of a stamped frame: sequence, flags, capture time in µs."""

SampleFormat = Literal["s16le", "f32le"]
Framing = Literal["plain", "stamped"]
Acks = Literal["chunk", "hop", "none"]
Pace = Literal["live", "file"]


@attrs.frozen
class StreamStatistics:
    """Counts since the stream began.

    Attributes:
        chunks_sent: binary frames sent.
        bytes_sent: bytes of PCM in them, headers not counted.
        messages_received: messages handed out or answered, pings included.
    """

    chunks_sent: int
    bytes_sent: int
    messages_received: int


class ChordStream:
    """A stream that is running. Made by :func:`connect`; one task may send while another iterates.

    Iterating yields every message up to and including :class:`~chordwork.client.Done`, and answers heartbeats on the
    way: keep reading while you send, or the server takes the client for dead. Cancelling either loses no message.
    """

    def __init__(self, socket: WebSocketConnection, ready: Ready, framing: Framing) -> None:
        self.ready: Final = ready
        self._socket = socket
        self._framing = framing
        self._sequence = 0
        self._bytes_sent = 0
        self._messages_received = 0
        self._finished = False

    async def send(self, pcm: bytes | bytearray | memoryview, *, captured_at_us: int | None = None) -> None:
        """Send interleaved PCM in the format of the ``start``; any length. Waits while the server cannot keep up.

        Args:
            pcm: whole sample frames.
            captured_at_us: when the first sample was captured, in µs of any clock; only for ``framing="stamped"``.

        Raises:
            ConnectionLost: the connection is closed. What the server said before is still there to be iterated.
        """
        payload = bytes(pcm)
        if not payload:
            return
        header = b""
        if self._framing == "stamped":
            stamp_us = int(trio.current_time() * 1e6) if captured_at_us is None else captured_at_us
            header = _STAMP.pack(self._sequence & 0xFFFFFFFF, 0, stamp_us)
        await _send(self._socket, header + payload)
        self._sequence += 1
        self._bytes_sent += len(payload)

    async def configure(self, **fields: Any) -> None:
        """Change the session while it runs, for example ``key="Eb major"``."""
        await _send_fields(self._socket, {"type": "config", **fields})

    async def stop(self) -> None:
        """Say that no audio follows. The server sends the remaining finals, then ``Done``: iterate until it ends."""
        await _send_fields(self._socket, {"type": "stop"})

    def statistics(self) -> StreamStatistics:
        """Counts so far."""
        return StreamStatistics(self._sequence, self._bytes_sent, self._messages_received)

    def __aiter__(self) -> AsyncIterator[Message]:
        return self

    async def __anext__(self) -> Message:
        """The next message.

        Raises:
            StopAsyncIteration: after ``Done``.
            ServerError: the server reported an error.
            ConnectionLost: the connection closed before ``Done``.
            ProtocolError: the server sent no message of protocol 1.
        """
        if self._finished:
            raise StopAsyncIteration
        while True:
            fields = await _receive_fields(self._socket)
            self._messages_received += 1
            if fields["type"] == "ping":
                await _send_fields(self._socket, {"type": "pong"})
                continue
            message = parse_message(fields)
            self._finished = isinstance(message, Done)
            return message


@asynccontextmanager
async def connect(
    url: str,
    *,
    sample_rate: int,
    format: SampleFormat = "s16le",
    channels: int = 1,
    framing: Framing = "plain",
    acks: Acks = "none",
    pace: Pace = "live",
    key: str | None = None,
    connect_timeout_s: float = 10.0,
) -> AsyncIterator[ChordStream]:
    """Open a stream and wait until the server is ready; close it when the block ends.

    Args:
        url: ``ws://`` or ``wss://`` address, path included.
        sample_rate: of the PCM to come, in Hz, 8000 to 192000.
        format: ``s16le`` or ``f32le``.
        channels: 1 or 2, interleaved.
        framing: ``stamped`` puts sequence and capture time before each chunk.
        acks: how often the server acknowledges audio: each ``chunk``, each ``hop`` it hears, or never.
        pace: ``live`` audio that the server cannot keep up with is dropped, oldest first; for a ``file`` it makes
            :meth:`ChordStream.send` wait instead.
        key: key of the piece where it is known, such as ``Eb major``.
        connect_timeout_s: seconds to wait for the connection and ``ready`` together.

    Raises:
        ConnectError: no server there, or it refused.
        ServerError: the server did not accept these settings.
    """
    start = {
        "type": "start",
        "protocol": PROTOCOL,
        "sample_rate": sample_rate,
        "format": format,
        "channels": channels,
        "framing": framing,
        "acks": acks,
        "pace": pace,
        "key": key,
        "resume": None,
    }
    body_error: BaseException | None = None
    try:
        async with AsyncExitStack() as stack:
            try:
                deadline = trio.current_time() + connect_timeout_s
                socket = await stack.enter_async_context(
                    open_websocket_url(
                        url,
                        message_queue_size=MESSAGE_QUEUE_MESSAGES,
                        max_message_size=MAX_MESSAGE_BYTES,
                        connect_timeout=connect_timeout_s,
                        disconnect_timeout=DISCONNECT_TIMEOUT_S,
                    )
                )
                with trio.fail_at(deadline):
                    ready = await _introduce(socket, start)
            except (HandshakeError, OSError, ValueError, trio.TooSlowError) as error:
                raise _connect_error(url, error) from error
            try:
                yield ChordStream(socket, ready, framing)
            except BaseException as error:
                body_error = error
                raise
    except DisconnectionTimeout:
        # A server that does not answer the close has no say in how the caller's block ended.
        if body_error is not None:
            raise body_error from None


async def _introduce(socket: WebSocketConnection, start: dict[str, Any]) -> Ready:
    await _send_fields(socket, start)
    fields = await _receive_fields(socket)
    message = parse_message(fields)
    if not isinstance(message, Ready) or message.protocol != PROTOCOL:
        raise ProtocolError(f"the server answered the start with {fields!r}: it does not speak protocol {PROTOCOL}")
    return message


async def _receive_fields(socket: WebSocketConnection) -> dict[str, Any]:
    try:
        fields = decode(await socket.get_message())
    except ConnectionClosed as closed:
        raise _lost(closed) from None
    if fields["type"] == "error":
        raise ServerError(str(fields.get("code", "unknown")), str(fields.get("message", "")))
    return fields


async def _send_fields(socket: WebSocketConnection, fields: dict[str, Any]) -> None:
    await _send(socket, json.dumps(fields))


async def _send(socket: WebSocketConnection, message: str | bytes) -> None:
    try:
        await socket.send_message(message)
    except ConnectionClosed as closed:
        raise _lost(closed) from None


def _lost(closed: ConnectionClosed) -> ConnectionLost:
    reason = closed.reason
    return ConnectionLost(1006, "") if reason is None else ConnectionLost(reason.code, reason.reason or "")


def _connect_error(url: str, error: Exception) -> ConnectError:
    if isinstance(error, ConnectionRejected):
        body = (error.body or b"").decode("utf-8", "replace").strip()
        return ConnectError(
            url, f"the server refused with HTTP {error.status_code} {body[:200]}".strip(), status_code=error.status_code
        )
    if isinstance(error, (ConnectionTimeout, trio.TooSlowError)):
        return ConnectError(url, "no answer in time")
    if isinstance(error, ValueError):
        return ConnectError(url, f"{error}; write for example ws://127.0.0.1:8765/ws")
    return ConnectError(url, str(error) or type(error).__name__)
