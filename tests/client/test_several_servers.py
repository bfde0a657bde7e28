"""A client of several servers that share their sessions."""

from __future__ import annotations

from typing import Any, Literal

import anyio
import pytest
import trio

from chordwork.client import Backoff, ConnectError, Done, Message, Ready, ServerError, connect
from chordwork.http import Settings
from chordwork.http.testing import RunningServer, open_server
from tests.client.test_reconnecting import RATE, TENTH, finals, listen
from tests.http.rest.conftest import redis

__all__ = ["redis"]
QUICK = Backoff(first_s=0.02, longest_s=0.1, give_up_after_s=60)


def url(server: RunningServer) -> str:
    assert server.address.stream_url is not None
    return server.address.stream_url


@pytest.mark.parametrize("pace", ["live", "file"])
async def test_no_sound_is_lost_when_a_server_dies(redis: Any, pace: Literal["live", "file"], run: Any) -> None:
    await trio.to_thread.run_sync(redis)
    settings = Settings(port=0, redis_url=f"redis://127.0.0.1:{redis.port}/0", checkpoint_s=0.5, max_load=100.0)
    heard: list[Message] = []
    skipped: list[int] = []

    async def play(urls: list[str]) -> None:
        async with (
            connect(urls, sample_rate=RATE, reconnect=QUICK, heartbeat_s=1, pace=pace) as stream,
            anyio.create_task_group() as group,
        ):
            group.start_soon(listen, stream, heard)
            for _ in range(100):
                await stream.send(TENTH)
                await anyio.sleep(0.02)
            await stream.finish()
        skipped.append(stream.statistics().skipped_bytes)

    async with open_server(settings) as other, trio.open_nursery() as nursery:
        first = await nursery.start(serve_until_cancelled, settings)
        with trio.fail_after(120):
            async with trio.open_nursery() as playing:
                playing.start_soon(run, lambda: play([url(first.server), url(other)]))
                while len(finals(heard)) < 8:  # noqa: ASYNC110
                    await trio.sleep(0.01)
                first.scope.cancel()
    assert [message.resumed for message in heard if isinstance(message, Ready)] == [True]
    assert isinstance(heard[-1], Done)
    assert [chord.index for chord in finals(heard)] == list(range(20))
    assert [chord.end for chord in finals(heard)] == [0.5 * number for number in range(1, 21)]
    assert skipped == [0]


class Dying:
    """A server that is gone when its scope is cancelled."""

    def __init__(self, server: RunningServer, scope: trio.CancelScope) -> None:
        self.server, self.scope = server, scope


async def serve_until_cancelled(settings: Settings, *, task_status: trio.TaskStatus[Dying]) -> None:
    with trio.CancelScope() as scope:
        async with open_server(settings) as server:
            task_status.started(Dying(server, scope))
            await trio.sleep_forever()


async def test_the_first_that_is_there_is_taken() -> None:
    async with (
        open_server() as server,
        connect(["ws://127.0.0.1:1/ws", url(server), "ws://127.0.0.1:2/ws"], sample_rate=RATE) as stream,
    ):
        assert stream.ready.protocol == 1


async def test_one_that_is_full_is_passed_by() -> None:
    async with (
        open_server(Settings(port=0, max_sessions=1)) as full,
        open_server() as free,
        connect(url(full), sample_rate=RATE),
        connect([url(full), url(free)], sample_rate=RATE) as stream,
    ):
        assert stream.ready.protocol == 1


async def test_where_nobody_is_there_the_last_is_named() -> None:
    with pytest.raises(ConnectError, match=r"127\.0\.0\.1:2"):
        async with connect(["ws://127.0.0.1:1/ws", "ws://127.0.0.1:2/ws"], sample_rate=RATE):
            pass
    with pytest.raises(ConnectError, match="give the address"):
        async with connect([], sample_rate=RATE):
            pass


async def test_what_another_server_would_not_mend_is_said_at_once() -> None:
    async with open_server() as server:
        with pytest.raises(ServerError) as refused:
            async with connect([url(server), "ws://127.0.0.1:1/ws"], sample_rate=0):
                pass
    assert refused.value.error_code == "bad_field"
