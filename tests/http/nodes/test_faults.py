"""Sessions that go on at another server, with a fault at every await of that: no final chord is lost on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import attrs
import trio

from chordwork.actors import EngineLimits, open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http.conversation.connection import open_connections
from chordwork.http.nodes.checkpoints import CheckpointWriter
from chordwork.http.nodes.cluster import Cluster
from chordwork.http.nodes.cluster_store import Kept, MemoryClusterStore, Ownership
from chordwork.http.nodes.neighbours import Neighbours
from chordwork.http.security.gate import Gate
from tests.faults import Steps, calling, cancelling, run, scope_of_test
from tests.http.conversation.test_faults import FINALS, SETTINGS, VICTIM, Player, Server, check_victim, quiet, said

__all__ = ["quiet", "said"]

SHARING = attrs.evolve(SETTINGS, checkpoint_s=0.5)
DIES_AT_S = 0.35


class SlowStore(MemoryClusterStore):
    """Whoever is cancelled while it waits does not know whether it was done: as over a network, answers may be lost."""

    async def save(self, place: str, ownership: Ownership, state: bytes, **more: Any) -> Kept:
        kept = await super().save(place, ownership, state, **more)
        await trio.sleep(0.01)
        return kept

    async def claim(self, place: str, version: int, owner: str, ttl_s: float) -> Ownership | None:
        claimed = await super().claim(place, version, owner, ttl_s)
        await trio.sleep(0.01)
        return claimed


@attrs.define(eq=False)
class Wanderer(Player):
    """Goes to the first server as long as it stands, and then to the other."""

    other: Server | None = None
    first_stands: bool = True

    async def _once(self, server: Server, stop: bool) -> None:
        if not self.first_stands:
            assert self.other is not None
            server = self.other
        await super()._once(server, stop)


@asynccontextmanager
async def open_node(store: MemoryClusterStore) -> AsyncIterator[Server]:
    """A server that shares a store, without its sockets."""
    recognizers, gate = ScriptedRecognizers(), Gate(SHARING)
    checkpoints = CheckpointWriter(store, ttl_s=1e4)
    cluster = Cluster(store, Neighbours(SHARING, clock=trio.current_time), checkpoints)
    limits = EngineLimits(max_sessions=8, mailbox_s=10.0)
    async with (
        open_engine(recognizer_factory=recognizers, limits=limits) as engine,
        trio.open_nursery() as writers,
    ):
        writers.start_soon(checkpoints.run)
        async with (
            open_connections(engine, SHARING, gate=gate, cluster=cluster) as connections,
            trio.open_nursery() as nursery,
        ):
            yield Server(nursery, engine, connections, gate, recognizers)
            nursery.cancel_scope.cancel()
        writers.cancel_scope.cancel()


async def moves(steps: Steps, *, dies: bool = False) -> Server:
    """A client that plays at one server, which dies, and goes on at the other.

    The fault is that the client loses its connection; or, with ``dies``, that the server dies at that moment already.
    """
    store = SlowStore()
    victim = Wanderer(VICTIM)
    async with open_node(store) as other, trio.open_nursery() as nursery:
        victim.other = other
        other.players[VICTIM] = victim
        first_scope, standing = trio.CancelScope(), trio.Event()
        first: list[Server] = []

        async def stand() -> None:
            with first_scope:
                async with open_node(store) as server:
                    first.append(server)
                    standing.set()
                    await trio.sleep_forever()

        def die() -> None:
            victim.first_stands = False
            first_scope.cancel()

        async def die_later() -> None:
            await trio.sleep(DIES_AT_S)
            die()

        nursery.start_soon(stand)
        await standing.wait()
        nursery.start_soon(die_later)
        steps.begin(die if dies else lambda: victim.scope.cancel())
        await victim.play(first[0])
        steps.end()
        await trio.sleep(SHARING.resume_grace_s + 1.0)
        nursery.cancel_scope.cancel()
        assert not other.connections.sessions._by_token
        assert other.engine.statistics().sessions == 0
        assert not store._entries, "a session that is over still lies there"
        for server in (*first, other):
            assert [made.closed for made in server.recognizers.made] == [1] * len(server.recognizers.made)
    return other


def test_without_a_fault_the_session_goes_on_elsewhere() -> None:
    other = run(moves, Steps(), 1)
    check_victim(other)
    assert other.victim.anew == 0
    assert other.connections.sessions.statistics().adopted == 1


@scope_of_test
def test_a_client_that_is_lost_again_anywhere_on_its_way_misses_nothing(most: int | None) -> None:
    for _, other in cancelling(moves, most):
        check_victim(other)
        assert other.victim.finals == FINALS


@scope_of_test
def test_a_server_may_die_at_any_moment_of_a_session(most: int | None) -> None:
    """Before the session was put down for the first time it begins anew; afterwards it goes on."""
    for _, other in calling(partial(moves, dies=True), most):
        check_victim(other)
        assert other.victim.anew <= 1
