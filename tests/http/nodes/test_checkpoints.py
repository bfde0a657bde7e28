"""Sessions that are put down behind the back of those who play."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import trio

from chordwork.http.nodes.checkpoints import CheckpointWriter, PendingCheckpoint, SessionLease, finals_of
from chordwork.http.nodes.circuit_breaker import StoreUnavailable
from chordwork.http.nodes.cluster_store import Kept, MemoryClusterStore


class SlowShared(MemoryClusterStore):
    """Each write takes a while, the earlier ones longer."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[bytes] = []
        self.at_once = 0
        self.fails = False
        self._under_way = 0

    async def save(self, place: str, *arguments: Any, **options: Any) -> Kept:
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        try:
            await trio.sleep(1.0 / (1 + len(self.states)))
            if self.fails:
                raise StoreUnavailable
            self.states.append(arguments[1][32:])
            return await super().save(place, *arguments, **options)
        finally:
            self._under_way -= 1


@asynccontextmanager
async def keeping() -> AsyncIterator[tuple[CheckpointWriter, SlowShared]]:
    shared = SlowShared()
    keeper = CheckpointWriter(shared, ttl_s=1000)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(keeper.run)
        yield keeper, shared
        nursery.cancel_scope.cancel()


FINALS = [{"index": index} for index in range(10)]


def pending(number: int, count: int = 0) -> PendingCheckpoint:
    return PendingCheckpoint(lambda: b"%d" % number, count, lambda since: FINALS[since:count], 1000 * number)


async def test_of_a_session_only_the_newest_snapshot_waits_and_none_overtakes(autojump_clock: Any) -> None:
    async with keeping() as (keeper, shared):
        lease = SessionLease("token")
        for number in range(1, 6):
            keeper.save(lease, pending(number))
            await trio.sleep(0.01)
        await trio.sleep(10)
        assert shared.states == [b"1", b"5"]
        assert (shared.at_once, lease.safe_bytes) == (1, 5000)
        assert (keeper.statistics().kept, keeper.statistics().replaced) == (2, 3)


async def test_others_are_written_meanwhile(autojump_clock: Any) -> None:
    async with keeping() as (keeper, shared):
        leases = [SessionLease(f"token {number}") for number in range(4)]
        for number, lease in enumerate(leases):
            keeper.save(lease, pending(number + 1))
        await trio.sleep(10)
        assert shared.at_once == 2
        assert [lease.safe_bytes for lease in leases] == [1000, 2000, 3000, 4000]


async def test_each_final_is_written_once(autojump_clock: Any) -> None:
    async with keeping() as (keeper, shared):
        lease = SessionLease("token")
        for number, count in ((1, 2), (2, 2), (3, 5)):
            keeper.save(lease, pending(number, count))
            await trio.sleep(10)
        record = await shared.load(lease.place)
        assert record is not None
        assert (record.count, finals_of(record, lease.seal)) == (5, FINALS[:5])
        await shared.forget(lease.place, lease.ownership.owner)  # the store was emptied: all are needed again
        keeper.save(lease, pending(4, 6))
        await trio.sleep(10)
        record = await shared.load(lease.place)
        assert record is not None
        assert (record.count, finals_of(record, lease.seal)) == (6, FINALS[:6])


async def test_nothing_is_called_safe_while_the_store_fails(autojump_clock: Any) -> None:
    async with keeping() as (keeper, shared):
        lease = SessionLease("token")
        keeper.save(lease, pending(1))
        await trio.sleep(10)
        shared.fails = True
        keeper.save(lease, pending(2))
        await trio.sleep(10)
        assert (lease.safe_bytes, keeper.statistics().failed) == (None, 1)
        shared.fails = False
        keeper.save(lease, pending(3))
        await trio.sleep(10)
        assert lease.safe_bytes == 3000


async def test_what_is_over_is_removed_and_what_was_taken_is_not(autojump_clock: Any) -> None:
    async with keeping() as (keeper, shared):
        over, taken = SessionLease("over"), SessionLease("taken")
        for lease in (over, taken):
            keeper.save(lease, pending(1))
        await trio.sleep(10)
        record = await shared.load(taken.place)
        assert record is not None
        assert await shared.claim(taken.place, record.version, "somebody else", 1000)
        keeper.save(taken, pending(2))
        keeper.forget(over)
        await keeper.settle(trio.current_time() + 10)
        assert taken.taken.is_set()
        keeper.forget(taken)
        await trio.sleep(10)
        assert await shared.load(over.place) is None
        assert await shared.owner(taken.place) == "somebody else"
