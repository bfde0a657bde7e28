"""Sessions count for their client for as long as they live, connected or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import trio
from trio_websocket import ConnectionRejected, open_websocket_url

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.security.keys import digest_of, new_key
from chordwork.http.serving.server import ServerAddress
from chordwork.http.testing import Door, WireClient, open_server, url_of
from tests.http.conversation.test_session_registry import begin, come_back, reset


class Far:
    """Clients from elsewhere, through a trusted proxy."""

    def __init__(self, address: ServerAddress, door: Door) -> None:
        self._url = url_of(address, door)

    def connect(self, host: str, **headers: str) -> Any:
        sent = {"X-Forwarded-For": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return open_websocket_url(self._url, extra_headers=[(name.encode(), v.encode()) for name, v in sent.items()])

    async def leave_a_session(self, host: str, **headers: str) -> str:
        """Open one, and lose the connection; returns its token. As long as the server has not heard of the last one's
        loss, it counts, and may leave no room."""
        while True:
            try:
                async with self.connect(host, **headers) as websocket:
                    client = WireClient(websocket)
                    ready = await begin(client)
                    assert ready["type"] == "ready", ready
                    reset(client)
            except ConnectionRejected as refused:
                if refused.status_code != 429:
                    raise
                await trio.sleep(0.02)
            else:
                token: str = ready["resume"]["token"]
                return token

    async def comes_back(self, host: str, token: str, **headers: str) -> bool:
        async with self.connect(host, **headers) as websocket:
            return (await come_back(WireClient(websocket), token))["type"] == "ready"


PROXIED = Settings(port=0, trusted_proxies="127.0.0.1", resume_grace_s=600)


async def waiting(recognizers: ScriptedRecognizers, live: int) -> None:
    """Until so many sessions are left."""
    with trio.fail_after(60):
        while sum(not each.closed for each in recognizers.made) != live:  # noqa: ASYNC110
            await trio.sleep(0.01)  # nobody tells a client that its session waits


async def test_waiting_sessions_count_for_their_client(door: Door) -> None:
    settings = Settings(port=0, trusted_proxies="127.0.0.1", resume_grace_s=600, max_sessions_per_client=3)
    recognizers = ScriptedRecognizers()
    async with open_server(settings, recognizers) as server:
        far = Far(server.address, door)
        with trio.fail_after(120):
            tokens = [await far.leave_a_session("203.0.113.7") for _ in range(5)]
            await waiting(recognizers, 3)  # the first two had to make room for their own
            assert [await far.comes_back("203.0.113.7", token) for token in tokens[:2]] == [False, False]
            assert await far.comes_back("203.0.113.7", tokens[4])


async def test_nobody_pushes_out_the_session_of_a_stranger(door: Door) -> None:
    """One address leaves more sessions waiting than there is room for."""
    settings = Settings(
        port=0, trusted_proxies="127.0.0.1", resume_grace_s=600, max_detached=4, max_sessions_per_client=16
    )
    recognizers = ScriptedRecognizers()
    async with open_server(settings, recognizers) as server:
        far = Far(server.address, door)
        with trio.fail_after(120):
            stranger = await far.leave_a_session("203.0.113.1")
            for _ in range(8):
                await far.leave_a_session("203.0.113.7")
            await waiting(recognizers, 4)
            assert await far.comes_back("203.0.113.1", stranger)


async def test_who_holds_all_it_may_can_still_come_back(door: Door) -> None:
    settings = Settings(port=0, trusted_proxies="127.0.0.1", resume_grace_s=600, max_sessions_per_client=1)
    async with open_server(settings) as server:
        far = Far(server.address, door)
        with trio.fail_after(60):
            token = await far.leave_a_session("203.0.113.7")
            assert await far.comes_back("203.0.113.7", token)


async def test_a_session_goes_with_its_client_to_another_address(door: Door) -> None:
    """It counts where it is used from."""
    settings = Settings(port=0, trusted_proxies="127.0.0.1", resume_grace_s=600, max_sessions_per_client=1)
    recognizers = ScriptedRecognizers()
    async with open_server(settings, recognizers) as server:
        far = Far(server.address, door)
        with trio.fail_after(60):
            token = await far.leave_a_session("203.0.113.7")
            async with far.connect("203.0.113.8") as websocket:
                client = WireClient(websocket)
                assert (await come_back(client, token))["resumed"]
                async with far.connect("203.0.113.7") as other:  # has none any more
                    assert (await WireClient(other).start())["type"] == "ready"
                reset(client)
            await far.leave_a_session("203.0.113.8")  # its own makes room
            await waiting(recognizers, 1)


async def test_a_session_is_bound_to_the_key_that_opened_it(door: Door, tmp_path: Path) -> None:
    keys = {"studio": new_key(), "stage": new_key()}
    path = tmp_path / "keys"
    path.write_text("".join(f"{name} {digest_of(key)}\n" for name, key in keys.items()))
    settings = Settings(port=0, trusted_proxies="127.0.0.1", resume_grace_s=600, api_keys_file=str(path))
    async with open_server(settings) as server:
        far = Far(server.address, door)
        with trio.fail_after(60):
            token = await far.leave_a_session("203.0.113.7", x_api_key=keys["studio"])
            assert not await far.comes_back("203.0.113.7", token, x_api_key=keys["stage"])
            assert await far.comes_back("203.0.113.8", token, x_api_key=keys["studio"])


@pytest.mark.parametrize("places", [1, 2])
async def test_with_equals_who_came_last_goes(places: int) -> None:
    settings = Settings(port=0, trusted_proxies="127.0.0.1", resume_grace_s=600, max_detached=places)
    recognizers = ScriptedRecognizers()
    async with open_server(settings, recognizers) as server:
        far = Far(server.address, "stream")
        with trio.fail_after(60):
            tokens = [await far.leave_a_session(f"203.0.113.{host}") for host in range(places + 1)]
            await waiting(recognizers, places)
            came = [await far.comes_back(f"203.0.113.{host}", token) for host, token in enumerate(tokens)]
    assert came == [True] * places + [False]
