"""One contract, kept by memory and by a real Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog
import trio

from chordwork.http import Settings
from chordwork.http.nodes.circuit_breaker import PAUSE_S, StoreUnavailable
from chordwork.http.nodes.cluster_store import MAX_FINALS, ClusterStore, MemoryClusterStore, Ownership
from chordwork.http.nodes.redis_store import open_cluster_store
from chordwork.http.testing import open_client, open_server

PLACE = "a" * 64
FIRST, SECOND = Ownership("first"), Ownership("second", 2)


@asynccontextmanager
async def opened(kind: str, redis: Any) -> AsyncIterator[ClusterStore]:
    if kind == "memory":
        yield MemoryClusterStore()
        return
    await trio.to_thread.run_sync(redis)
    async with open_cluster_store(f"redis://127.0.0.1:{redis.port}/0") as shared:
        yield shared


both = pytest.mark.parametrize("kind", ["memory", "redis"])


@both
async def test_what_is_put_down_is_found(kind: str, redis: Any) -> None:
    async with opened(kind, redis) as shared:
        assert await shared.load(PLACE) is None
        assert await shared.owner(PLACE) is None
        assert await shared.save(PLACE, FIRST, b"\0one", before=-1, count=2, finals=[b"f0", b"f1"], ttl_s=60) == "kept"
        found = await shared.load(PLACE)
        assert found is not None
        assert (found.state, found.finals, found.count, found.number) == (b"\0one", (b"f0", b"f1"), 2, 1)
        assert await shared.save(PLACE, FIRST, b"two", before=2, count=3, finals=[b"\xff2"], ttl_s=60) == "kept"
        assert await shared.save(PLACE, FIRST, b"three", before=3, count=3, finals=[], ttl_s=60) == "kept"
        found = await shared.load(PLACE)
        assert found is not None
        assert (found.state, found.finals, found.count) == (b"three", (b"f0", b"f1", b"\xff2"), 3)
        assert await shared.owner(PLACE) == "first"
        await shared.forget(PLACE, "second")
        assert await shared.owner(PLACE) == "first"
        await shared.forget(PLACE, "first")
        assert await shared.load(PLACE) is None


@both
async def test_where_chords_are_missing_all_are_wanted(kind: str, redis: Any) -> None:
    """As in a store that was emptied meanwhile."""
    async with opened(kind, redis) as shared:
        assert await shared.save(PLACE, FIRST, b"s", before=2, count=3, finals=[b"f2"], ttl_s=60) == "anew"
        assert await shared.load(PLACE) is None
        finals = [b"%d" % index for index in range(MAX_FINALS + 9)]
        assert await shared.save(PLACE, FIRST, b"s", before=-1, count=len(finals), finals=finals, ttl_s=60) == "kept"
        found = await shared.load(PLACE)
        assert found is not None
        assert (found.count, list(found.finals)) == (len(finals), finals[-MAX_FINALS:])
        assert await shared.save(PLACE, FIRST, b"t", before=5, count=6, finals=[b"f"], ttl_s=60) == "anew"
        assert await shared.save(PLACE, FIRST, b"t", before=-1, count=1, finals=[b"f"], ttl_s=60) == "kept"
        found = await shared.load(PLACE)
        assert found is not None
        assert (found.count, found.finals) == (1, (b"f",))


@both
async def test_a_session_has_one_owner(kind: str, redis: Any) -> None:
    async with opened(kind, redis) as shared:
        await shared.save(PLACE, FIRST, b"old", before=-1, count=0, finals=[], ttl_s=60)
        found = await shared.load(PLACE)
        assert found is not None
        assert await shared.claim(PLACE, found.version, "second", 60) == SECOND
        assert await shared.save(PLACE, FIRST, b"late", before=0, count=1, finals=[b"x"], ttl_s=60) == "taken"
        await shared.forget(PLACE, "first")
        assert await shared.save(PLACE, SECOND, b"new", before=0, count=1, finals=[b"f0"], ttl_s=60) == "kept"
        now = await shared.load(PLACE)
        assert now is not None
        assert (now.state, now.finals, now.number) == (b"new", (b"f0",), 2)
        assert await shared.claim(PLACE, found.version, "third", 60) is None  # it has changed since it was looked at


@both
async def test_of_two_who_come_for_it_at_once_one_has_it(kind: str, redis: Any) -> None:
    async with opened(kind, redis) as shared:
        await shared.save(PLACE, FIRST, b"s", before=-1, count=0, finals=[], ttl_s=60)
        found = await shared.load(PLACE)
        assert found is not None
        taken: list[Ownership | None] = []

        async def take(owner: str) -> None:
            taken.append(await shared.claim(PLACE, found.version, owner, 60))

        async with trio.open_nursery() as nursery:
            for owner in ("second", "third", "fourth"):
                nursery.start_soon(take, owner)
        assert sum(ownership is not None for ownership in taken) == 1


@both
async def test_after_the_store_was_emptied_the_later_owner_counts(kind: str, redis: Any) -> None:
    async with opened(kind, redis) as shared:
        await shared.save(
            PLACE, FIRST, b"stale", before=-1, count=0, finals=[], ttl_s=60
        )  # the one that was taken from
        assert await shared.save(PLACE, SECOND, b"right", before=-1, count=0, finals=[], ttl_s=60) == "kept"
        assert await shared.save(PLACE, FIRST, b"stale", before=0, count=0, finals=[], ttl_s=60) == "taken"


@both
async def test_nothing_lies_for_ever(kind: str, redis: Any) -> None:
    async with opened(kind, redis) as shared:
        await shared.save(PLACE, FIRST, b"s", before=-1, count=1, finals=[b"f"], ttl_s=0.01)
        with trio.fail_after(60):
            while await shared.load(PLACE) is not None:  # noqa: ASYNC110 - that is what is tested
                await trio.sleep(0.01)
        assert await shared.save(PLACE, FIRST, b"s", before=1, count=1, finals=[], ttl_s=60) == "anew"


@both
async def test_who_is_there(kind: str, redis: Any) -> None:
    async with opened(kind, redis) as shared:
        assert await shared.exchange_notices("a", b"of a") == ()
        assert await shared.exchange_notices("b", b"of b") == (b"of a",)
        assert await shared.exchange_notices("a", b"newer") == (b"of b",)
        assert sorted(await shared.exchange_notices("c", b"of c")) == [b"newer", b"of b"]
        assert sorted(await shared.exchange_notices("a", None)) == [b"of b", b"of c"]
        assert await shared.exchange_notices("b", b"of b") == (b"of c",)


async def test_a_store_that_dies_is_left_alone_for_a_while(redis: Any, autojump_clock: Any) -> None:
    process = redis()
    with structlog.testing.capture_logs() as log:
        async with open_cluster_store(f"redis://127.0.0.1:{redis.port}/0") as shared:
            process.kill()
            process.wait()
            for _ in range(3):
                with pytest.raises(StoreUnavailable):
                    await shared.owner(PLACE)
            assert (shared.errors, shared.works) == (1, False)
            await trio.sleep(PAUSE_S)
            with pytest.raises(StoreUnavailable):
                await shared.owner(PLACE)
            assert shared.errors == 2
    assert len([line for line in log if "sessions do not survive" in line["event"]]) == 1


async def test_a_store_that_comes_back_is_used_again(redis: Any) -> None:
    process = await trio.to_thread.run_sync(redis)
    async with open_cluster_store(f"redis://127.0.0.1:{redis.port}/0") as shared:
        await shared.save(PLACE, FIRST, b"s", before=-1, count=1, finals=[b"f"], ttl_s=60)
        process.kill()
        process.wait()
        with pytest.raises(StoreUnavailable):
            await shared.save(PLACE, FIRST, b"s", before=1, count=1, finals=[], ttl_s=60)
        await trio.to_thread.run_sync(redis)
        shared._asking._paused_until = 0.0  # type: ignore[attr-defined]  # as if the pause were over
        assert await shared.save(PLACE, FIRST, b"s", before=1, count=1, finals=[], ttl_s=60) == "anew"
        assert shared.works


async def test_a_store_that_is_slow_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes back to a session is told to try again, and not that there is none."""
    monkeypatch.setattr("chordwork.http.nodes.redis_store.TIMEOUT_S", 0.1)
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listeners[0].socket.getsockname()[1]
    async with trio.open_nursery() as nursery:

        async def silent(stream: trio.SocketStream) -> None:
            await trio.sleep_forever()

        nursery.start_soon(trio.serve_listeners, silent, listeners)
        async with open_cluster_store(f"redis://127.0.0.1:{port}/0") as shared:
            for _ in range(2):
                with pytest.raises(StoreUnavailable) as unavailable:
                    await shared.owner(PLACE)
                assert unavailable.value.is_slow
            assert (shared.errors, shared.works) == (2, False)
        async with (
            open_server(Settings(port=0, redis_url=f"redis://127.0.0.1:{port}/0")) as server,
            open_client(server.address, "stream", timeout_s=60) as client,
        ):
            await client.start(resumable=True, resume={"token": "x" * 32, "finals": 0})
            _, code, _ = await client.rest()
            assert code == 1013
        nursery.cancel_scope.cancel()
