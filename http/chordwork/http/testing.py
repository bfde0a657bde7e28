"""Real servers, plain clients and sockets without a network, for tests."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal

import attrs
import trio
from trio import SocketStream
from trio_websocket import ConnectionClosed, WebSocketConnection, open_websocket_url

from chordwork.actors import RecognizerFactory
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http.serving.server import ServerAddress, serve
from chordwork.http.settings import Settings
from chordwork.http.transports.transport import Disconnected

Door = Literal["ws", "stream"]
"""The ways into a server: ``/ws`` on its main port, or its stream port."""


@attrs.frozen
class RunningServer:
    """A server in this process.

    Attributes:
        address: where it listens.
        shutdown: set it to stop the server.
        stopped: set when it has stopped.
    """

    address: ServerAddress
    shutdown: trio.Event
    stopped: trio.Event


@asynccontextmanager
async def open_server(
    settings: Settings | None = None, recognizer_factory: RecognizerFactory | None = None
) -> AsyncIterator[RunningServer]:
    """Run a server for the length of an ``async with`` block, with both doors open.

    By default on free ports, with scripted chords.
    """
    chosen = settings or Settings(port=0)
    if chosen.stream_port is None:
        chosen = attrs.evolve(chosen, stream_port=0)
    shutdown, stopped = trio.Event(), trio.Event()

    async def run(*, task_status: trio.TaskStatus[ServerAddress]) -> None:
        factory = recognizer_factory or ScriptedRecognizers()
        await serve(chosen, recognizer_factory=factory, shutdown=shutdown, task_status=task_status)
        stopped.set()

    async with trio.open_nursery() as nursery:
        yield RunningServer(await nursery.start(run), shutdown, stopped)
        nursery.cancel_scope.cancel()


class WireClient:
    """Says and hears JSON over a WebSocket; made by :func:`open_client` only."""

    def __init__(self, websocket: WebSocketConnection) -> None:
        """Wrap an open connection."""
        self.websocket = websocket

    async def say(self, message: str | bytes | dict[str, Any]) -> None:
        """Send a dict as JSON, anything else as it is."""
        await self.websocket.send_message(json.dumps(message) if isinstance(message, dict) else message)

    async def start(self, **fields: Any) -> dict[str, Any]:
        """Open a session, 8 kHz unless told otherwise; return what is answered."""
        await self.say({"type": "start", "protocol": 1, "sample_rate": 8000, **fields})
        return await self.hear()

    async def hear(self) -> dict[str, Any]:
        """The next message. Raises trio-websocket's ``ConnectionClosed``."""
        message: dict[str, Any] = json.loads(await self.websocket.get_message())
        return message

    async def until(self, kind: str) -> dict[str, Any]:
        """The next message of a type; those before it are dropped."""
        while (message := await self.hear()).get("type") != kind:
            pass
        return message

    async def rest(self) -> tuple[list[dict[str, Any]], int, str]:
        """All messages up to the close, the close code, and its reason."""
        messages: list[dict[str, Any]] = []
        try:
            while True:
                messages.append(await self.hear())
        except ConnectionClosed as closed:
            if closed.reason is None:
                return messages, 1006, ""
            return messages, closed.reason.code, closed.reason.reason or ""


def url_of(address: ServerAddress, door: Door) -> str:
    """Where that door is; both are open in a server of :func:`open_server`."""
    url = address.stream_url if door == "stream" else address.ws_url
    assert url is not None
    return url


async def open_socket(address: ServerAddress, door: Door, *, receive_buffer_bytes: int | None = None) -> SocketStream:
    """Connect without a word, to say what no client should; a small receive buffer shows early who does not read."""
    sock = trio.socket.socket()
    if receive_buffer_bytes is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
    port = address.stream_port if door == "stream" else address.port
    await sock.connect((address.host, port))
    return SocketStream(sock)


@asynccontextmanager
async def open_client(
    address: ServerAddress, door: Door = "ws", *, timeout_s: float = 60.0
) -> AsyncIterator[WireClient]:
    """Connect for the length of an ``async with`` block, which may take ``timeout_s`` seconds at most."""
    url = url_of(address, door)
    with trio.fail_after(timeout_s):
        async with open_websocket_url(url, max_message_size=1 << 24, message_queue_size=64) as websocket:
            yield WireClient(websocket)


class MemoryTransport:
    """A :class:`~chordwork.http.transports.transport.Transport` without a network: tests play the client.

    Attributes:
        closed_with: code and reason of our close.
        aborted: the connection was dropped.
    """

    def __init__(self, *, unread_messages: float = float("inf")) -> None:
        """``unread_messages``: how many may wait before :meth:`send` blocks."""
        self._to_server, self._server = trio.open_memory_channel[str | bytes](64)
        self._client_send, self._client = trio.open_memory_channel[str](unread_messages)
        self.closed_with: tuple[int, str] | None = None
        self._last_words: str | None = None
        self.aborted = False

    async def receive(self) -> str | bytes:
        """For the server."""
        try:
            return await self._server.receive()
        except (trio.EndOfChannel, trio.ClosedResourceError):
            raise Disconnected from None

    def try_send(self, *texts: str) -> bool:
        """For the server."""
        return False

    async def send(self, text: str) -> None:
        """For the server."""
        try:
            await self._client_send.send(text)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            raise Disconnected from None

    async def close(self, code: int, reason: str, *, last_words: str | None = None) -> bool:
        """For the server."""
        await trio.lowlevel.checkpoint()
        self.closed_with = (code, reason)
        self._last_words = last_words
        self._client_send.close()
        self._server.close()
        return True

    def abort(self) -> None:
        """For the server."""
        self.aborted = True
        self._client_send.close()
        self._server.close()

    async def say(self, message: str | bytes | dict[str, Any]) -> None:
        """For the client: send a dict as JSON, anything else as it is; nothing happens once we have closed."""
        with suppress(trio.BrokenResourceError):
            await self._to_server.send(json.dumps(message) if isinstance(message, dict) else message)

    async def hear(self) -> dict[str, Any]:
        """For the client. Raises ``trio.EndOfChannel`` after the close."""
        message: dict[str, Any] = json.loads(await self._client.receive())
        return message

    @property
    def pending(self) -> int:
        """For the client: messages that were sent and not heard yet."""
        return self._client.statistics().current_buffer_used

    async def rest(self) -> list[dict[str, Any]]:
        """For the client: all messages up to the close."""
        heard = [text async for text in self._client]
        return [json.loads(text) for text in (*heard, *([self._last_words] if self._last_words else []))]

    def hang_up(self) -> None:
        """For the client: disappear."""
        self._to_server.close()
        self._client.close()
