"""The client against a scripted server, over a real socket."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import trio
from trio_websocket import ConnectionClosed, WebSocketConnection, WebSocketRequest, serve_websocket

from chordwork.client import (
    Chord,
    ConnectError,
    ConnectionLost,
    Done,
    ProtocolError,
    ServerError,
    StreamStatistics,
    connect,
)

READY = {"type": "ready", "session": "s1", "protocol": 1, "model": {"name": "m", "version": "1"}}
CHORD = {"type": "chord", "status": "final", "label": "C", "symbol": "C", "start": 0, "end": 1, "confidence": 1}

Script = Callable[[WebSocketConnection], Awaitable[None]]


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[str]:
    async def handle(request: WebSocketRequest) -> None:
        socket = await request.accept()
        with suppress(ConnectionClosed):
            await script(socket)

    async with trio.open_nursery() as nursery:
        server = await nursery.start(serve_websocket, handle, "127.0.0.1", 0, None)
        yield f"ws://127.0.0.1:{server.port}/ws"
        nursery.cancel_scope.cancel()


async def say(socket: WebSocketConnection, *messages: dict[str, Any]) -> None:
    for message in messages:
        await socket.send_message(json.dumps(message))


async def test_a_conversation() -> None:
    heard: list[Any] = []

    async def script(socket: WebSocketConnection) -> None:
        heard.append(json.loads(await socket.get_message()))
        await say(socket, READY, {"type": "ping"})
        for _ in range(4):
            message = await socket.get_message()
            heard.append(message if isinstance(message, bytes) else json.loads(message))
        await say(socket, CHORD, {"type": "done"})

    async with scripted(script) as url, connect(url, sample_rate=48000, channels=2, key="Eb major") as stream:
        assert stream.ready.session == "s1"
        await stream.send(b"\1\2\3\4")
        await stream.send(memoryview(b""))
        await stream.configure(key=None)
        await stream.finish()
        received = [message async for message in stream]
    assert [type(message) for message in received] == [Chord, Done]
    assert stream.statistics() == StreamStatistics(1, 4, 3)
    start, *rest = heard
    assert start == {
        "type": "start", "protocol": 1, "sample_rate": 48000, "format": "s16le", "channels": 2, "framing": "plain",
        "acks": "none", "pace": "live", "key": "Eb major", "resume": None,
    }  # fmt: skip
    assert {"type": "pong"} in rest  # as soon as its ping was read, by whichever task
    rest.remove({"type": "pong"})
    assert rest == [b"\1\2\3\4", {"type": "config", "key": None}, {"type": "stop"}]


async def test_stamped_frames_carry_sequence_and_capture_time() -> None:
    frames: list[bytes | str] = []

    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await say(socket, READY)
        frames.extend([await socket.get_message(), await socket.get_message()])
        await say(socket, {"type": "done"})

    async with scripted(script) as url, connect(url, sample_rate=8000, framing="stamped") as stream:
        await stream.send(b"ab", captured_at_us=77)
        await stream.send(b"cd", captured_at_us=88)
        assert [message async for message in stream] == [Done()]
    assert frames == [struct.pack("<IIQ", 0, 0, 77) + b"ab", struct.pack("<IIQ", 1, 0, 88) + b"cd"]


async def test_an_error_of_the_server_keeps_its_code() -> None:
    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await say(socket, READY, {"type": "error", "code": "bad_frame", "message": "half a sample"})
        await socket.aclose(4003, "bad_frame")

    async with scripted(script) as url, connect(url, sample_rate=8000) as stream:
        with pytest.raises(ServerError, match="half a sample") as caught:
            await anext(stream)
    assert caught.value.error_code == "bad_frame"


async def test_a_start_that_is_refused() -> None:
    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await say(socket, {"type": "error", "code": "full", "message": "64 sessions already"})
        await socket.aclose(1013, "full")

    async with scripted(script) as url:
        with pytest.raises(ServerError) as caught:
            async with connect(url, sample_rate=8000):
                pytest.fail("not reached")
    assert caught.value.error_code == "full"


async def test_a_close_keeps_its_code_and_reason_for_both_sides() -> None:
    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await say(socket, READY, CHORD)
        await socket.aclose(1012, "draining")

    async with scripted(script) as url, connect(url, sample_rate=8000) as stream:
        assert isinstance(await anext(stream), Chord)
        with pytest.raises(ConnectionLost, match="restarting") as caught:
            await anext(stream)
        assert (caught.value.close_code, caught.value.reason) == (1012, "draining")
        with pytest.raises(ConnectionLost):
            await stream.send(b"ab")


async def test_a_server_that_speaks_something_else() -> None:
    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await socket.send_message("hello")

    async with scripted(script) as url:
        with pytest.raises(ProtocolError, match="right address"):
            async with connect(url, sample_rate=8000):
                pytest.fail("not reached")


async def test_nobody_there() -> None:
    listener = (await trio.open_tcp_listeners(0, host="127.0.0.1"))[0]
    port = listener.socket.getsockname()[1]
    await listener.aclose()
    with pytest.raises(ConnectError) as caught:
        async with connect(f"ws://127.0.0.1:{port}/ws", sample_rate=8000):
            pytest.fail("not reached")
    assert caught.value.status_code is None


async def test_refused_with_a_status() -> None:
    async def handle(request: WebSocketRequest) -> None:
        await request.reject(503, body=b"try later")

    async with trio.open_nursery() as nursery:
        server = await nursery.start(serve_websocket, handle, "127.0.0.1", 0, None)
        with pytest.raises(ConnectError, match="503") as caught:
            async with connect(f"ws://127.0.0.1:{server.port}/", sample_rate=8000):
                pytest.fail("not reached")
        nursery.cancel_scope.cancel()
    assert caught.value.status_code == 503


async def test_a_server_that_never_answers() -> None:
    async def script(socket: WebSocketConnection) -> None:
        await trio.sleep_forever()

    async with scripted(script) as url:
        with pytest.raises(ConnectError, match="in time"):
            async with connect(url, sample_rate=8000, connect_timeout_s=0.2):
                pytest.fail("not reached")


@pytest.mark.parametrize("url", ["http://127.0.0.1/ws", "nonsense"])
async def test_an_address_of_another_kind(url: str) -> None:
    with pytest.raises(ConnectError, match="ws://"):
        async with connect(url, sample_rate=8000):
            pytest.fail("not reached")


async def test_the_callers_error_comes_through_unwrapped() -> None:
    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await say(socket, READY)
        await socket.get_message()

    async with scripted(script) as url:
        with pytest.raises(KeyError, match="mine"):
            async with connect(url, sample_rate=8000):
                raise KeyError("mine")


def test_the_client_needs_nothing_of_the_server() -> None:
    code = "import sys, chordwork.client; print([m for m in sys.modules if m.startswith('chordwork.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not any(f"chordwork.{layer}" in loaded for layer in ("http", "actors", "engine", "music"))


async def test_audio_of_any_length_goes_in_messages_that_servers_take() -> None:
    """A whole recording in one call, as one has it from numpy: servers refuse messages of more than a mebibyte."""
    heard: list[bytes] = []

    async def script(socket: WebSocketConnection) -> None:
        await socket.get_message()
        await say(socket, READY)
        while isinstance(message := await socket.get_message(), bytes):
            heard.append(message)
        await say(socket, {"type": "done", "reason": "stop", "chunks": len(heard), "finals": 0, "received_s": 1.0})

    pcm = bytes(range(256)) * 8000
    async with scripted(script) as url, connect(url, sample_rate=48_000, channels=2, framing="stamped") as stream:
        await stream.send(pcm, captured_at_us=5_000_000)
        await stream.finish()
        async for _ in stream:
            pass
    assert b"".join(message[16:] for message in heard) == pcm
    assert max(map(len, heard)) <= 1 << 19
    stamps = [struct.unpack("<IIQ", message[:16])[2] for message in heard]
    places = [sum(len(earlier) - 16 for earlier in heard[:count]) for count in range(len(heard))]
    assert stamps == [5_000_000 + place // 4 * 1_000_000 // 48_000 for place in places]
