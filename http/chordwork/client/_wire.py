"""A WebSocket to a server, on trio and asyncio alike: the Sans-I/O layer of ``websockets`` over an anyio stream."""

from __future__ import annotations

import json
import re
import select
import ssl
from contextlib import suppress
from typing import Any, Final, Self

import anyio
from anyio.abc import ByteStream, SocketAttribute
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake, InvalidStatus, InvalidURI
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri

from chordwork.client._errors import ClientError, ConnectError, ConnectionLost, KeyRefused, ProtocolError, ServerError
from chordwork.client._messages import Ready, decode, parse_message

PROTOCOL: Final = 1
MAX_MESSAGE_BYTES: Final = 1 << 20
CLOSE_TIMEOUT_S: Final = 2.0
ANSWER_TIMEOUT_S: Final = 10.0
"""To answer a ping; a server that does not read for so long is lost."""
_PRINTABLE: Final = re.compile(r"[!-~]+")
_ABNORMAL: Final = 1006
_GONE: Final = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream)


def _version() -> str:
    from chordwork.harmony.version import VERSION  # looks through what is installed, which who never connects need not

    return VERSION


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
    async def open(
        cls, url: str, start: dict[str, Any], *, timeout_s: float, api_key: str | None = None
    ) -> tuple[Self, Ready]:
        """Connect, say ``start``, and wait for ``ready``.

        Raises:
            KeyRefused: the server wants an API key, or another one.
            ConnectError: no server there, or it refused.
            ServerError: the server answered with an error.
            ProtocolError: it answered with something else.
        """
        wire: Self | None = None
        try:
            with anyio.fail_after(timeout_s):
                wire = await cls._connected(url, api_key)
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
    async def _connected(cls, url: str, api_key: str | None) -> Self:
        if api_key is not None and not _PRINTABLE.fullmatch(api_key):
            raise KeyRefused(url, "an API key has printable ASCII characters only", reason_code="key_malformed")
        try:
            address = parse_uri(url)
        except (InvalidURI, ValueError, TypeError, AttributeError) as error:
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
            request = frames.connect()
            request.headers["User-Agent"] = f"chordwork/{_version()}"
            if api_key is not None:
                request.headers.pop("Authorization", None)  # of a user in the address
                request.headers["Authorization"] = f"Bearer {api_key}"
            frames.send_request(request)
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
            raise _refusal(url, error.response) from error
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

    def has_news(self) -> bool:
        """Whether something of the server is here to be received without a wait."""
        self._digest()
        if self._texts or self._lost is not None:
            return True
        raw = self._stream.extra(SocketAttribute.raw_socket, None)
        if raw is None or raw.fileno() < 0:
            return False
        return bool(select.select([raw], [], [], 0)[0]) if not hasattr(select, "poll") else _is_readable(raw.fileno())

    async def send_fields(self, fields: dict[str, Any]) -> None:
        """Send a message. Raises :exc:`ConnectionLost`, or :exc:`ClientError` for a value that JSON has not."""
        self._check()
        try:
            text = json.dumps(fields, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise ClientError(f"{fields.get('type')} cannot be sent: {error}") from None
        self._frames.send_text(text.encode())
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


def _is_readable(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def _refusal(url: str, response: Response) -> ConnectError:
    """What an HTTP answer means that is no upgrade."""
    body = bytes(response.body or b"")
    reason_code, detail = _problem(body) or ("", body.decode("utf-8", "replace").strip()[:200])
    status = response.status_code
    if status == 401:
        what = "it does not know this API key" if reason_code == "key_unknown" else "it wants an API key"
        advice = "give yours (api_key=…, in the command line CHORDWORK_API_KEY), or ask its operator for one"
        return KeyRefused(url, f"{what}: {advice}", reason_code=reason_code or "key_missing", status_code=status)
    wait = response.headers.get("Retry-After", "")
    return ConnectError(
        url,
        f"the server refused with HTTP {status} {detail}".strip(),
        status_code=status,
        retry_after_s=float(wait) if wait.isdecimal() else None,
    )


def _problem(body: bytes) -> tuple[str, str] | None:
    """Code and detail of a problem document (RFC 9457); None for any other text."""
    try:
        document = json.loads(body)
        return str(document["code"]), str(document["detail"])
    except (ValueError, TypeError, KeyError):
        return None


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
