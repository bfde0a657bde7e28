"""A stream that outlives its connections, on trio and asyncio, through a network that breaks."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, Literal

import anyio
import pytest
import trio

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.client import (
    Backoff,
    Chord,
    ChordStream,
    ConnectError,
    ConnectionLost,
    Done,
    Dropped,
    Message,
    Ready,
    ServerError,
    connect,
)
from chordwork.client._recovery import AudioMemory, may_pass
from chordwork.http import Settings
from chordwork.http.testing import RunningServer, open_server

RATE = 8000
TENTH = bytes(2 * RATE // 10)
QUICK = Backoff(first_s=0.02, longest_s=0.1, give_up_after_s=20)


class BrokenNetwork:
    """A proxy that can cut all connections, refuse new ones, or swallow what is sent.

    Attributes:
        port: where to connect.
        refuses: new connections are reset.
        swallows: nothing gets through, either way.
        accepted: connections so far.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._open: list[trio.SocketStream] = []
        self.port = 0
        self.refuses = False
        self.swallows = False
        self.accepted = 0

    async def serve(self, *, task_status: trio.TaskStatus[None]) -> None:
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        self.port = listeners[0].socket.getsockname()[1]
        task_status.started()
        await trio.serve_listeners(self._carry, listeners)

    def cut(self) -> None:
        for stream in self._open:
            with suppress(OSError):
                stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.socket.close()
        self._open.clear()

    async def _carry(self, client: trio.SocketStream) -> None:
        if self.refuses:
            return await trio.aclose_forcefully(client)
        self.accepted += 1
        server = await trio.open_tcp_stream(*self._target)
        self._open += [client, server]
        async with trio.open_nursery() as nursery:

            async def pump(source: trio.SocketStream, sink: trio.SocketStream) -> None:
                with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
                    while data := await source.receive_some():
                        if not self.swallows:
                            await sink.send_all(data)
                nursery.cancel_scope.cancel()

            nursery.start_soon(pump, client, server)
            nursery.start_soon(pump, server, client)
        for stream in (client, server):
            await trio.aclose_forcefully(stream)
        return None


@asynccontextmanager
async def broken_network(
    settings: Settings | None = None, recognizers: Any = None
) -> AsyncIterator[tuple[RunningServer, BrokenNetwork, str]]:
    async with open_server(settings, recognizers) as server, trio.open_nursery() as nursery:
        network = BrokenNetwork(server.address.host, server.address.port)
        await nursery.start(network.serve)
        yield server, network, f"ws://127.0.0.1:{network.port}/ws"
        nursery.cancel_scope.cancel()


async def listen(stream: ChordStream, heard: list[Message]) -> None:
    async for message in stream:
        heard.append(message)


async def played(
    url: str, tenths: int, *, pause_s: float = 0.01, pace: Literal["live", "file"] = "live", keep_s: float = 10.0
) -> tuple[list[Message], Any]:
    heard: list[Message] = []
    async with (
        connect(url, sample_rate=RATE, reconnect=QUICK, heartbeat_s=1, pace=pace, keep_s=keep_s) as stream,
        anyio.create_task_group() as group,
    ):
        group.start_soon(listen, stream, heard)
        for _ in range(tenths):
            await stream.send(TENTH)
            await anyio.sleep(pause_s)
        await stream.finish()
    return heard, stream.statistics()


def finals(heard: list[Message]) -> list[Chord]:
    return [message for message in heard if isinstance(message, Chord) and message.status == "final"]


async def test_nothing_is_lost_through_a_network_that_breaks_again_and_again(run: Any) -> None:
    recognizers = ScriptedRecognizers()
    async with broken_network(recognizers=recognizers) as (_, network, url), trio.open_nursery() as nursery:

        async def break_it() -> None:
            chance = random.Random(3)
            while not recognizers.made:  # noqa: ASYNC110  # the first connection has to come about
                await trio.sleep(0.01)
            for heard_s in count(1):  # on a busy machine, too, each connection brings something
                while len(recognizers.made[0].fed) < heard_s * 10 * len(TENTH):  # noqa: ASYNC110
                    await trio.sleep(0.01)
                await trio.sleep(0.1 * chance.random())
                network.cut()

        nursery.start_soon(break_it)
        with trio.fail_after(60):
            heard, statistics = await run(lambda: played(url, 100, pause_s=0.03))
        nursery.cancel_scope.cancel()
    assert statistics.reconnects > 3
    assert isinstance(heard[-1], Done)
    assert [chord.index for chord in finals(heard)] == list(range(20))
    assert finals(heard)[-1].end == 10.0
    assert statistics.skipped_bytes == 0
    assert len(recognizers.made) == 1
    assert len(recognizers.made[0].fed) == 100 * len(TENTH)
    assert all(message.resumed for message in heard if isinstance(message, Ready))


async def test_a_recording_waits_for_the_network_and_loses_nothing(run: Any) -> None:
    recognizers = ScriptedRecognizers()
    async with broken_network(recognizers=recognizers) as (_, network, url), trio.open_nursery() as nursery:

        async def break_it() -> None:
            while not recognizers.made:  # noqa: ASYNC110
                await trio.sleep(0.01)
            for _ in range(5):
                await trio.sleep(0.1)
                network.cut()

        nursery.start_soon(break_it)
        with trio.fail_after(60):
            heard, statistics = await run(lambda: played(url, 300, pace="file", keep_s=1.0, pause_s=0.001))
    assert statistics.skipped_bytes == 0
    assert len(recognizers.made[0].fed) == 300 * len(TENTH)
    assert [chord.index for chord in finals(heard)] == list(range(60))


async def test_what_cannot_be_kept_is_skipped_and_time_stays_right(run: Any) -> None:
    async with broken_network() as (_, network, url), trio.open_nursery() as nursery:

        async def away() -> None:
            await trio.sleep(0.2)
            network.refuses = True
            network.cut()
            await trio.sleep(0.8)
            network.refuses = False

        nursery.start_soon(away)
        with trio.fail_after(60):
            heard, statistics = await run(lambda: played(url, 150, keep_s=0.5))
    assert statistics.skipped_bytes > 0
    dropped = [message.seconds for message in heard if isinstance(message, Dropped)]
    assert sum(dropped) == pytest.approx(statistics.skipped_bytes / (2 * RATE))
    assert finals(heard)[-1].end == pytest.approx(15.0)


@pytest.mark.long
async def test_a_network_that_swallows_everything_is_noticed(run: Any) -> None:
    async with broken_network() as (_, network, url), trio.open_nursery() as nursery:

        async def swallow() -> None:
            await trio.sleep(0.3)
            network.swallows = True
            while network.accepted < 2:
                await trio.sleep(0.02)
                network.swallows = network.accepted < 2

        nursery.start_soon(swallow)
        with trio.fail_after(60):
            heard, statistics = await run(lambda: played(url, 50, pause_s=0.1))
        nursery.cancel_scope.cancel()
    assert statistics.reconnects >= 1
    assert [chord.index for chord in finals(heard)] == list(range(10))


async def test_a_session_that_is_gone_begins_anew() -> None:
    async with broken_network(Settings(port=0, resume_grace_s=0.05)) as (_, network, url):
        heard: list[Message] = []
        async with connect(url, sample_rate=RATE, reconnect=QUICK, key="G major") as stream:
            await stream.send(TENTH * 10)
            while not finals(heard):
                heard.append(await anext(stream))
            network.refuses = True
            network.cut()
            with trio.move_on_after(0.3):
                while True:
                    heard.append(await anext(stream))
            network.refuses = False
            await stream.send(TENTH * 10)
            await stream.finish()
            with trio.fail_after(60):
                await listen(stream, heard)
        ready = next(message for message in heard if isinstance(message, Ready))
        assert not ready.resumed
        anew = heard[heard.index(ready) :]
        assert next(chord.index for chord in finals(anew)) == 0
        assert isinstance(heard[-1], Done)


async def test_a_server_that_does_not_come_back_is_given_up() -> None:
    async with broken_network() as (_, network, url):
        backoff = Backoff(first_s=0.01, longest_s=0.02, give_up_after_s=0.3)
        async with connect(url, sample_rate=RATE, reconnect=backoff) as stream:
            network.refuses = True
            network.cut()
            with trio.fail_after(60), pytest.raises((ConnectError, ConnectionLost)):
                await anext(stream)
            with pytest.raises(ConnectionLost):
                await stream.send(TENTH)


async def test_errors_that_will_not_pass_are_raised_at_once() -> None:
    async with open_server() as server, connect(server.address.ws_url, sample_rate=RATE, reconnect=QUICK) as stream:
        assert stream._line._wire is not None
        await stream._line._wire.send_fields({"type": "dance"})
        with pytest.raises(ServerError, match="unknown_type"):
            async for _ in stream:
                pass
        assert stream.statistics().reconnects == 0


async def test_the_asyncio_client_cannot_tell_a_difference(run: Any) -> None:
    async with open_server() as server:
        heard, statistics = await run(lambda: played(server.address.ws_url, 20, pause_s=0.0))
    assert [chord.symbol for chord in finals(heard)] == ["C", "G", "Am", "F"]
    assert statistics.reconnects == 0
    assert heard[-1] == Done("stop", 0.0)


def test_waits_grow_are_random_and_bounded() -> None:
    longest = [Backoff(first_s=1, longest_s=10, random=lambda: 1.0).wait_s(failures) for failures in range(6)]
    assert longest == [1, 2, 4, 8, 10, 10]
    assert Backoff(random=lambda: 0.0).wait_s(5) == 0.0
    assert Backoff(random=lambda: 0.0).wait_s(0, at_least_s=5.0) == 5.0
    assert Backoff(longest_s=10).wait_s(10_000) <= 10


def test_what_may_pass() -> None:
    assert may_pass(ConnectError("u", "r", status_code=503))
    assert not may_pass(ConnectError("u", "r", status_code=404))
    assert not may_pass(ConnectError("u", "r", may_pass=False))
    assert may_pass(ServerError("engine_full", ""))
    assert not may_pass(ServerError("bad_field", ""))
    assert may_pass(ConnectionLost(1006, ""))
    assert not may_pass(ConnectionLost(4011, ""))


def test_memory_forgets_what_is_received_or_too_much() -> None:
    memory = AudioMemory(100)
    for value in range(10):
        memory.add(bytes([value]) * 20, value)
    assert (memory.begin, memory.end) == (100, 200)
    assert memory.since(150) == [(b"\7" * 10, 7), (b"\x08" * 20, 8), (b"\x09" * 20, 9)]
    assert [stamp for _, stamp in memory.since(0)] == [5, 6, 7, 8, 9]
    memory.received(139)
    assert memory.begin == 120
    memory.received(1000)
    assert (memory.begin, memory.end, memory.since(0)) == (200, 200, [])
