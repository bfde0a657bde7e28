"""A server among others: what it shares with them, opened and closed with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import attrs
import trio

from chordwork.actors import Engine
from chordwork.http.nodes.checkpoints import CheckpointWriter
from chordwork.http.nodes.cluster_store import ClusterStore
from chordwork.http.nodes.neighbours import Neighbours, exchange_notices
from chordwork.http.nodes.redis_store import open_cluster_store
from chordwork.http.settings import Settings


@attrs.frozen
class Cluster:
    """What a server has of others.

    Attributes:
        store: where it lies.
        neighbours: the others.
        checkpoints: puts sessions down for them; None where the settings want none.
    """

    store: ClusterStore
    neighbours: Neighbours
    checkpoints: CheckpointWriter | None


@asynccontextmanager
async def open_cluster(settings: Settings, neighbours: Neighbours | None) -> AsyncIterator[Cluster | None]:
    """For the length of an ``async with`` block; None where the settings name no store.

    Raises:
        SettingsError: the store that they name is none.
    """
    if neighbours is None:
        yield None
        return
    async with open_cluster_store(settings.redis_url) as store, trio.open_nursery() as nursery:
        checkpoints: CheckpointWriter | None = None
        if settings.checkpoint_s > 0 and settings.resume_grace_s > 0:
            checkpoints = CheckpointWriter(store, ttl_s=settings.idle_timeout_s + settings.resume_grace_s)
            nursery.start_soon(checkpoints.run)
        yield Cluster(store, neighbours, checkpoints)
        if checkpoints is not None:
            await checkpoints.settle(trio.current_time() + settings.close_timeout_s)
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def announced(cluster: Cluster | None, engine: Engine, draining: trio.Event) -> AsyncIterator[None]:
    """Tell the others how much room there is, and hear it of them, for the length of an ``async with`` block."""

    def room() -> tuple[int, int]:
        statistics = engine.statistics()
        refuses = draining.is_set() or engine.refusal() is not None
        return statistics.sessions, 0 if refuses else statistics.max_sessions - statistics.sessions

    async with trio.open_nursery() as nursery:
        if cluster is not None:
            nursery.start_soon(exchange_notices, cluster.store, cluster.neighbours, room)
        yield
        nursery.cancel_scope.cancel()
