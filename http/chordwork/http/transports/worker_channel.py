"""Messages of a WebSocket over another stream, between two processes of this machine.

A frame is a kind (``w`` whose it is, ``t`` text, ``b`` binary, ``c`` close: two bytes of code, then the reason) and a
length, then bytes. The first one says for whom the others speak: the process that took the connection knows, and is
believed, for nobody else can reach the socket.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import Final

import msgspec
import trio

from chordwork.http.addressing.addresses import Client
from chordwork.http.transports.transport import Disconnected, Transport
from chordwork.http.wire.protocol import CloseCode

HEAD: Final = struct.Struct("<cI")
MAX_BYTES: Final = 1 << 26
"""Of one frame; the doors allow less."""
RECEIVE_BYTES: Final = 65_536

_BROKEN: Final = (trio.BrokenResourceError, trio.ClosedResourceError)


class WorkerChannel:
    """One end of a relayed conversation, as a :class:`~chordwork.http.transports.transport.Transport`."""

    def __init__(self, stream: trio.SocketStream, *, close_timeout_s: float) -> None:
        """Over a connected stream; ``close_timeout_s``: how long the other end may take to answer our close."""
        self._stream = stream
        self._close_timeout_s = close_timeout_s
        self._received = bytearray()
        self._sending = trio.Lock()
        self._closed_with: tuple[int, str] | None = None

    @property
    def closed_with(self) -> tuple[int, str] | None:
        """Code and reason of the other end's close; None if it just went, or has not yet."""
        return self._closed_with

    async def introduce(self, client: Client) -> None:
        """Say for whom everything else is said."""
        await self._send(b"w", msgspec.json.encode(client))

    async def introduction(self) -> Client:
        """For whom the other end speaks: to be received first.

        Raises:
            Disconnected: it does not say.
        """
        kind, payload = await self._frame()
        if kind != b"w":
            raise Disconnected
        return msgspec.json.decode(payload, type=Client)

    async def receive(self) -> str | bytes:
        """The next message."""
        kind, payload = await self._frame()
        if kind == b"t":
            return payload.decode()
        if kind == b"b":
            return payload
        self._closed_with = int.from_bytes(payload[:2], "little"), payload[2:].decode(errors="replace")
        raise Disconnected(orderly=True)

    def try_send(self, *texts: str) -> bool:
        """It may always have to wait."""
        return False

    async def send(self, text: str) -> None:
        """Send a text message."""
        await self._send(b"t", text.encode())

    async def pass_on(self, message: str | bytes) -> None:
        """Send a message of either kind."""
        if isinstance(message, str):
            await self._send(b"t", message.encode())
        else:
            await self._send(b"b", message)

    async def close(self, code: int, reason: str, *, last_words: str | None = None) -> bool:
        """Send a close, and read on until the other end has hung up or the time is over; whether it answered."""
        with trio.move_on_after(self._close_timeout_s), suppress(Disconnected):
            if last_words is not None:
                await self.send(last_words)
            await self._send(b"c", code.to_bytes(2, "little") + reason.encode())
            while True:
                await self.receive()
        return self._closed_with is not None

    def abort(self) -> None:
        """Drop the connection at once."""
        self._stream.socket.close()

    async def _send(self, kind: bytes, payload: bytes) -> None:
        try:
            async with self._sending:
                await self._stream.send_all(HEAD.pack(kind, len(payload)) + payload)
        except _BROKEN:
            raise Disconnected from None

    async def _frame(self) -> tuple[bytes, bytes]:
        await self._receive(HEAD.size)
        kind, size_bytes = HEAD.unpack_from(self._received)
        if size_bytes > MAX_BYTES:
            raise Disconnected
        await self._receive(HEAD.size + size_bytes)
        payload = bytes(self._received[HEAD.size : HEAD.size + size_bytes])
        del self._received[: HEAD.size + size_bytes]
        return kind, payload

    async def _receive(self, size_bytes: int) -> None:
        while len(self._received) < size_bytes:
            try:
                data = await self._stream.receive_some(RECEIVE_BYTES)
            except _BROKEN:
                data = b""
            if not data:
                raise Disconnected
            self._received += data


async def relay(client: Transport, home: WorkerChannel, first: str, speaks_for: Client) -> bool:
    """Carry a conversation that began with ``first`` between a client and the process that holds its session.

    Returns:
        whether the session's home closed it; if not, either end was lost.

    Raises:
        Disconnected: the client does not read.
    """
    unread: Disconnected | None = None
    await home.introduce(speaks_for)
    await home.send(first)
    async with trio.open_nursery() as nursery:

        async def inward() -> None:
            try:
                while True:
                    await home.pass_on(await client.receive())
            except Disconnected as gone:
                if gone.orderly:
                    with suppress(Disconnected):
                        await home._send(b"c", CloseCode.NORMAL.to_bytes(2, "little"))
            nursery.cancel_scope.cancel()

        nursery.start_soon(inward)
        try:
            while True:
                message = await home.receive()
                assert isinstance(message, str)
                if not client.try_send(message):
                    await client.send(message)
        except Disconnected as gone:
            unread = gone if gone.unread else None
        nursery.cancel_scope.cancel()
    if unread is not None:
        raise unread
    if home.closed_with is None:
        return False
    answered = await client.close(*home.closed_with)
    if answered:
        with suppress(Disconnected):
            await home._send(b"c", CloseCode.NORMAL.to_bytes(2, "little"))
    return True
