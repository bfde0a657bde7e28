"""The opening handshake of the stream port, by trio-websocket; what follows it is read by others.

trio-websocket answers a request on any stream that it is given. The one given here ends with the head of the request,
so that not a byte of the frames after it is read by a parser that will not be there to understand it; see
``docs/decisions/052``.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final

import trio
from trio_websocket import ConnectionClosed, WebSocketRequest, wrap_server_stream

from chordwork.http.addressing.addresses import Approach
from chordwork.http.security.gate import SUBPROTOCOL_HEADER
from chordwork.http.transports.upgrades import is_key, raw_refusal

_END_OF_HEAD: Final = re.compile(rb"\n\r?\n")
"""As h11 sees it, which trio-websocket reads requests with, and which also bounds the head at 16 KiB."""
_END_BYTES: Final = 3
_REQUEST: Final = re.compile(rb"[A-Z]+ [!-~]+ HTTP/1\.([01])\r?\n")
"""The first line of what is a request, if perhaps not one to upgrade."""
_SILENT_REFUSAL: Final = re.compile(
    rb"HTTP/1\.1 4(?:00|26) [^\n]*\n(?:(?!content-length)[^\n]+\n)*content-length: 0\r?\n", re.I
)
"""How trio-websocket answers such a request by itself."""
_KEY: Final = re.compile(rb"^sec-websocket-key:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_HOST: Final = re.compile(rb"^host:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


class RequestHead(trio.abc.Stream):
    """The head of one request and no more: a stream that trio-websocket may read, and close, without harm.

    Attributes:
        over: cancelled when there will be no request: the client has gone, or was told why not.
    """

    def __init__(self, stream: trio.abc.Stream) -> None:
        """Read from a stream, which stays with its owner."""
        self._stream = stream
        self._read = bytearray()
        self._head_bytes: int | None = None
        self.over: Final = trio.CancelScope()

    @property
    def early(self) -> bytes:
        """What was read after the head."""
        return bytes(self._read[self._head_bytes :])

    @property
    def host(self) -> str | None:
        """The header ``Host``, which trio-websocket keeps to itself; it has seen to it that there is exactly one."""
        found = _HOST.search(self._read, 0, self._head_bytes or 0)
        return None if found is None else found[1].decode("latin1").strip()

    @property
    def has_key(self) -> bool:
        """Whether the key of the upgrade is one; trio-websocket takes any."""
        found = _KEY.search(self._read, 0, self._head_bytes or 0)
        return found is not None and is_key(found[1].strip())

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        """More of the head; nothing ever after it."""
        if self._head_bytes is not None:
            await trio.sleep_forever()
        searched_bytes = max(0, len(self._read) - _END_BYTES)
        try:
            data = bytes(await self._stream.receive_some(max_bytes))
        except trio.BrokenResourceError:
            data = b""
        if not data:
            self.over.cancel()
        self._read += data
        if (end := _END_OF_HEAD.search(self._read, searched_bytes)) is not None:
            self._head_bytes = end.end()
            data = data[: len(data) - len(self.early)]
        return data

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        """To the client; where trio-websocket refuses a request without a word, with one."""
        if self._head_bytes is not None and _SILENT_REFUSAL.match(data) is not None and self._is_request():
            data = raw_refusal()
        await self._stream.send_all(data)

    def _is_request(self) -> bool:
        """Whether the head is one that HTTP has nothing against."""
        hosts = len(_HOST.findall(self._read, 0, self._head_bytes or 0))
        line = _REQUEST.match(self._read)
        return line is not None and (hosts == 1 or (hosts == 0 and line[1] == b"0"))

    async def wait_send_all_might_not_block(self) -> None:
        """Until there is room."""
        await self._stream.wait_send_all_might_not_block()

    async def aclose(self) -> None:
        """No more for trio-websocket; the stream is left to its owner."""
        self.over.cancel()
        await trio.lowlevel.checkpoint()


class Handshake:
    """A request to upgrade that waits for its answer; made by :func:`open_handshake` only."""

    def __init__(self, request: WebSocketRequest, head: RequestHead, peer: str | None) -> None:
        self._request = request
        self._head = head
        self._peer = peer

    @property
    def path(self) -> str:
        """Without the query."""
        return self._request.path.partition("?")[0]

    @property
    def approach(self) -> Approach:
        """Who asks."""
        headers = list(self._request.headers)
        if (host := self._head.host) is not None:
            headers.append((b"host", host.encode("latin1")))
        if offered := ", ".join(self._request.proposed_subprotocols):
            headers.append((SUBPROTOCOL_HEADER.encode(), offered.encode()))
        return Approach.of(self._peer, headers)

    async def accept(self, subprotocol: str | None, headers: Mapping[str, str]) -> bytes | None:
        """Upgrade; return what came after the request, or None if the client has gone."""
        with suppress(ConnectionClosed):
            await self._request.accept(subprotocol=subprotocol, extra_headers=_encoded(headers))
            return self._head.early
        return None

    async def reject(self, status: int, text: str, headers: Mapping[str, str]) -> None:
        """Answer with an error."""
        with suppress(ConnectionClosed):
            sent = _encoded({**headers, "Connection": "close"})
            await self._request.reject(status, extra_headers=sent, body=text.encode())


@asynccontextmanager
async def open_handshake(stream: trio.abc.Stream, peer: str | None) -> AsyncIterator[Handshake | None]:
    """Wait for a request to upgrade, to be answered within an ``async with`` block.

    None if none comes: the client has gone, or sent what is none and was told so.

    Args:
        stream: where from; is not closed.
        peer: address of the other end.
    """
    head = RequestHead(stream)
    async with trio.open_nursery() as nursery:
        handshake = None
        with head.over:
            request = await wrap_server_stream(nursery, head)
            if head.has_key:
                handshake = Handshake(request, head, peer)
            else:
                with suppress(trio.BrokenResourceError):
                    await stream.send_all(raw_refusal())
        yield handshake
        nursery.cancel_scope.cancel()


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin1")) for name, value in headers.items()]
