"""A WebSocket to a server, on trio and asyncio alike: the Sans-I/O layer of ``websockets`` over an anyio stream."""

from __future__ import annotations

import json
import ssl
from contextlib import suppress
from typing import Any, Final, Self

import anyio
from anyio.abc import ByteStream
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake, InvalidStatus, InvalidURI
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from chordwork.client._errors import ConnectError, ConnectionLost, ProtocolError, ServerError
from chordwork.client._messages import Ready, decode, parse_message

PROTOCOL: Final = 1
MAX_MESSAGE_BYTES: Final = 1 << 20
CLOSE_TIMEOUT_S: Final = 2.0
ANSWER_TIMEOUT_S: Final = 10.0
"""To answer a ping; a server that does not read for so long is lost."""
_ABNORMAL: Final = 1006
_GONE: Final = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream)


class Wire:
    """An open connection in protocol 1. One task receives, several may send."""

    def __init__(self, stream: ByteStream, frames: ClientProtocol) -> None:
        """Made by :meth:`open` only."""
        self._stream = stream
        self._frames = frames
        self._sending = anyio.Lock()
        self._texts: list[str] = []
        self._partial = bytearray()
        self._lost: tuple[int, str] | None = None

    @classmethod
    async def open(cls, url: str, start: dict[str, Any], *, timeout_s: float) -> tuple[Self, Ready]:
        """Connect, say ``start``, and wait for ``ready``.

        Raises:
            ConnectError: no server there, or it refused.
            ServerError: the server answered with an error.
            ProtocolError: it answered with something else.
        """
        wire: Self | None = None
        try:
            with anyio.fail_after(timeout_s):
                wire = await cls._connected(url)
                await wire.send_fields(start)
                fields = await wire.receive_fields()
            message = parse_message(fields)
            if isinstance(message, Ready) and message.protocol == PROTOCOL:
                return wire, message
            raise ProtocolError(f"the server answered start with {fields!r}: it does not speak protocol {PROTOCOL}")
        except TimeoutError as error:
            await _dropped(wire)
            raise ConnectError(url, "no answer in time") from error
        except BaseException:
            await _dropped(wire)
            raise

    @classmethod
    async def _connected(cls, url: str) -> Self:
        try:
            address = parse_uri(url)
        except (InvalidURI, ValueError) as error:
            raise ConnectError(url, f"{error}; write for example ws://127.0.0.1:8765/ws", may_pass=False) from error
        frames = ClientProtocol(address, max_size=MAX_MESSAGE_BYTES)
        stream: ByteStream | None = None
        try:
            stream = await anyio.connect_tcp(address.host, address.port)
            if address.secure:
                from anyio.streams.tls import TLSStream

                context = ssl.create_default_context()
                stream = await TLSStream.wrap(
                    stream, hostname=address.host, ssl_context=context, standard_compatible=False
                )
            frames.send_request(frames.connect())
            await _write(stream, frames)
            while frames.state is State.CONNECTING and frames.handshake_exc is None:
                try:
                    frames.receive_data(await stream.receive())
                except anyio.EndOfStream:
                    frames.receive_eof()
                    break
            if frames.handshake_exc is not None:
                raise frames.handshake_exc
            return cls(stream, frames)
        except InvalidStatus as error:
            await _closed(stream)
            response = error.response
            body = bytes(response.body or b"").decode("utf-8", "replace").strip()
            wait = response.headers.get("Retry-After", "")
            raise ConnectError(
                url,
                f"the server refused with HTTP {response.status_code} {body[:200]}".strip(),
                status_code=response.status_code,
                retry_after_s=float(wait) if wait.isdecimal() else None,
            ) from error
        except (InvalidHandshake, OSError, ssl.SSLError, *_GONE) as error:
            await _closed(stream)
            raise ConnectError(url, str(error) or type(error).__name__) from error
        except BaseException:
            await _closed(stream)
            raise

    async def receive_fields(self) -> dict[str, Any]:
        """The fields of the next message. Being cancelled loses nothing.

        Raises:
            ServerError: it is an ``error``.
            ConnectionLost: there will be none.
            ProtocolError: it is no message of the protocol.
        """
        while not self._texts:
            self._digest()
            if self._texts:
                break
            if self._lost is not None:
                raise ConnectionLost(*self._lost)
            try:
                data = await self._stream.receive()
            except (OSError, *_GONE):
                self._lost = self._lost or (_ABNORMAL, "")
                continue
            if self._frames.state is State.OPEN:
                self._frames.receive_data(data)
                with anyio.move_on_after(ANSWER_TIMEOUT_S, shield=True):
                    await self._flush()
        fields = decode(self._texts.pop(0))
        if fields["type"] == "error":
            wait = fields.get("retry_after_s")
            raise ServerError(
                str(fields.get("code", "unknown")),
                str(fields.get("message", "")),
                retry_after_s=float(wait) if isinstance(wait, int | float) else None,
            )
        return fields

    async def send_fields(self, fields: dict[str, Any]) -> None:
        """Send a message. Raises :exc:`ConnectionLost`."""
        self._check()
        self._frames.send_text(json.dumps(fields).encode())
        await self._flush()

    async def send_audio(self, frame: bytes) -> None:
        """Send a binary message. Raises :exc:`ConnectionLost`."""
        self._check()
        self._frames.send_binary(frame)
        await self._flush()

    async def aclose(self) -> None:
        """Close in order, within a bounded time; harmless when it is closed already. May be called when cancelled."""
        with anyio.move_on_after(CLOSE_TIMEOUT_S, shield=True), suppress(OSError, *_GONE):
            if self._frames.state is State.OPEN:
                self._frames.send_close(1000)
                async with self._sending:
                    await _write(self._stream, self._frames)
                while self._frames.close_rcvd is None:
                    self._frames.receive_data(await self._stream.receive())
        await _closed(self._stream)

    async def drop(self) -> None:
        """Close at once, without a word; whoever sends or receives notices. May be called when cancelled."""
        await _closed(self._stream)

    def _check(self) -> None:
        self._digest()
        if self._lost is not None or self._frames.state is not State.OPEN:
            raise ConnectionLost(*(self._lost or (_ABNORMAL, "")))

    def _digest(self) -> None:
        """Frames to texts."""
        for frame in self._frames.events_received():
            if not isinstance(frame, Frame):
                continue
            if frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self._partial += frame.data
                if frame.fin:
                    self._texts.append(self._partial.decode("utf-8", "replace"))
                    self._partial.clear()
        if (close := self._frames.close_rcvd) is not None:
            self._lost = self._lost or (close.code, close.reason)
        elif self._frames.parser_exc is not None:
            self._lost = self._lost or (_ABNORMAL, str(self._frames.parser_exc))

    async def _flush(self) -> None:
        try:
            async with self._sending:
                await _write(self._stream, self._frames)
        except (OSError, *_GONE):
            self._digest()
            self._lost = self._lost or (_ABNORMAL, "")
            raise ConnectionLost(*self._lost) from None


async def _write(stream: ByteStream, frames: ClientProtocol) -> None:
    data = b"".join(frames.data_to_send())
    if data:
        await stream.send(data)


async def _closed(stream: ByteStream | None) -> None:
    if stream is not None:
        with anyio.CancelScope(shield=True), suppress(Exception):
            await anyio.aclose_forcefully(stream)


async def _dropped(wire: Wire | None) -> None:
    if wire is not None:
        await _closed(wire._stream)
