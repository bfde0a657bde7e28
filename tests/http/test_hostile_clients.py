"""The worst clients, one test each, beside a well-behaved session that must not notice any of them.

Every attack runs against both doors of a real server while a neighbour plays, and is over when the server has got rid
of it. Attacks that only a library below us could fall for are in ``test_hypercorn_guard.py``.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import attrs
import pytest
import trio
import trio.lowlevel

from chordwork.actors import StreamFormat
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.engine.events import Event
from chordwork.http import Settings
from chordwork.http.testing import Door, RunningServer, WireClient, open_client, open_server, open_socket
from tests.http.attacks import (
    BINARY,
    PING,
    START,
    TEXT,
    UPGRADE,
    close_code,
    frame,
    read_on,
    reset,
    send_until_dropped,
    upgraded,
    vanish,
)

TENTH = bytes(2 * 800)
SETTINGS = Settings(
    port=0, start_timeout_s=600, write_timeout_s=1.0, close_timeout_s=0.3, lost_peer_timeout_s=1.0, heartbeat_s=0.2
)
IMPATIENT = attrs.evolve(SETTINGS, start_timeout_s=2)
"""For those who never begin. The neighbour has to begin within this, too, whatever else the machine does."""


@asynccontextmanager
async def neighbourhood(
    door: Door, settings: Settings = SETTINGS, recognizers: Any = None
) -> AsyncIterator[RunningServer]:
    """A server on which somebody plays a tenth of a second of audio, over and over; who must get exactly what is due.

    When the block ends, the neighbour stops, and everything is checked: nothing dropped, no final missing, the server
    up, and nobody left in it.
    """
    async with open_server(settings, recognizers) as server, open_client(server.address, door, timeout_s=60) as client:
        await client.start(acks="none")
        heard: list[dict[str, Any]] = []
        sent = 0
        stop = trio.Event()

        async def play() -> None:
            nonlocal sent
            while not stop.is_set():
                await client.say(TENTH)
                sent += 1
                await trio.sleep(0.01)
            await client.say({"type": "stop"})

        async def listen(task_status: trio.TaskStatus[None]) -> None:
            task_status.started()
            while not heard or heard[-1]["type"] != "done":
                heard.append(await client.hear())

        async with trio.open_nursery() as nursery:
            await nursery.start(listen)
            nursery.start_soon(play)
            yield server
            stop.set()
        assert heard[-1]["reason"] == "stop"
        assert heard[-1]["dropped_s"] == 0.0
        assert heard[-1]["received_s"] == pytest.approx(sent * 0.1, abs=1e-3)
        finals = [message for message in heard if message.get("status") == "final"]
        assert [message["index"] for message in finals] == list(range(len(finals)))
        assert finals[-1]["end"] == pytest.approx(sent * 0.1, abs=1e-3)
        assert not server.stopped.is_set()
        async with open_client(server.address, door) as late:
            assert (await late.start())["type"] == "ready"


async def gone(recognizers: ScriptedRecognizers, number: int) -> None:
    """Until that session is freed."""
    with trio.fail_after(60):
        while len(recognizers.made) <= number or not recognizers.made[number].closed:  # noqa: ASYNC110
            await trio.sleep(0.01)  # nothing tells an attacker that the server is rid of it


async def test_a_reader_that_stops_reading(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with neighbourhood(door, recognizers=recognizers) as server:
        recognizers.script["chord_s"] = 0.002  # a lot to say
        async with upgraded(server.address, door, receive_buffer_bytes=4096) as stream:
            await stream.send_all(frame(TEXT, b'{"type":"start","protocol":1,"sample_rate":8000,"pace":"file"}'))
            await send_until_dropped(stream, frame(BINARY, bytes(16_000)))
        await gone(recognizers, 1)


async def test_a_reader_that_reads_a_byte_now_and_then(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with neighbourhood(door, recognizers=recognizers) as server:
        recognizers.script["chord_s"] = 0.002
        async with (
            upgraded(server.address, door, receive_buffer_bytes=4096) as stream,
            trio.open_nursery() as nursery,
        ):
            await stream.send_all(frame(TEXT, b'{"type":"start","protocol":1,"sample_rate":8000,"pace":"file"}'))

            async def sip() -> None:
                while await stream.receive_some(1):  # noqa: ASYNC110
                    await trio.sleep(0.05)

            nursery.start_soon(sip)
            await send_until_dropped(stream, frame(BINARY, bytes(16_000)))
            nursery.cancel_scope.cancel()
        await gone(recognizers, 1)


@pytest.mark.parametrize("opening", [b"", b"G", UPGRADE[:-3], UPGRADE])
async def test_a_peer_that_says_nothing(door: Door, opening: bytes) -> None:
    async with neighbourhood(door, IMPATIENT) as server, await open_socket(server.address, door) as stream:
        await stream.send_all(opening)
        await read_on(stream, within_s=60)  # the server hangs up


async def test_a_peer_that_says_nothing_any_more(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with neighbourhood(door, recognizers=recognizers) as server:
        async with upgraded(server.address, door) as stream:
            await stream.send_all(
                frame(TEXT, b'{"type":"start","protocol":1,"sample_rate":8000,"heartbeat_s":1}') + frame(BINARY, TENTH)
            )
            await read_on(stream, within_s=60)
        await gone(recognizers, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a packet filter on a socket")
async def test_a_half_open_connection(door: Door) -> None:
    """The other end vanished: no FIN, no RST, and nothing is acknowledged."""
    recognizers = ScriptedRecognizers()
    async with neighbourhood(door, recognizers=recognizers) as server, upgraded(server.address, door) as stream:
        await stream.send_all(START + frame(BINARY, TENTH))
        while b'"ready"' not in await stream.receive_some():
            pass
        vanish(stream)
        await gone(recognizers, 1)


async def test_a_reset_in_the_middle_of_a_frame(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with neighbourhood(door, recognizers=recognizers) as server:
        for cut in (1, 3, 7, 500):
            async with upgraded(server.address, door) as stream:
                await stream.send_all(START + frame(BINARY, TENTH)[:cut])
                while b'"ready"' not in await stream.receive_some():
                    pass
                reset(stream)
        for number in range(1, 5):
            await gone(recognizers, number)


async def test_one_byte_at_a_time(door: Door) -> None:
    """Slow, but right: it is served."""
    text = b'{"type":"start","protocol":1,"sample_rate":8000}'
    conversation = frame(TEXT, text) + frame(BINARY, TENTH[:200]) + frame(TEXT, b'{"type":"stop"}')
    async with neighbourhood(door, Settings(port=0, close_timeout_s=0.3)) as server:
        stream = await open_socket(server.address, door)
        async with stream:
            for byte in UPGRADE:
                await stream.send_all(bytes([byte]))
            assert (await stream.receive_some()).startswith(b"HTTP/1.1 101")
            for byte in conversation:
                await stream.send_all(bytes([byte]))
                await trio.lowlevel.checkpoint()
            answer = await read_on(stream)
    assert b'"received_s":0.0125' in answer
    assert close_code(answer) == 1000


async def test_a_frame_of_64_megabytes(door: Door) -> None:
    whole = frame(BINARY, bytes(1 << 26), masked=True)
    async with neighbourhood(door) as server, upgraded(server.address, door) as stream:
        answers: list[bytes] = []

        async def collect() -> None:
            answers.append(await read_on(stream, within_s=60))

        async with trio.open_nursery() as nursery:
            nursery.start_soon(collect)
            await stream.send_all(START)
            with trio.fail_after(60):
                with suppress(trio.BrokenResourceError):
                    await stream.send_all(whole)
    assert b'"message_too_big"' in answers[0]
    assert close_code(answers[0]) == 1009


@pytest.mark.parametrize(
    ("said", "code"),
    [
        pytest.param(frame(TEXT, b"\xff\xfe"), 1007, id="bad-utf8"),
        pytest.param(frame(TEXT, b'{"type":"st\xc3') + frame(TEXT, b"x"), 1007, id="half-a-character"),
        pytest.param(frame(TEXT, b"{oops"), 4000, id="bad-json"),
        pytest.param(frame(TEXT, b"[" * 500_000), 4000, id="json-bomb-lists"),
        pytest.param(frame(TEXT, b'{"a":' * 100_000), 4000, id="json-bomb-objects"),
        pytest.param(frame(TEXT, b'{"type":"start","sample_rate":1e999999999}'), 4004, id="huge-number"),
        pytest.param(frame(TEXT, b'{"type":' + b"9" * 900_000 + b"}"), 4000, id="endless-number"),
        pytest.param(frame(BINARY, b"", masked=False), 1002, id="no-mask"),
        pytest.param(b"\x82\x05hello", 1002, id="no-mask-with-payload"),
        pytest.param(frame(3, b""), 1002, id="unknown-opcode"),
        pytest.param(frame(PING, bytes(126)), 1002, id="long-ping"),
        pytest.param(frame(PING, b"", final=False), 1002, id="ping-in-parts"),
        pytest.param(frame(0, b"tail"), 1002, id="continuation-of-nothing"),
        pytest.param(frame(TEXT, b"a", final=False) + frame(TEXT, b"b"), 1002, id="two-beginnings"),
    ],
)
async def test_what_makes_no_sense(door: Door, said: bytes, code: int) -> None:
    async with neighbourhood(door) as server, upgraded(server.address, door) as stream:
        await stream.send_all(said)
        assert close_code(await read_on(stream)) == code


async def test_masks_of_any_kind_are_undone(door: Door) -> None:
    """A wrong mask is only wrong audio; text that it garbles is refused."""
    async with neighbourhood(door) as server, upgraded(server.address, door) as stream:
        await stream.send_all(START[:2] + b"\xff\x00\xff\x00" + START[6:])
        assert close_code(await read_on(stream)) in (1007, 4000)


async def test_fragments_of_a_byte_in_their_thousands(door: Door) -> None:
    pieces = [frame(BINARY, b"\0", final=False), *[frame(0, b"\0", final=False)] * 20_000, frame(0, b"\0")]
    recognizers = ScriptedRecognizers()
    async with neighbourhood(door, recognizers=recognizers) as server, upgraded(server.address, door) as stream:
        await stream.send_all(START + b"".join(pieces) + frame(TEXT, b'{"type":"stop"}'))
        answer = await read_on(stream)
    assert b'"chunks":1,' in answer
    assert len(recognizers.made[1].fed) == 20_002


async def test_a_fragmented_message_without_an_end(door: Door) -> None:
    async with neighbourhood(door) as server, upgraded(server.address, door) as stream:
        await stream.send_all(frame(BINARY, b"", final=False))
        answers: list[bytes] = []

        async def collect() -> None:
            answers.append(await read_on(stream, within_s=60))

        async with trio.open_nursery() as nursery:
            nursery.start_soon(collect)
            await send_until_dropped(stream, frame(0, bytes(60_000), final=False))
    assert close_code(answers[0]) == 1009


async def test_a_flood_of_pings_that_nobody_reads(door: Door) -> None:
    async with (
        neighbourhood(door) as server,
        upgraded(server.address, door, receive_buffer_bytes=4096) as stream,
    ):
        await send_until_dropped(stream, frame(PING, bytes(125)) * 200)


async def test_a_flood_of_questions_that_nobody_reads(door: Door) -> None:
    async with (
        neighbourhood(door) as server,
        upgraded(server.address, door, receive_buffer_bytes=4096) as stream,
    ):
        await stream.send_all(START)
        await send_until_dropped(stream, frame(TEXT, b'{"type":"ping","id":"0123456789"}') * 200)


async def test_a_flood_of_pings_is_answered_to_who_reads(door: Door) -> None:
    async with neighbourhood(door) as server, upgraded(server.address, door) as stream:
        pongs = 0

        async def count() -> None:
            nonlocal pongs
            received = 0
            while pongs < 2000:
                received += len(await stream.receive_some())
                pongs = received // len(b"\x8a\x02hi")

        with trio.fail_after(60):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(count)
                for _ in range(20):
                    await stream.send_all(frame(PING, b"hi") * 100)


async def test_headers_that_never_end(door: Door) -> None:
    async with neighbourhood(door, IMPATIENT) as server, await open_socket(server.address, door) as stream:
        await stream.send_all(b"GET /ws HTTP/1.1\r\n")
        with trio.fail_after(60):
            with suppress(trio.BrokenResourceError):
                while True:
                    await stream.send_all(b"X-More: 1\r\n")
                    await trio.sleep(0.05)


async def test_headers_without_bound(door: Door) -> None:
    async with neighbourhood(door) as server, await open_socket(server.address, door) as stream:
        await stream.send_all(b"GET /ws HTTP/1.1\r\n")
        await send_until_dropped(stream, b"X-More: " + b"x" * 1000 + b"\r\n", within_s=60)


async def test_more_connections_than_are_allowed(door: Door) -> None:
    """Five thousand are tried in ``test_crowds.py``, in processes of their own."""
    async with neighbourhood(door, Settings(port=0, max_connections=8, start_timeout_s=600)) as server:
        streams = [await open_socket(server.address, door) for _ in range(200)]
        for stream in streams[:180]:
            assert await read_on(stream) == b"", "idle for longest: it made room"
        for stream in streams:
            await stream.aclose()
        await trio.sleep(0.2)


async def test_a_model_that_raises(door: Door) -> None:
    made = 0

    def recognizers(stream_format: StreamFormat) -> ScriptedRecognizer:
        nonlocal made
        made += 1
        return ScriptedRecognizer(stream_format, crash_at_s=0.05 if made == 2 else 1e9)

    async with neighbourhood(door, recognizers=recognizers) as server, upgraded(server.address, door) as stream:
        await stream.send_all(START + frame(BINARY, TENTH))
        answer = await read_on(stream)
    assert b'"session_crashed"' in answer
    assert close_code(answer) == 1011


class Leaking(ScriptedRecognizer):
    """Says ever more, and cannot even be closed."""

    def feed(self, pcm: bytes | memoryview) -> list[Event]:
        events = super().feed(pcm)
        return [event for event in events for _ in range(2000)]

    def close(self) -> None:
        super().close()
        raise RuntimeError("it will not close")


@pytest.mark.long
async def test_a_session_that_leaks(door: Door) -> None:
    """What it says piles up for a client that does not read, and closing it fails: it ends, and is forgotten."""
    made: list[ScriptedRecognizer] = []

    def recognizers(stream_format: StreamFormat) -> ScriptedRecognizer:
        made.append((Leaking if made else ScriptedRecognizer)(stream_format, chord_s=0.01))
        return made[-1]

    async with neighbourhood(door, recognizers=recognizers) as server:
        async with upgraded(server.address, door, receive_buffer_bytes=4096) as stream:
            await stream.send_all(START)
            await send_until_dropped(stream, frame(BINARY, TENTH))
        with trio.fail_after(60):
            while not made[1].closed:  # noqa: ASYNC110
                await trio.sleep(0.01)


async def test_sessions_leave_nothing_behind(door: Door) -> None:
    """No task, no file descriptor, no session, however they ended."""

    async def hang_up(client: WireClient, how: int) -> None:
        if how == 0:
            await client.say({"type": "stop"})
            await client.rest()
        elif how == 1:
            reset(client.websocket._stream)  # type: ignore[attr-defined]

    recognizers = ScriptedRecognizers()
    async with open_server(SETTINGS, recognizers) as server:
        await_settled = trio.lowlevel.current_statistics
        async with open_client(server.address, door) as client:  # whatever the first one loads
            await client.start()
        await trio.sleep(0.3)
        tasks = await_settled().tasks_living
        for how in range(30):
            async with open_client(server.address, door) as client:
                await client.start(resumable=how % 2 == 0)
                await client.say(TENTH)
                await hang_up(client, how % 3)
        await trio.sleep(0.5)
        kept = sum(not made.closed for made in recognizers.made)
        assert await_settled().tasks_living <= tasks + 2 * kept
