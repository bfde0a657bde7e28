"""How connections end: limits, crashes, shutdown, and clients that just go."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import pytest
import trio

from chordwork.actors import StreamFormat
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.http import ListenError, Settings, serve
from chordwork.http.testing import Door, open_client, open_server, open_socket

SECOND = bytes(2 * 8000)


async def test_one_session_too_many_is_told_to_come_later(door: Door) -> None:
    async with open_server(Settings(port=0, max_sessions=1)) as server:
        async with open_client(server.address, door) as first:
            await first.start()
            async with open_client(server.address, door) as second:
                await second.say({"type": "start", "protocol": 1, "sample_rate": 8000})
                messages, code, reason = await second.rest()
            assert code == 1013
            assert messages[-1]["code"] == "engine_full"
            assert reason
            await first.say({"type": "stop"})
            await first.until("done")
        async with open_client(server.address, door) as third:
            assert (await third.start())["type"] == "ready"


async def test_one_connection_too_many_too(door: Door) -> None:
    async with open_server(Settings(port=0, max_connections=1)) as server, open_client(server.address, door) as first:
        await first.say({"type": "ping"})
        await first.hear()
        async with open_client(server.address, door) as second:
            messages, code, _ = await second.rest()
        assert (messages[-1]["code"], code) == ("too_many_connections", 1013)


@pytest.mark.parametrize(
    ("settings", "code", "close_code"),
    [
        (Settings(port=0, idle_timeout_s=0.1), "idle_timeout", 4006),
        (Settings(port=0, max_session_s=0.1), "session_limit", 4007),
    ],
)
async def test_sessions_do_not_last_for_ever(door: Door, settings: Settings, code: str, close_code: int) -> None:
    async with open_server(settings) as server, open_client(server.address, door) as client:
        await client.start()
        await client.say(SECOND)
        messages, closed_with, _ = await client.rest()
    assert closed_with == close_code
    assert [message.get("code") for message in messages[-2:]] == [code, None]
    assert messages[-1]["type"] == "done"
    assert messages[-3]["status"] == "final"


async def test_a_client_that_says_nothing_is_sent_away(door: Door) -> None:
    async with (
        open_server(Settings(port=0, start_timeout_s=0.1)) as server,
        open_client(server.address, door) as client,
    ):
        messages, code, _ = await client.rest()
    assert (messages[0]["code"], code) == ("start_timeout", 4005)


async def test_who_finds_no_memory_left_is_told_to_come_later(door: Door) -> None:
    """Not that it may connect again at once, as after another failure: so would all the others."""

    def exhausted(_: ScriptedRecognizer) -> None:
        raise MemoryError

    recognizers = ScriptedRecognizers(before_feed=exhausted)
    async with open_server(recognizer_factory=recognizers) as server, open_client(server.address, door) as client:
        await client.start()
        await client.say(SECOND)
        messages, code, _ = await client.rest()
    assert (messages[-1]["type"], messages[-1]["code"], code) == ("error", "engine_overloaded", 1013)


async def test_a_crash_ends_one_session_and_its_neighbour_goes_on(door: Door) -> None:
    made = 0

    def recognizers(stream_format: StreamFormat) -> ScriptedRecognizer:
        nonlocal made
        made += 1
        return ScriptedRecognizer(stream_format, crash_at_s=0.5 if made == 2 else 1e9)

    async with open_server(recognizer_factory=recognizers) as server, open_client(server.address, door) as healthy:
        await healthy.start()
        async with open_client(server.address, door) as sick:
            await sick.start()
            await sick.say(SECOND)
            messages, code, _ = await sick.rest()
        assert (messages[-1]["type"], messages[-1]["code"], code) == ("error", "session_crashed", 1011)
        assert "Traceback" not in str(messages)
        assert "ZeroDivision" not in str(messages)
        await healthy.say(SECOND)
        await healthy.say({"type": "stop"})
        messages, code, _ = await healthy.rest()
    assert code == 1000
    assert [message["status"] for message in messages if message["type"] == "chord"].count("final") == 2


async def test_a_client_that_goes_frees_its_session(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(recognizer_factory=recognizers) as server:
        for how in ("close", "reset"):
            async with open_client(server.address, door) as client:
                await client.start()
                await client.say(SECOND)
                await client.until("chord")
                if how == "reset":
                    sock = client.websocket._stream.socket  # type: ignore[attr-defined]
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    sock.close()
            with trio.fail_after(60):
                while not recognizers.made[-1].closed:  # noqa: ASYNC110 - nothing tells a client that it was noticed
                    await trio.sleep(0.005)


async def test_shutdown_delivers_finals_and_closes_with_1012(door: Door) -> None:
    async with (
        open_server() as server,
        open_client(server.address, door) as client,
        open_client(server.address, door) as waiting,
    ):
        await waiting.say({"type": "ping"})
        await waiting.hear()
        await client.start()
        await client.say(SECOND)
        await client.until("chord")
        server.shutdown.set()
        messages, code, reason = await client.rest()
        assert code == 1012
        assert "shutting down" in reason
        assert [message["type"] for message in messages[-3:]] == ["chord", "error", "done"]
        assert (messages[-3]["status"], messages[-3]["end"]) == ("final", 1.0)
        assert (messages[-2]["code"], messages[-1]["reason"]) == ("draining", "draining")
        messages, code, _ = await waiting.rest()
        assert (messages[-1]["code"], code) == ("draining", 1012)
        with trio.fail_after(60):
            await server.stopped.wait()
        with pytest.raises(ConnectionRefusedError):
            await open_socket(server.address, door)


async def test_shutdown_does_not_wait_for_clients_that_do_not_answer(door: Door) -> None:
    settings = Settings(port=0, drain_timeout_s=0.2, close_timeout_s=0.1)
    async with open_server(settings) as server:
        stream = await open_socket(server.address, door)
        await stream.send_all(UPGRADE)
        await stream.receive_some()
        server.shutdown.set()
        with trio.fail_after(60):
            await server.stopped.wait()
        await stream.aclose()


async def test_an_address_in_use_is_a_clear_error() -> None:
    async with open_server() as server:
        for taken in (
            Settings(port=server.address.port),
            Settings(port=0, stream_port=server.address.port),
            Settings(port=0, stream_port=server.address.stream_port),
        ):
            with pytest.raises(ListenError, match=str(taken.stream_port or taken.port)):
                await serve(taken, recognizer_factory=ScriptedRecognizers())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_a_program(number: signal.Signals) -> None:
    program = (
        "import trio\nfrom functools import partial\n"
        "from chordwork.http import Settings, configure_logging, serve\n"
        "from chordwork.actors.testing import ScriptedRecognizers\n"
        "configure_logging()\nclass Say:\n    def started(self, address): print(address.port, flush=True)\n"
        "trio.run(partial(serve, Settings(port=0), recognizer_factory=ScriptedRecognizers(), handle_signals=True,"
        " task_status=Say()))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) > 0
        os.kill(process.pid, number)
        _, log = process.communicate(timeout=120)
    assert process.returncode == 0
    assert b"Traceback" not in log


UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)


async def test_a_session_whose_client_stops_reading_ends_within_the_write_timeout(door: Door) -> None:
    def frame(opcode: int, payload: bytes) -> bytes:
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
        return bytes([0x80 | opcode]) + size + bytes(4) + payload

    recognizers = ScriptedRecognizers(chord_s=0.001)  # a lot to say
    settings = Settings(port=0, write_timeout_s=0.3, close_timeout_s=0.1)
    async with open_server(settings, recognizers) as server, open_client(server.address, door) as neighbour:
        await neighbour.start()
        async with await open_socket(server.address, door, receive_buffer_bytes=4096) as stream:
            await stream.send_all(UPGRADE)
            await stream.receive_some(12)
            await stream.send_all(frame(1, b'{"type":"start","protocol":1,"sample_rate":8000,"pace":"file"}'))
            with trio.fail_after(60):
                while len(recognizers.made) < 2:  # noqa: ASYNC110 - nobody tells this client
                    await trio.sleep(0.005)
                with suppress(trio.BrokenResourceError):
                    for _ in range(100):
                        await stream.send_all(frame(2, bytes(16_000)))
                while not recognizers.made[1].closed:  # noqa: ASYNC110
                    await trio.sleep(0.005)
        assert not recognizers.made[0].closed
        await neighbour.say({"type": "stop"})
        await neighbour.until("done")
