"""Conversations over a transport in memory, where the clock belongs to the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest
import trio
import trio.testing

from chordwork.actors import Engine, EngineLimits, open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.conversation.connection import Connections, open_connections
from chordwork.http.testing import MemoryTransport

START = {"type": "start", "protocol": 1, "sample_rate": 8000}
SECOND = bytes(2 * 8000)


@asynccontextmanager
async def conversation(
    settings: Settings | None = None, *, limits: EngineLimits | None = None, unread_messages: float = float("inf")
) -> AsyncIterator[tuple[MemoryTransport, Engine, Connections]]:
    transport = MemoryTransport(unread_messages=unread_messages)
    async with open_engine(recognizer_factory=ScriptedRecognizers(), limits=limits) as engine:
        async with open_connections(engine, settings or Settings()) as connections, trio.open_nursery() as nursery:
            nursery.start_soon(connections.converse, transport)
            with trio.fail_after(100_000):
                yield transport, engine, connections
            nursery.cancel_scope.cancel()
        assert connections.count == 0
        assert engine.statistics().sessions == 0


async def rest(transport: MemoryTransport) -> list[dict[str, Any]]:
    return [message for message in await transport.rest() if message["type"] != "level"]


async def test_idle_time_is_counted_from_the_last_audio(autojump_clock: trio.testing.MockClock) -> None:
    async with conversation(Settings(heartbeat_s=1e6)) as (client, _, _):
        await client.say(START)
        await client.hear()
        for _ in range(3):
            await trio.sleep(50)
            await client.say(SECOND)
        await trio.sleep(50)
        await client.say({"type": "pong"})  # a sign of life is not audio
        messages = await rest(client)
        assert trio.current_time() == pytest.approx(150 + 60)
        assert [messages[-2]["code"], messages[-1]["type"]] == ["idle_timeout", "done"]
        assert client.closed_with is not None
        assert client.closed_with[0] == 4006


async def test_no_session_is_longer_than_allowed(autojump_clock: trio.testing.MockClock) -> None:
    async with conversation(Settings(max_session_s=100, heartbeat_s=1e6)) as (client, _, _):
        await client.say(START)

        async def play() -> None:
            while client.closed_with is None:
                await client.say(SECOND)
                await trio.sleep(1)

        async with trio.open_nursery() as nursery:
            nursery.start_soon(play)
            messages = await rest(client)
            nursery.cancel_scope.cancel()
        assert trio.current_time() == pytest.approx(100, abs=0.5)
        assert messages[-2]["code"] == "session_limit"
        assert client.closed_with is not None
        assert client.closed_with[0] == 4007


async def test_pings_come_as_often_as_promised(autojump_clock: trio.testing.MockClock) -> None:
    async with conversation(Settings(heartbeat_s=15, idle_timeout_s=61)) as (client, _, _):
        await client.say(START)
        pings = [message["time_ms"] for message in await rest(client) if message["type"] == "ping"]
        assert [later - earlier for earlier, later in pairwise(pings)] == [15_000] * 3


async def test_the_start_must_come_in_time(autojump_clock: trio.testing.MockClock) -> None:
    async with conversation() as (client, _, _):
        await trio.sleep(9)
        await client.say({"type": "ping"})
        messages = await rest(client)
        assert trio.current_time() == pytest.approx(10)
        assert [message["type"] for message in messages] == ["pong", "error"]


async def test_a_reader_that_stops_is_dropped_after_the_write_timeout(autojump_clock: trio.testing.MockClock) -> None:
    async with conversation(Settings(write_timeout_s=7), unread_messages=3) as (client, engine, _):
        await client.say(START)
        for _ in range(20):
            await client.say(SECOND[:1600])
        await trio.sleep(6.9)
        assert not client.aborted
        assert engine.statistics().sessions == 1
        await trio.sleep(0.2)
        assert client.aborted
        assert client.closed_with is not None
        assert client.closed_with[0] == 4008


async def test_the_socket_is_read_while_nobody_reads_the_answers(autojump_clock: trio.testing.MockClock) -> None:
    """The reader of the socket waits for neither the writer nor recognition, so stop and leaving are always noticed."""
    async with conversation(Settings(write_timeout_s=50), unread_messages=1) as (client, engine, _):
        await client.say(START)
        for _ in range(500):  # more than any queue in between
            await client.say(SECOND[:160])
        client.hang_up()
        await trio.sleep(0.1)
        assert engine.statistics().sessions == 0
        assert client.aborted


async def test_questions_without_reading_the_answers_are_a_flood(autojump_clock: trio.testing.MockClock) -> None:
    async with conversation(unread_messages=1) as (client, _, _):
        await client.say(START)
        for _ in range(100):
            await client.say({"type": "ping"})
        messages = await rest(client)
        assert messages[-1]["code"] == "flood"
        assert client.closed_with is not None
        assert client.closed_with[0] == 4009


async def test_too_many_unread_finals_end_the_session(autojump_clock: trio.testing.MockClock) -> None:
    limits = EngineLimits(max_pending_finals=4)
    async with conversation(limits=limits, unread_messages=1) as (client, _, _):
        await client.say({**START, "acks": "none"})
        await client.say(SECOND * 9)
        await trio.sleep(1)
        messages = await rest(client)
        assert messages[-1]["code"] == "reader_too_slow"
        assert client.closed_with is not None
        assert client.closed_with[0] == 4008


async def test_an_engine_drained_by_its_owner_closes_with_1012() -> None:
    async with conversation() as (client, engine, _):
        await client.say(START)
        await client.say(SECOND)
        await client.hear()
        await trio.testing.wait_all_tasks_blocked()
        await engine.drain(trio.current_time() + 5)
        messages = await rest(client)
        assert [message["type"] for message in messages[-2:]] == ["error", "done"]
        assert client.closed_with is not None
        assert client.closed_with[0] == 1012


async def test_leaving_before_and_after_the_start_frees_everything() -> None:
    sayings: list[str | bytes | dict[str, Any]] = [START, SECOND, {"type": "stop"}]
    for count in range(4):
        async with conversation() as (client, engine, connections):
            for saying in sayings[:count]:
                await client.say(saying)
            client.hang_up()
            with trio.fail_after(60):
                while connections.count:  # noqa: ASYNC110 - a client cannot see that it was forgotten
                    await trio.sleep(0.001)
            assert engine.statistics().sessions == 0
