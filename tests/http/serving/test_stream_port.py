"""The stream port, and attacks on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import attrs
import pytest
import trio
from trio_websocket import (
    ConnectionRejected,
    open_websocket,
    open_websocket_url,
)

from chordwork.actors import open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.addressing.addresses import Client
from chordwork.http.conversation.connection import open_connections
from chordwork.http.serving.server import ServerAddress, open_listeners
from chordwork.http.serving.stream_port import open_stream_port
from chordwork.http.sockets.workers import Converse
from chordwork.http.testing import open_client, open_server, open_socket, url_of
from chordwork.http.transports.transport import Transport

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)
PING = b"\x89\x80\0\0\0\0"
CLOSE = b"\x88\x80\0\0\0\0"
SETTINGS = Settings(port=0, start_timeout_s=0.2, write_timeout_s=0.3, close_timeout_s=0.2, drain_timeout_s=0.3)


def frame(opcode: int, payload: bytes, *, final: bool = True) -> bytes:
    """Masked with zeros."""
    size = len(payload)
    head = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([opcode | (0x80 if final else 0)]) + head + bytes(4) + payload


START = frame(1, b'{"type":"start","protocol":1,"sample_rate":8000}')


async def read_on(stream: trio.SocketStream) -> bytes:
    """Everything up to the end, however it ends."""
    answer = bytearray()
    with trio.fail_after(60):
        try:
            while data := await stream.receive_some():
                answer += data
        except trio.BrokenResourceError:
            pass
    return bytes(answer)


async def send_until_dropped(stream: trio.SocketStream, data: bytes) -> None:
    with trio.fail_after(60), suppress(trio.BrokenResourceError):
        while True:
            await stream.send_all(data)


@asynccontextmanager
async def opened_door(converse: Converse, settings: Settings = SETTINGS) -> AsyncIterator[tuple[str, int]]:
    """A stream port with other conversations."""
    async with (
        open_engine(recognizer_factory=ScriptedRecognizers()) as engine,
        open_connections(engine, settings) as connections,
    ):
        connections.converse = converse  # type: ignore[method-assign]
        listeners = await open_listeners("127.0.0.1", 0)
        async with open_stream_port(listeners, connections=connections, settings=settings):
            yield listeners[0].socket.getsockname()


async def test_a_ping_after_the_close_is_ignored() -> None:
    async with open_server(SETTINGS) as server, await open_socket(server.address, "stream") as stream:
        await stream.send_all(UPGRADE)
        await stream.receive_some()
        await stream.send_all(frame(1, b"{"))
        answer = b""
        while b"\x88" not in answer:
            answer += await stream.receive_some()
        await stream.send_all(PING)
        with trio.move_on_after(0.05) as scope:
            await stream.receive_some()
        assert scope.cancelled_caught, "it neither answered nor hung up"
        await stream.send_all(CLOSE)
        assert await read_on(stream) == b""
        async with open_client(server.address, "stream") as client:
            assert (await client.start())["type"] == "ready"


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\0",
        b"\x81",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /" + b"x" * 100_000,
        UPGRADE.replace(b"13", b"99"),
        UPGRADE + b"x",
        UPGRADE + UPGRADE,
        UPGRADE + bytes(100_000),
        UPGRADE + CLOSE + PING,
        UPGRADE + CLOSE + CLOSE,
    ],
)
async def test_rubbish_ends_its_own_connection_only(rubbish: bytes) -> None:
    settings = attrs.evolve(SETTINGS, start_timeout_s=3)  # within which the neighbour has to begin, too
    async with open_server(settings) as server, open_client(server.address, "stream") as neighbour:
        await neighbour.start()
        async with await open_socket(server.address, "stream") as stream:
            await stream.send_all(rubbish)
            await read_on(stream)
        await neighbour.say({"type": "ping", "id": 1})
        assert (await neighbour.until("pong"))["id"] == 1
        assert not server.stopped.is_set()


@pytest.mark.parametrize(
    ("malformed", "close_code"),
    [
        (b"\x81\x82\0\0\0\0\xff\xff", 1007),
        (b"\x8f\x80\0\0\0\0", 1002),
        (b"\x81\x02ab", 1002),
        (b"\xc1\x80\0\0\0\0", 1002),
        (frame(0, b"no beginning"), 1002),
    ],
)
async def test_malformed_frames_are_answered_with_a_close_code(malformed: bytes, close_code: int) -> None:
    async with open_server() as server, await open_socket(server.address, "stream") as stream:
        await stream.send_all(UPGRADE)
        assert (await stream.receive_some()).startswith(b"HTTP/1.1 101")
        await stream.send_all(malformed)
        answer = await read_on(stream)
        assert answer[:1] == b"\x88"
        assert int.from_bytes(answer[2:4], "big") == close_code


async def test_a_message_without_end_is_refused_and_not_kept() -> None:
    settings = Settings(port=0, max_message_bytes=2048, close_timeout_s=0.2)
    async with open_server(settings) as server, await open_socket(server.address, "stream") as stream:
        await stream.send_all(UPGRADE)
        await stream.receive_some()
        await stream.send_all(START + frame(2, b"", final=False))
        answers: list[bytes] = []

        async def collect() -> None:
            answers.append(await read_on(stream))

        async with trio.open_nursery() as nursery:
            nursery.start_soon(collect)
            await send_until_dropped(stream, frame(0, bytes(50_000), final=False))
        answer = b"".join(answers)
    assert b'"message_too_big"' in answer
    assert (1009).to_bytes(2, "big") in answer


async def test_fragments_of_a_byte_are_joined() -> None:
    async with open_server() as server, await open_socket(server.address, "stream") as stream:
        await stream.send_all(UPGRADE)
        await stream.receive_some()
        text = START[-48:]
        pieces = [frame(1, text[:1], final=False)]
        pieces += [PING + frame(0, text[index : index + 1], final=False) for index in range(1, len(text))]
        await stream.send_all(b"".join(pieces) + frame(0, b""))
        audio = [frame(2, b"\1", final=False), *[frame(0, b"\2", final=False)] * 3000, frame(0, b"\3")]
        await stream.send_all(b"".join(audio) + frame(1, b'{"type":"stop"}'))
        answer = bytearray()
        with trio.fail_after(60):
            while b'"done"' not in answer:
                answer += await stream.receive_some()
    assert b'"chunks":1,"received_s":0.1876' in answer
    assert answer.count(b"\x8a\x00") == len(text) - 1  # a pong for each ping


async def test_who_says_nothing_is_dropped_before_and_after_the_upgrade() -> None:
    async with open_server(SETTINGS) as server:
        for opening, ending in ((b"", b""), (b"GET /ws HTTP/1.1\r\nHost:", b""), (UPGRADE, b'"start_timeout"')):
            async with await open_socket(server.address, "stream") as stream:
                await stream.send_all(opening)
                assert ending in await read_on(stream)


async def test_pings_are_answered_while_audio_waits() -> None:
    """The reader of the socket does not wait for recognition."""
    async with open_server() as server, open_client(server.address, "stream") as client:
        await client.start(acks="none")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(client.rest)
            for _ in range(200):
                await client.say(bytes(16_000))
            with trio.fail_after(60):
                await client.websocket.ping()
            nursery.cancel_scope.cancel()


async def test_a_client_that_reads_nothing_does_not_delay_cancelling() -> None:
    """With a write timeout of an hour, only cancelling itself can end the wait."""

    async def chat(transport: Transport, client: Client) -> None:
        while True:
            await transport.send("x" * 100_000)

    async with trio.SocketStream(trio.socket.socket()) as stream:
        with trio.fail_after(60):
            async with opened_door(chat, Settings(write_timeout_s=3600)) as address:
                await stream.socket.connect(address)
                await stream.send_all(UPGRADE)
                await trio.sleep(0.3)  # until all buffers are full


async def test_pings_without_reading_the_pongs_end_within_the_write_timeout() -> None:
    async with (
        open_server(Settings(port=0, write_timeout_s=0.2)) as server,
        await open_socket(server.address, "stream", receive_buffer_bytes=4096) as stream,
    ):
        await stream.send_all(UPGRADE)
        await stream.receive_some(12)
        await send_until_dropped(stream, frame(0x9, bytes(125)) * 100)


async def test_limits_are_for_both_doors_together() -> None:
    async with (
        open_server(Settings(port=0, max_sessions=1, max_connections=2)) as server,
        open_client(server.address, "ws") as first,
        open_client(server.address, "stream") as second,
    ):
        await first.start()
        await second.say({"type": "ping"})
        await second.hear()
        async with open_client(server.address, "stream") as third:
            messages, code, _ = await third.rest()
        assert (messages[-1]["code"], code) == ("too_many_connections", 1013)
        await second.say({"type": "start", "protocol": 1, "sample_rate": 8000})
        messages, code, _ = await second.rest()
        assert (messages[-1]["code"], code) == ("engine_full", 1013)


async def test_sockets_are_bounded_too() -> None:
    async with open_server(Settings(port=0, max_connections=1)) as server:
        silent = [await open_socket(server.address, "stream") for _ in range(3)]
        assert await read_on(silent[0]) == b""  # the oldest has made room
        async with open_client(server.address, "stream") as client:
            assert (await client.start())["type"] == "ready"
            assert await read_on(silent[1]) == b""
            for stream in silent:
                await stream.aclose()


async def test_a_conversation_that_fails_ends_its_own_connection_only() -> None:
    async def fail(transport: Transport, client: Client) -> None:
        raise ZeroDivisionError

    async with opened_door(fail) as address:
        for _ in range(2):
            async with trio.SocketStream(trio.socket.socket()) as stream:
                await stream.socket.connect(address)
                await stream.send_all(UPGRADE)
                assert (await read_on(stream)).startswith(b"HTTP/1.1 101")


async def test_it_speaks_no_compression_and_has_no_other_pages() -> None:
    async with open_server() as server:
        url = url_of(server.address, "stream")
        with pytest.raises(ConnectionRejected) as rejected:
            async with open_websocket_url(url + "/nowhere"):
                pass
        assert rejected.value.status_code == 404
        assert server.address.stream_port is not None
        offer = [(b"Sec-WebSocket-Extensions", b"permessage-deflate")]
        async with open_websocket(
            server.address.host, server.address.stream_port, "/?x=1", use_ssl=False, extra_headers=offer
        ) as websocket:
            assert b"sec-websocket-extensions" not in {name.lower() for name, _ in websocket.handshake_headers}


async def test_it_is_shut_unless_asked_for() -> None:
    assert Settings().stream_port is None
    assert ServerAddress("::1", 1).stream_url is None
    assert ServerAddress("::1", 1, 2).stream_url == "ws://[::1]:2/ws"
