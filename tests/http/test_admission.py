"""A server that is busy enough takes nobody else, says when to try again, and stays quick for those it has."""

from __future__ import annotations

import attrs
import pytest
import trio
from trio_websocket import ConnectionRejected, open_websocket_url

from chordwork.actors import Engine, LoadMeter
from chordwork.http import Settings
from chordwork.http.testing import Door, open_client, open_server, url_of


@pytest.fixture
def meters(monkeypatch: pytest.MonkeyPatch) -> list[LoadMeter]:
    """Those of the engines that are made; the test says how busy they are."""
    made: list[LoadMeter] = []
    make = Engine.__init__

    def remember(engine: Engine, *arguments: object) -> None:
        make(engine, *arguments)  # type: ignore[arg-type]
        assert engine._meter is not None
        engine._limits = attrs.evolve(engine.limits, always_taken=0)
        engine._meter._sample = lambda now: None  # type: ignore[method-assign]
        made.append(engine._meter)

    monkeypatch.setattr(Engine, "__init__", remember)
    return made


async def test_an_upgrade_is_refused_with_503_and_a_time(door: Door, meters: list[LoadMeter]) -> None:
    async with open_server(Settings(port=0, max_load=0.8)) as server, open_client(server.address, door) as client:
        await client.start()
        meters[0]._load = 0.9
        with pytest.raises(ConnectionRejected) as refused:
            async with open_websocket_url(url_of(server.address, door)):
                pytest.fail("not reached")
        assert refused.value.status_code == 503
        assert dict(refused.value.headers or ())[b"retry-after"] == b"5"
        assert b"% busy" in (refused.value.body or b"")
        await client.say(bytes(16_000))  # who is in, is in
        await client.say({"type": "stop"})
        await client.until("done")
        meters[0]._load = meters[0]._promised = 0.1
        async with open_client(server.address, door) as late:
            assert (await late.start())["type"] == "ready"


async def test_who_was_let_in_before_is_told_in_the_protocol(door: Door, meters: list[LoadMeter]) -> None:
    async with open_server(Settings(port=0, max_load=0.8)) as server, open_client(server.address, door) as client:
        await client.say({"type": "ping"})
        await client.hear()
        meters[0]._load = 0.9
        answer = await client.start()
        assert (answer["code"], answer["retry_after_s"]) == ("engine_overloaded", 5.0)
        _, code, _ = await client.rest()
        assert code == 1013


async def test_who_comes_back_adds_no_load(door: Door, meters: list[LoadMeter]) -> None:
    async with open_server(Settings(port=0, max_load=0.8)) as server:
        async with open_client(server.address, door) as client:
            token = (await client.start(resumable=True))["resume"]["token"]
            client.websocket._stream.socket.close()  # type: ignore[attr-defined]
        await trio.sleep(0.1)
        meters[0]._load = 0.9
        async with open_client(server.address, door) as client:
            assert (await client.start(resumable=True, resume={"token": token}))["resumed"]


async def test_a_full_server_says_when_to_try_again(door: Door) -> None:
    async with open_server(Settings(port=0, max_sessions=1)) as server, open_client(server.address, door) as client:
        await client.start()
        async with open_client(server.address, door) as other:
            assert (await other.start())["retry_after_s"] == 5.0
