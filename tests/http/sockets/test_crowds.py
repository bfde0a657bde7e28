"""Five thousand connections at once, to a server in a process of its own, beside a session that must not notice."""

from __future__ import annotations

import resource
from contextlib import suppress
from typing import Any

import pytest
import trio
import trio.lowlevel

from chordwork.http.testing import Door, open_client
from tests.http.attacks import START, UPGRADE
from tests.http.programs import program

CROWD = 5000
TENTH = bytes(2 * 800)


@pytest.fixture
def many_files() -> Any:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < CROWD + 500:
        pytest.skip(f"this machine allows {hard} open files, too few for {CROWD} connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (CROWD + 500, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.long
async def test_five_thousand_connections(door: Door, many_files: None) -> None:
    async with program("--max-load", "100", "--max-sessions", "64", "--max-connections", "256") as (address, _):
        async with open_client(address, door, timeout_s=120) as client:
            # A file's pace: on a machine that is busy with other things, audio may wait but is not dropped.
            await client.start(acks="none", pace="file")
            heard: list[dict[str, Any]] = []
            crowded = trio.Event()
            connected = 0

            async def one_of_many() -> None:
                """Connects, wants a session, and stays until the server hangs up or everybody goes."""
                nonlocal connected
                port = address.stream_port if door == "stream" else address.port
                assert port is not None
                with suppress(OSError, trio.BrokenResourceError):
                    stream = await trio.open_tcp_stream(address.host, port)
                    async with stream:
                        connected += 1
                        await stream.send_all(UPGRADE)
                        while data := await stream.receive_some():
                            if b"101 " in data:
                                await stream.send_all(START)

            async def play() -> int:
                sent = 0
                while not crowded.is_set():
                    await client.say(TENTH)
                    sent += 1
                    await trio.sleep(0.1)
                await client.say({"type": "stop"})
                return sent

            async def listen() -> None:
                while not heard or heard[-1]["type"] != "done":
                    heard.append(await client.hear())

            async with trio.open_nursery() as nursery:
                nursery.start_soon(listen)
                async with trio.open_nursery() as crowd:

                    async def bring_them() -> None:
                        for number in range(CROWD):
                            crowd.start_soon(one_of_many)
                            if number % 50 == 0:
                                await trio.lowlevel.checkpoint()
                        await trio.sleep(3)
                        crowded.set()

                    crowd.start_soon(bring_them)
                    sent = await play()
                    crowd.cancel_scope.cancel()
        assert connected > CROWD // 2
        assert (heard[-1]["reason"], heard[-1]["dropped_s"]) == ("stop", 0.0)
        assert heard[-1]["received_s"] == pytest.approx(sent * 0.1)
        async with open_client(address, door, timeout_s=120) as late:
            with trio.fail_after(60):
                while (await late.start())["type"] != "ready":
                    pytest.fail("the server does not recover")
