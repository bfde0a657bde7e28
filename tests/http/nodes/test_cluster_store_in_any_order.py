"""The store of sessions, in memory and in a real Redis, by one machine and one model: every deed is done to all three.

* They answer alike, whatever was done before: same records, same owners, same refusals.
* A session has one owner at a time; numbers of leases and versions only go up; who was taken from changes nothing more.
* Final chords are kept in order, without a gap or a repetition, the last so many of them; where some are missing all
  are asked for.
* What has expired, or was lost with the store, is as if it had never been.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from typing import Any, Final

import attrs
import trio
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chordwork.http.nodes.cluster_store import MAX_FINALS, ClusterStore, MemoryClusterStore, Ownership, Record
from chordwork.http.nodes.redis_store import RedisClusterStore, _keys, open_redis
from tests.trio_beside import Loop, trio_beside

OWNERS: Final = ("first", "second", "third")
PLACES: Final = (0, 1)
MACHINES: Final = itertools.count()
TTL_S: Final = 3600.0


@attrs.define
class Kept:
    """What lies in a place."""

    owner: str
    number: int
    state: bytes
    finals: list[bytes]
    count: int
    version: int

    @property
    def record(self) -> Record:
        return Record(self.state, self.count, tuple(self.finals), self.number, self.version)


class Stores(RuleBasedStateMachine):
    """Two stores, and what they should hold."""

    loop: Loop
    client: Any

    @initialize()
    def begin(self) -> None:
        number = next(MACHINES)
        self.places = [f"{number:032x}{place:032x}" for place in PLACES]
        self.now = 0.0
        self.memory = MemoryClusterStore(clock=lambda: self.now)
        self.redis = RedisClusterStore(self.client, shown_url="redis://here")
        self.model: dict[int, Kept] = {}
        self.leases = {owner: dict.fromkeys(PLACES, 1) for owner in OWNERS}
        self.seen: dict[int, tuple[int, int]] = {}  # highest number and version since the place was empty
        self.said = itertools.count()

    @rule(place=st.sampled_from(PLACES), new=st.lists(st.integers(0, 3), min_size=1, max_size=4))
    def go_on(self, place: int, new: list[int]) -> None:
        """Whoever has it puts down what is new, some times over."""
        if place not in self.model:
            self._save(place, OWNERS[0], -1, 0, [])
        for count in new:
            kept = self.model[place]
            finals = [b"%d" % next(self.said) for _ in range(count)]
            self._save(place, kept.owner, kept.count, kept.count + count, finals)

    @rule(place=st.sampled_from(PLACES), owner=st.sampled_from(OWNERS), new=st.integers(0, 3), behind=st.integers(0, 1))
    def save(self, place: int, owner: str, new: int, behind: int) -> None:
        kept = self.model.get(place)
        before = max(0, (kept.count if kept else 0) - behind)
        self._save(place, owner, before, before + new, [b"%d" % next(self.said) for _ in range(new)])

    @rule(place=st.sampled_from(PLACES), owner=st.sampled_from(OWNERS), new=st.sampled_from([0, 2, MAX_FINALS + 5]))
    def save_all_anew(self, place: int, owner: str, new: int) -> None:
        self._save(place, owner, -1, new, [b"%d" % next(self.said) for _ in range(new)])

    @rule(place=st.sampled_from(PLACES), owner=st.sampled_from(OWNERS), old=st.sampled_from([0, 0, 1]))
    def claim(self, place: int, owner: str, old: int) -> None:
        kept = self.model.get(place)
        version = (kept.version if kept else 1) - old
        wanted: Ownership | None = None
        if kept is not None and kept.version == version:
            kept.owner, kept.number, kept.version = owner, kept.number + 1, kept.version + 1
            wanted = Ownership(owner, kept.number)
            self.leases[owner][place] = kept.number
        self._both(place, lambda store, where: store.claim(where, version, owner, TTL_S), wanted)

    @rule(place=st.sampled_from(PLACES), owners=st.permutations(OWNERS))
    def claim_at_once(self, place: int, owners: list[str]) -> None:
        """One of them has it, in each store; which one, is told to the other by a claim of its own."""
        kept = self.model.get(place)
        if kept is None:
            return
        version = kept.version

        async def all_claim(store: ClusterStore, where: str) -> int:
            won: list[Ownership] = []

            async def claim(owner: str) -> None:
                if (ownership := await store.claim(where, version, owner, TTL_S)) is not None:
                    won.append(ownership)

            async with trio.open_nursery() as nursery:
                for owner in owners:
                    nursery.start_soon(claim, owner)
            assert {each.number for each in won} == {kept.number + 1}
            return len(won)

        self._both(place, all_claim, 1)
        kept.number, kept.version = kept.number + 1, kept.version + 1
        self.leases[owners[0]][place] = kept.number + 1
        again = version + 1
        self._both(place, lambda store, where: store.claim(where, again, owners[0], TTL_S),
                   Ownership(owners[0], kept.number + 1))  # fmt: skip
        kept.owner, kept.number, kept.version = owners[0], kept.number + 1, kept.version + 1

    @rule(place=st.sampled_from(PLACES), owner=st.sampled_from(OWNERS), how=st.sampled_from(["over", "late", "lost"]))
    def end(self, place: int, owner: str, how: str) -> None:
        """It is over, or its time is, or the store was started anew, or had to make room."""
        if how == "late":
            self.now += TTL_S + 1.0
            self.loop.run(self._expire)
            for each in PLACES:
                self._emptied(each)
        elif how == "lost":
            self.loop.run(self._lose, place)
            self._emptied(place)
        else:
            if (kept := self.model.get(place)) is not None and kept.owner == owner:
                self._emptied(place)
            self._both(place, lambda store, where: store.forget(where, owner), None)

    async def _expire(self) -> None:
        for place in self.places:
            for key in _keys(place):
                await self.client.pexpireat(key, 1)

    async def _lose(self, place: int) -> None:
        await self.client.delete(_keys(self.places[place]))
        self.memory._entries.pop(self.places[place], None)

    @invariant()
    def they_hold_the_same(self) -> None:
        if not hasattr(self, "model"):
            return
        for place in PLACES:
            kept = self.model.get(place)
            self._both(place, lambda store, where: store.load(where), kept and kept.record)
            self._both(place, lambda store, where: store.owner(where), kept and kept.owner)
            if kept is not None:
                assert len(kept.finals) == min(kept.count, len(kept.finals)) <= MAX_FINALS
                now = kept.number, kept.version
                older = self.seen.get(place, (0, 0))
                assert now[0] >= older[0]
                assert now[1] >= older[1]
                self.seen[place] = now

    def _save(self, place: int, owner: str, before: int, count: int, finals: list[bytes]) -> None:
        kept, number, state = self.model.get(place), self.leases[owner][place], b"state %d" % next(self.said)
        answer = "kept"
        if kept is not None and kept.owner != owner and kept.number >= number:
            answer = "taken"
        elif before >= 0 and (kept is None or kept.count != before):
            answer = "anew"
        else:
            known = kept.finals if kept is not None and before >= 0 else []
            version = kept.version + 1 if kept is not None else 1
            self.model[place] = Kept(owner, number, state, [*known, *finals][-MAX_FINALS:], count, version)
        ownership = Ownership(owner, number)
        self._both(
            place,
            lambda store, where: store.save(
                where, ownership, state, before=before, count=count, finals=finals, ttl_s=TTL_S
            ),
            answer,
        )

    def _emptied(self, place: int) -> None:
        self.model.pop(place, None)
        self.seen.pop(place, None)

    def _both(self, place: int, deed: Callable[[ClusterStore, str], Awaitable[Any]], wanted: Any) -> None:
        where = self.places[place]
        for store in (self.memory, self.redis):
            assert self.loop.run(deed, store, where) == wanted, type(store).__name__


def test_both_stores_in_any_order(redis: Any) -> None:
    redis()
    with trio_beside() as loop:
        opened = trio.Event()
        over = trio.Event()
        found: list[Any] = []

        async def hold() -> None:
            async with open_redis(f"redis://127.0.0.1:{redis.port}/0") as shared:
                found.append(shared.client)
                opened.set()
                await over.wait()

        async def start() -> None:
            loop.nursery.start_soon(hold)
            await opened.wait()

        async def stop() -> None:
            over.set()

        loop.run(start)

        class Here(Stores):
            pass

        Here.loop, Here.client = loop, found[0]
        run_state_machine_as_test(Here, settings=settings(stateful_step_count=25))  # type: ignore[no-untyped-call]
        loop.run(stop)
