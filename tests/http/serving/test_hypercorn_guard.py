"""Our guards on the server below us: applications that raise, transports that refuse, peers that pause.

What provokes the faults upstream stands in the reports that ``hypercorn_guard`` names, not here.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import pytest
import trio
import trio.testing
from hypercorn.config import Config
from hypercorn.events import RawData
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ASGIFramework, ConnectionState
from trio_websocket import open_websocket

from chordwork.http import Settings
from chordwork.http.serving.http_port import open_http_port
from chordwork.http.serving.hypercorn_guard import GuardedTCPServer
from chordwork.http.sockets.listeners import open_listeners
from chordwork.http.testing import open_client, open_server

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)
SETTINGS = Settings(port=0, write_timeout_s=0.3, close_timeout_s=0.2, drain_timeout_s=0.3)
PATIENT = Settings(port=0, write_timeout_s=3600, close_timeout_s=0.2, drain_timeout_s=0.3)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def flood(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """An application that never stops sending, as a session with a busy band does."""
    if scope["type"] == "lifespan":
        for _ in range(2):
            message = await receive()
            await send({"type": message["type"] + ".complete"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while True:
        await send({"type": "websocket.send", "text": "x" * 10_000})
        await trio.lowlevel.checkpoint()  # after a disconnect, send does nothing, at once


@asynccontextmanager
async def guarded(app: object, settings: Settings = SETTINGS) -> AsyncIterator[tuple[str, int]]:
    listeners = await open_listeners(settings.host, settings.port)
    async with open_http_port(cast(ASGIFramework, app), settings, listeners):
        host, port = listeners[0].socket.getsockname()
        yield host, port


async def pausing_client(address: tuple[str, int]) -> trio.SocketStream:
    """Upgraded, and not reading for the time being."""
    sock = trio.socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await sock.connect(address)
    stream = trio.SocketStream(sock)
    await stream.send_all(UPGRADE)
    assert (await stream.receive_some(12)).startswith(b"HTTP/1.1 101")
    return stream


# 1. A failure stays with its connection.


class Fault(Exception):
    """Not among what hypercorn expects of a connection."""


@pytest.mark.parametrize("place", ["run", "_read_data", "protocol_send"])
async def test_a_failure_inside_one_connection_ends_nothing_else(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second connection of three fails in our pretended transport; its neighbours do not notice."""
    async with open_server() as server, open_client(server.address) as neighbour:
        await neighbour.start()

        async def refuse(*_: object) -> None:
            raise Fault

        with monkeypatch.context() as patched:
            patched.setattr(TCPServer, place, refuse)
            async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
                with suppress(trio.BrokenResourceError):
                    await stream.send_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if place != "protocol_send":  # that one is ours, and asks nothing of the class below for raw data
                    with trio.fail_after(60):
                        assert await read(stream) == b""
        await neighbour.say({"type": "ping", "id": 1})
        assert (await neighbour.hear())["type"] == "pong"
        async with open_client(server.address) as late:
            assert (await late.start())["type"] == "ready"
        assert not server.stopped.is_set()


async def test_an_application_that_raises_ends_its_own_connection_only() -> None:
    async def raising(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await flood(scope, receive, send)
        if scope["path"] == "/fault":
            raise Fault
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return None

    async with guarded(raising) as address:
        for path, answer in ((b"/fault", b"HTTP/1.1 500"), (b"/", b"HTTP/1.1 204")):
            async with await trio.open_tcp_stream(*address) as stream:
                await stream.send_all(b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path)
                with trio.fail_after(60):
                    assert (await read(stream)).startswith(answer)


# 2. A peer that pauses.


async def test_a_client_that_does_not_read_is_dropped_in_time() -> None:
    async with guarded(flood) as address, await pausing_client(address) as stream:
        await trio.sleep(SETTINGS.write_timeout_s + 0.2)
        with trio.fail_after(60):  # what was on its way, then the end
            while await read(stream):
                pass


async def test_a_client_that_does_not_read_delays_cancelling_by_no_more_than_the_write_timeout() -> None:
    """Were the shield unbounded, this would end only with the client, which stays."""
    with trio.fail_after(60):
        async with guarded(flood) as address:
            stream = await pausing_client(address)
            await trio.sleep(0.1)
    await stream.aclose()


async def test_a_write_that_gets_through_is_not_cut_off_by_cancelling() -> None:
    """Half an answer on the wire would ruin the connection: what was begun is ended, within the write timeout."""
    ours, theirs = trio.testing.memory_stream_pair()
    begun, goes_on = trio.Event(), trio.Event()
    deliver = cast(Callable[[], Awaitable[None]], ours.send_stream.send_all_hook)

    async def slowly() -> None:
        begun.set()
        await goes_on.wait()
        await deliver()

    ours.send_stream.send_all_hook = slowly
    server = GuardedTCPServer(
        cast(Any, flood),
        Config(),
        WorkerContext(None),
        ConnectionState({}),
        cast(Any, ours),
        settings=PATIENT,
    )
    async with trio.open_nursery() as nursery:
        nursery.start_soon(server.protocol_send, RawData(data=b"whole"))
        await begun.wait()
        nursery.cancel_scope.cancel()
        goes_on.set()
    with trio.fail_after(60):
        assert await theirs.receive_some() == b"whole"


# 3. to 5.


async def test_a_message_without_end_is_refused_and_not_kept() -> None:
    async with open_server(Settings(port=0, max_message_bytes=2048, close_timeout_s=0.2)) as server:
        with trio.fail_after(60):
            async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
                await stream.send_all(UPGRADE)
                await stream.receive_some()
                piece = b"\x00\xfe\xff\xff\0\0\0\0" + bytes(65_535)  # a continuation, masked with zeros
                await stream.send_all(b"\x02" + piece[1:])
                answer = bytearray()
                try:
                    async with trio.open_nursery() as nursery:

                        async def send_for_ever() -> None:
                            while True:
                                await stream.send_all(piece)

                        nursery.start_soon(send_for_ever)
                        while data := await stream.receive_some():
                            answer += data
                        nursery.cancel_scope.cancel()
                except* trio.BrokenResourceError:
                    pass
    assert b'"message_too_big"' in answer
    assert (1009).to_bytes(2, "big") in answer


@pytest.mark.parametrize(
    ("frame", "close_code"),
    [
        (b"\x81\x82\0\0\0\0\xff\xff", 1007),
        (b"\x8f\x80\0\0\0\0", 1002),
        (b"\x81\x02ab", 1002),
        (b"\xc1\x80\0\0\0\0", 1002),
    ],
)
async def test_malformed_frames_are_answered_with_a_close_code(frame: bytes, close_code: int) -> None:
    async with open_server() as server, await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
        await stream.send_all(UPGRADE)
        head = await stream.receive_some()
        assert head.startswith(b"HTTP/1.1 101")
        await stream.send_all(frame)
        with trio.fail_after(60):
            answer = await read(stream)
        assert answer[:1] == b"\x88"
        assert int.from_bytes(answer[2:4], "big") == close_code


async def test_no_compression_and_no_http_2() -> None:
    async with open_server() as server:
        offer = [(b"Sec-WebSocket-Extensions", b"permessage-deflate")]
        async with open_websocket(
            server.address.host, server.address.port, "/ws", use_ssl=False, extra_headers=offer
        ) as websocket:
            headers = {name.lower() for name, _ in websocket.handshake_headers}
            assert b"sec-websocket-extensions" not in headers
        async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
            await stream.send_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            assert (await read(stream)).startswith(b"HTTP/1.1 505")


async def read(stream: trio.SocketStream) -> bytes:
    try:
        return bytes(await stream.receive_some())
    except trio.BrokenResourceError:
        return b""


async def test_nothing_is_lost_that_comes_right_after_the_upgrade() -> None:
    """While the application takes the socket over, hypercorn may be reading it already."""
    start = b'{"type":"start","protocol":1,"sample_rate":8000}'
    frames = b"\x81" + bytes([0x80 | len(start)]) + bytes(4) + start + b"\x82\x82\0\0\0\0ab" * 20
    async with open_server() as server:
        for _ in range(40):
            async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
                await stream.send_all(UPGRADE)
                answer = await read(stream)
                for byte in range(0, len(frames), 7):
                    await stream.send_all(frames[byte : byte + 7])
                with trio.fail_after(60):
                    while b'"sequence":19' not in answer:
                        answer += await read(stream)


async def test_an_application_that_does_not_take_over_is_sent_nothing_and_keeps_nothing() -> None:
    async def accept_only(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await flood(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.accept"})
        message = await receive()
        assert message["type"] == "websocket.disconnect"

    async with guarded(accept_only) as address, await trio.open_tcp_stream(*address) as stream:
        await stream.send_all(UPGRADE)
        await stream.receive_some()
        with trio.fail_after(60), suppress(trio.BrokenResourceError):
            while True:
                await stream.send_all(bytes(10_000))
