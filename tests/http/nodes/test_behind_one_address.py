"""Two servers behind one nginx, as docs/scaling.md sets it up; one of them dies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import trio

from chordwork.client import Backoff, Done, Message, Ready, connect
from chordwork.http import Settings
from tests.client.test_reconnecting import RATE, TENTH, finals, listen
from tests.client.test_several_servers import serve_until_cancelled
from tests.http.nginx import configurations, needs_nginx, open_nginx

PATIENT = Backoff(first_s=0.02, longest_s=0.2, give_up_after_s=60)


@needs_nginx
async def test_a_session_goes_on_behind_the_same_address(redis: Any, tmp_path: Path) -> None:
    await trio.to_thread.run_sync(redis)
    settings = Settings(port=0, redis_url=f"redis://127.0.0.1:{redis.port}/0", checkpoint_s=0.5, max_load=100.0)
    heard: list[Message] = []
    async with trio.open_nursery() as nursery:
        first, second = [await nursery.start(serve_until_cancelled, settings) for _ in range(2)]
        pair = [server.server.address.port for server in (first, second)]
        configuration = configurations("scaling.md")["several"]
        for machine, port in zip(("10.0.0.11:8765", "10.0.0.12:8765"), pair, strict=True):
            assert configuration.count(machine) == 1
            configuration = configuration.replace(machine, f"127.0.0.1:{port}")
        with trio.fail_after(120):
            async with open_nginx(configuration, tmp_path, 0) as port:
                url = f"ws://127.0.0.1:{port}/ws"
                async with (
                    connect(url, sample_rate=RATE, reconnect=PATIENT, heartbeat_s=1) as stream,
                    trio.open_nursery() as playing,
                ):
                    playing.start_soon(listen, stream, heard)
                    for number in range(100):
                        await stream.send(TENTH)
                        await trio.sleep(0.02)
                        if number == 50:
                            for server in (first, second):
                                if await has_the_session(server.server.address.url):
                                    server.scope.cancel()
                                    break
                    await stream.finish()
        nursery.cancel_scope.cancel()
    assert [message.resumed for message in heard if isinstance(message, Ready)] == [True]
    assert isinstance(heard[-1], Done)
    assert [chord.index for chord in finals(heard)] == list(range(20))


async def has_the_session(url: str) -> bool:
    import httpx

    async with httpx.AsyncClient() as client:
        return bool((await client.get(f"{url}/healthz")).json()["sessions"])
