"""Sessions that go on at another server, with a real Redis between them."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import trio

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings, serve
from chordwork.http.nodes.redis_store import open_cluster_store, open_redis
from chordwork.http.nodes.sealing import place_of
from chordwork.http.security.keys import digest_of, new_key
from chordwork.http.sockets.listeners import ServerAddress, open_listening_sockets
from chordwork.http.sockets.workers import WorkerGroup
from chordwork.http.testing import Door, RunningServer, WireClient, open_client, open_server
from tests.http.conversation.test_session_registry import SECOND, begin, finals, reset

TENTH = SECOND[: len(SECOND) // 10]


@asynccontextmanager
async def server_that_dies(settings: Settings, recognizers: Any = None) -> AsyncIterator[RunningServer]:
    """A server that is gone at once when the block ends, without a word to anybody."""
    async with open_server(settings, recognizers) as server:
        yield server


def sharing(redis: Any, **settings: Any) -> Settings:
    url = f"redis://127.0.0.1:{redis.port}/0"
    return Settings(port=0, redis_url=url, **{"checkpoint_s": 0.5, "max_load": 10.0, **settings})


async def come_back(client: WireClient, token: str) -> dict[str, Any]:
    return await client.start(resumable=True, acks="chunk", resume={"token": token, "finals": 0})


async def until_safe(client: WireClient, least_s: float) -> tuple[float, list[dict[str, Any]]]:
    """Until so much of the audio lies elsewhere; what was said until then."""
    said: list[dict[str, Any]] = []
    while True:
        await client.say(TENTH)
        while True:
            said.append(await client.hear())
            if said[-1]["type"] == "ack":
                break
        if said[-1].get("safe_s", 0.0) >= least_s:
            return said[-1]["safe_s"], said
        await trio.sleep(0.02)


async def test_a_session_goes_on_at_another_server(redis: Any, door: Door) -> None:
    await trio.to_thread.run_sync(redis)
    async with open_server(sharing(redis)) as other:
        async with server_that_dies(sharing(redis)) as first, open_client(first.address, door, timeout_s=60) as client:
            ready = await client.start(resumable=True, acks="chunk")
            assert ready["resume"]["checkpoint_s"] == 0.5
            safe_s, said = await until_safe(client, 2.0)
        known = len(finals(said))
        assert safe_s >= 2.0
        async with open_client(other.address, door, timeout_s=60) as client:
            token = ready["resume"]["token"]
            again = await client.start(resumable=True, acks="chunk", resume={"token": token, "finals": known})
            assert (again["resumed"], again["session"]) == (True, ready["session"])
            assert again["resume"] == ready["resume"]
            assert again["received_bytes"] >= int(safe_s * len(SECOND)) - 2
            await client.say(bytes(5 * len(SECOND) - again["received_bytes"]))
            await client.say({"type": "stop"})
            messages, code, _ = await client.rest()
    assert code == 1000
    assert finals([*said, *messages]) == list(range(10))
    ends = [message["end"] for message in [*said, *messages] if message.get("status") == "final"]
    assert ends == [0.5 * number for number in range(1, 11)]
    assert (messages[-1]["finals"], messages[-1]["received_s"]) == (10, 5.0)


async def test_a_final_that_the_client_has_already_is_not_said_twice(redis: Any) -> None:
    """The first server said more than it had put down when it died."""
    await trio.to_thread.run_sync(redis)
    async with open_server(sharing(redis)) as other:
        async with (
            server_that_dies(sharing(redis, checkpoint_s=3.0)) as first,
            open_client(first.address, "stream", timeout_s=60) as client,
        ):
            ready = await client.start(resumable=True, acks="chunk")
            _, said = await until_safe(client, 3.0)
            known = finals(said)
            await client.say(2 * SECOND)  # not enough for another snapshot
            while len(known) < 9:
                known += finals([await client.until("chord")])
        async with open_client(other.address, "stream", timeout_s=60) as client:
            resume = {"token": ready["resume"]["token"], "finals": len(known)}
            again = await client.start(resumable=True, acks="chunk", resume=resume)
            await client.say(bytes(7 * len(SECOND) - again["received_bytes"]))
            await client.say({"type": "stop"})
            messages, _, _ = await client.rest()
    assert [*known, *finals(messages)] == list(range(14))


async def test_who_lost_a_session_ends_it(redis: Any) -> None:
    """Both servers live; the client went from one to the other, and the first one still believes in it."""
    await trio.to_thread.run_sync(redis)
    recognizers = ScriptedRecognizers()
    async with (
        open_server(sharing(redis), recognizers) as first,
        open_server(sharing(redis)) as other,
        open_client(first.address, "stream", timeout_s=60) as stale,
    ):
        ready = await stale.start(resumable=True, acks="chunk")
        await until_safe(stale, 1.0)
        async with open_client(other.address, "stream", timeout_s=60) as client:
            again = await come_back(client, ready["resume"]["token"])
            assert again["resumed"]
            messages: list[dict[str, Any]] = []
            async with trio.open_nursery() as nursery:

                async def go_on() -> None:
                    while True:
                        await stale.say(TENTH)
                        await trio.sleep(0.02)

                nursery.start_soon(go_on)
                messages, code, _ = await stale.rest()
                nursery.cancel_scope.cancel()
            assert (messages[-1]["code"], code) == ("taken_over", 4011)
            with trio.fail_after(60):
                while not recognizers.made[0].closed:  # noqa: ASYNC110
                    await trio.sleep(0.005)
            await until_safe(client, 2.0)  # and the new owner's is the one that lies there
            reset(client)
        # … and when the client comes back to the first, that one has to ask for it again
        async with open_client(first.address, "stream", timeout_s=60) as client:
            assert (await come_back(client, ready["resume"]["token"]))["received_bytes"] >= 2 * len(SECOND)
    assert len(recognizers.made) == 2


async def test_a_server_that_goes_hands_its_sessions_over(redis: Any, door: Door) -> None:
    await trio.to_thread.run_sync(redis)
    async with open_server(sharing(redis)) as first, open_server(sharing(redis)) as other:
        await see_each_other(redis)
        async with open_client(first.address, door, timeout_s=60) as client:
            ready = await client.start(resumable=True, acks="chunk")
            safe_s, said = await until_safe(client, 1.0)
            first.shutdown.set()
            messages, code, _ = await client.rest()
            assert (messages[-1]["code"], code) == ("draining", 1012)
            assert "another" in messages[-1]["message"]
        with trio.fail_after(60):
            await first.stopped.wait()
        async with open_client(other.address, door, timeout_s=60) as client:
            resume = {"token": ready["resume"]["token"], "finals": len(finals([*said, *messages]))}
            again = await client.start(resumable=True, acks="chunk", resume=resume)
            assert again["resumed"]
            assert again["received_bytes"] >= int(safe_s * len(SECOND)) - 2


async def see_each_other(redis: Any) -> None:
    """Until two servers have read each other's notices: each puts up its own and reads in one go, once a second."""
    async with open_cluster_store(f"redis://127.0.0.1:{redis.port}/0") as shared:
        seen: set[bytes] = set()
        with trio.fail_after(60):
            while len(seen) < 6:
                seen.update(await shared.exchange_notices("nobody", None))
                await trio.sleep(0.05)


async def test_what_was_tampered_with_is_refused(redis: Any) -> None:
    await trio.to_thread.run_sync(redis)
    async with open_server(sharing(redis)) as other, open_redis(f"redis://127.0.0.1:{redis.port}/0") as store:
        tokens = []
        for _ in range(2):
            async with (
                server_that_dies(sharing(redis)) as first,
                open_client(first.address, "stream", timeout_s=60) as client,
            ):
                ready = await client.start(resumable=True, acks="chunk")
                await until_safe(client, 1.0)
                tokens.append(ready["resume"]["token"])
        places = [f"chordwork:session:{{{place_of(token)}}}" for token in tokens]
        state = await store.client.hget(places[0], "state")
        assert not any(token.encode() in state for token in tokens)
        await store.client.hset(places[1], {"state": state})  # another session's
        await store.client.hset(places[0], {"state": state[:-1] + bytes([state[-1] ^ 1])})
        for token in tokens:
            async with open_client(other.address, "stream", timeout_s=60) as client:
                answer = await come_back(client, token)
                assert answer["code"] == "resume_failed"
                assert "start anew" in answer["message"]


async def test_a_snapshot_of_another_recogniser_is_refused(redis: Any) -> None:
    """As one of another model's version is."""
    from chordwork.actors import bundled_recognizers

    await trio.to_thread.run_sync(redis)
    async with open_server(sharing(redis), bundled_recognizers()[0]) as other:
        async with (
            server_that_dies(sharing(redis)) as first,
            open_client(first.address, "stream", timeout_s=60) as client,
        ):
            ready = await client.start(resumable=True, acks="chunk")
            await until_safe(client, 1.0)
        for _ in range(2):
            async with open_client(other.address, "stream", timeout_s=60) as client:
                answer = await come_back(client, ready["resume"]["token"])
                assert answer["code"] == "resume_failed"
                assert "start anew" in answer["message"]
        async with open_client(other.address, "stream", timeout_s=60) as client:
            assert (await begin(client))["resumed"] is False


async def test_a_session_belongs_to_the_key_that_opened_it(redis: Any, tmp_path: Path) -> None:
    await trio.to_thread.run_sync(redis)
    mine, theirs = new_key(), new_key()
    keys = tmp_path / "keys"
    keys.write_text(f"mine {digest_of(mine)}\ntheirs {digest_of(theirs)}\n")
    async with open_server(sharing(redis, api_keys_file=str(keys))) as other:
        async with server_that_dies(sharing(redis, api_keys_file=str(keys))) as first:
            async with with_key(first, mine) as client:
                ready = await client.start(resumable=True, acks="chunk")
                await until_safe(client, 1.0)
                reset(client)
            async with with_key(first, theirs) as client:
                assert (await come_back(client, ready["resume"]["token"]))["code"] == "resume_failed"
        async with with_key(other, theirs) as client:
            assert (await come_back(client, ready["resume"]["token"]))["code"] == "resume_failed"
        async with with_key(other, mine) as client:
            assert (await come_back(client, ready["resume"]["token"]))["resumed"]


@asynccontextmanager
async def with_key(server: RunningServer, key: str) -> AsyncIterator[WireClient]:
    from trio_websocket import open_websocket_url

    url = server.address.stream_url
    assert url is not None
    headers = [("Authorization", f"Bearer {key}")]
    with trio.fail_after(60):
        async with open_websocket_url(url, extra_headers=headers, message_queue_size=64) as websocket:
            yield WireClient(websocket)


async def test_when_the_store_dies_sessions_go_on_and_are_safe_again_when_it_is_back(
    redis: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chordwork.http.nodes.circuit_breaker.PAUSE_S", 0.05)
    process = await trio.to_thread.run_sync(redis)
    async with (
        open_server(sharing(redis)) as server,
        open_client(server.address, "stream", timeout_s=120) as client,
    ):
        ready = await client.start(resumable=True, acks="chunk")
        _, said = await until_safe(client, 1.0)
        process.kill()
        process.wait()
        ack: dict[str, Any] = {"safe_s": 0.0}
        while "safe_s" in ack:  # until it is noticed
            await client.say(TENTH)
            said.append(await client.hear())
            ack = said[-1] if said[-1]["type"] == "ack" else ack
            await trio.sleep(0.01)
        async with open_client(server.address, "stream", timeout_s=60) as second:  # others still come in,
            assert (await begin(second))["type"] == "ready"
            reset(second)
        await trio.to_thread.run_sync(redis)
        back_s, more = await until_safe(client, 1.5)
        said += more
        await client.say({"type": "stop"})
        messages, code, _ = await client.rest()
        assert code == 1000
        assert back_s > 1.0
    indexes = finals([*said, *messages])
    assert indexes == list(range(len(indexes)))
    assert len(indexes) >= 3
    assert ready["resumed"] is False


async def test_a_session_of_a_worker_that_died_goes_on_at_another_worker(redis: Any, tmp_path: Path) -> None:
    await trio.to_thread.run_sync(redis)
    settings = sharing(redis, stream_port=0)

    async def work(index: int, *, task_status: trio.TaskStatus[tuple[ServerAddress, trio.CancelScope]]) -> None:
        with trio.CancelScope() as scope:
            async with trio.open_nursery() as serving:
                workers = WorkerGroup(index, await open_listening_sockets(settings), tmp_path)
                factory = ScriptedRecognizers()
                address = await serving.start(partial(serve, settings, recognizer_factory=factory, workers=workers))
                task_status.started((address, scope))

    async with trio.open_nursery() as nursery:
        first, dies = await nursery.start(work, 0)
        other, _ = await nursery.start(work, 1)
        async with open_client(first, "stream", timeout_s=60) as client:
            ready = await client.start(resumable=True, acks="chunk")
            await until_safe(client, 1.0)
            dies.cancel()
            await client.rest()
        assert ready["resume"]["token"].startswith("0.")
        with socket.socket(socket.AF_UNIX) as stale:  # what a process leaves behind that was killed
            stale.bind(str(tmp_path / "0.sock"))
        async with open_client(other, "stream", timeout_s=60) as client:
            assert (await come_back(client, ready["resume"]["token"]))["resumed"]
        nursery.cancel_scope.cancel()


async def test_without_a_store_nothing_is_promised() -> None:
    async with open_server(Settings(port=0)) as server, open_client(server.address, "stream") as client:
        ready = await client.start(resumable=True, acks="chunk")
        assert "checkpoint_s" not in ready["resume"]
        await client.say(SECOND)
        assert "safe_s" not in await client.until("ack")


async def test_who_is_turned_away_learns_where_there_is_room(redis: Any) -> None:
    await trio.to_thread.run_sync(redis)
    async with (
        open_server(sharing(redis, max_sessions=1)) as full,
        open_server(sharing(redis, advertised_url="wss://b.example/ws")),
        open_client(full.address, "stream", timeout_s=60) as one,
    ):
        await one.start()
        with trio.fail_after(60):
            while True:
                async with open_client(full.address, "stream", timeout_s=60) as other:
                    answer = await other.start()
                    _, code, _ = await other.rest()
                    assert (answer["code"], code) == ("engine_full", 1013)
                if "elsewhere" in answer:
                    break
                await trio.sleep(0.05)
        assert (answer["elsewhere"], answer["retry_after_s"]) == ("wss://b.example/ws", 0.5)


def test_a_token_says_nothing_of_where_its_session_lies() -> None:
    token = secrets.token_urlsafe(24)
    assert token not in json.dumps(place_of(token))
