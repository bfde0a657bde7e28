"""Attacks on the server below us, against our guard and, to know that they still work, against plain hypercorn.

A test named ``..._plain_hypercorn`` proves the fault upstream. When it fails, hypercorn is repaired, and the guard for
it in :mod:`chordwork.http.hypercorn_guard` can go.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import h11
import hypercorn.trio
import pytest
import trio
from hypercorn.config import Config
from hypercorn.typing import ASGIFramework
from trio_websocket import open_websocket

from chordwork.http import Settings
from chordwork.http.server import accept_connections, open_listeners
from chordwork.http.testing import open_client, open_server

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)
SETTINGS = Settings(port=0, write_timeout_s=0.3, close_timeout_s=0.2, drain_timeout_s=0.3)

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
async def guarded(app: object) -> AsyncIterator[tuple[str, int]]:
    listeners = await open_listeners(SETTINGS.host, SETTINGS.port)
    async with accept_connections(cast(ASGIFramework, app), SETTINGS, listeners):
        host, port = listeners[0].socket.getsockname()
        yield host, port


async def plain(app: object, *, task_status: trio.TaskStatus[tuple[str, int]]) -> None:
    config = Config()
    config.bind = ["127.0.0.1:0"]
    config.errorlog = None
    async with trio.open_nursery() as nursery:
        (url,) = await nursery.start(hypercorn.trio.serve, app, config)
        task_status.started(("127.0.0.1", int(url.rsplit(":", 1)[1])))


async def deaf_client(address: tuple[str, int]) -> trio.SocketStream:
    """Upgraded, and never reading again."""
    sock = trio.socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await sock.connect(address)
    stream = trio.SocketStream(sock)
    await stream.send_all(UPGRADE)
    assert (await stream.receive_some(12)).startswith(b"HTTP/1.1 101")
    return stream


# 1. One byte after the upgrade.


async def test_a_stray_byte_after_the_upgrade_kills_plain_hypercorn() -> None:
    async def victim() -> None:
        async with trio.open_nursery() as nursery:
            address = await nursery.start(plain, flood)
            async with await trio.open_tcp_stream(*address) as stream:
                await stream.send_all(UPGRADE + b"x")
                await trio.sleep_forever()

    with trio.move_on_after(5) as scope, pytest.RaisesGroup(h11.LocalProtocolError, flatten_subgroups=True):
        await victim()
    assert not scope.cancelled_caught, "plain hypercorn survives a stray byte now"


@pytest.mark.parametrize("stray", [b"x", b"\x81", b"GET / HTTP/1.1\r\n\r\n", bytes(100_000)])
async def test_a_stray_byte_after_the_upgrade_ends_its_own_connection_only(stray: bytes) -> None:
    async with open_server() as server, open_client(server.address) as neighbour:
        await neighbour.start()
        async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
            await stream.send_all(UPGRADE + stray)
            with trio.fail_after(5):
                while await read(stream):
                    pass
        await neighbour.say({"type": "ping", "id": 1})
        assert (await neighbour.hear())["type"] == "pong"
        assert not server.stopped.is_set()


async def test_no_rubbish_stops_the_server() -> None:
    async with open_server() as server:
        for rubbish in (b"\0", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", UPGRADE + UPGRADE):
            async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
                await stream.send_all(rubbish)
                await stream.send_eof()
                with trio.fail_after(5):
                    while await read(stream):
                        pass
        async with open_client(server.address) as client:
            assert (await client.start())["type"] == "ready"


# 2. A client that stops reading.


async def test_a_client_that_stops_reading_holds_plain_hypercorn() -> None:
    async with trio.open_nursery() as nursery:
        ended = trio.Event()

        async def victim(*, task_status: trio.TaskStatus[tuple[trio.CancelScope, tuple[str, int]]]) -> None:
            with trio.CancelScope() as scope:
                async with trio.open_nursery() as inner:
                    task_status.started((scope, await inner.start(plain, flood)))
            ended.set()

        scope, address = await nursery.start(victim)
        stream = await deaf_client(address)
        await trio.sleep(0.2)  # until its socket buffer is full
        scope.cancel()
        with trio.move_on_after(1.0):
            await ended.wait()
        assert not ended.is_set(), "plain hypercorn can be cancelled now"
        await stream.aclose()  # only the attacker can end it
        with trio.fail_after(5):
            await ended.wait()


async def test_a_client_that_stops_reading_is_dropped_in_time() -> None:
    async with guarded(flood) as address, await deaf_client(address) as stream:
        await trio.sleep(SETTINGS.write_timeout_s + 0.2)
        with trio.fail_after(1):  # what was on its way, then the end
            while await read(stream):
                pass


async def test_a_client_that_stops_reading_delays_cancelling_by_no_more_than_the_write_timeout() -> None:
    async def give_up(stream: trio.SocketStream) -> None:
        await trio.sleep(SETTINGS.write_timeout_s + 2)
        await stream.aclose()

    async with trio.open_nursery() as nursery:
        async with guarded(flood) as address:
            nursery.start_soon(give_up, await deaf_client(address))
            await trio.sleep(0.1)
            cancelled_at = trio.current_time()
        assert trio.current_time() - cancelled_at < SETTINGS.write_timeout_s + 1
        nursery.cancel_scope.cancel()


# 3. to 5.


async def test_a_message_without_end_is_refused_and_not_kept() -> None:
    async with open_server(Settings(port=0, max_message_bytes=2048, close_timeout_s=0.2)) as server:
        with trio.fail_after(10):
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
        with trio.fail_after(5):
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
                with trio.fail_after(5):
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
        with trio.fail_after(5), suppress(trio.BrokenResourceError):
            while True:
                await stream.send_all(bytes(10_000))
