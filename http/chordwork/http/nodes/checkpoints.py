"""Puts sessions down in what servers share, behind the back of those who play.

A session hands over a snapshot now and then, and never waits: of each session only the newest one waits to be written.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Final

import attrs
import msgspec
import structlog
import trio

from chordwork.http.nodes.circuit_breaker import StoreUnavailable
from chordwork.http.nodes.cluster_store import ClusterStore, Kept, Ownership, Record
from chordwork.http.nodes.sealing import Seal, place_of
from chordwork.http.wire.protocol import Json

WRITERS: Final = 2
"""Sessions written at once: while one waits for the store, another is packed."""
STATE: Final = b"state"
FINAL: Final = b"final"
_OWNER_BYTES: Final = 12

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen(eq=False)
class PendingCheckpoint:
    """A session as it is at one moment, to be packed when its turn comes.

    Attributes:
        pack: makes its state.
        count: final chords until then.
        finals_since: of these, those after the first so many; None if some of them are no longer there.
        consumed_bytes: audio that is in it.
    """

    pack: Callable[[], bytes]
    count: int
    finals_since: Callable[[int], Sequence[Json] | None]
    consumed_bytes: int


class SessionLease:
    """That a session is this server's, and what of it lies where others find it.

    Attributes:
        place: where that is.
        seal: of the session.
        ownership: by which it is ours.
        stored_finals: final chords that lie there; -1: none of ours.
        safe_bytes: audio that does not have to be sent again, should this server be gone; None while nobody can tell.
        taken: somebody else has the session now.
        watching: of whoever waits for that.
    """

    def __init__(
        self, token: str, ownership: Ownership | None = None, *, stored_finals: int = -1, safe_bytes: int = 0
    ) -> None:
        """Of a session that began here; or, with ``ownership``, was taken over."""
        self.place: Final = place_of(token)
        self.seal: Final = Seal(token)
        self.ownership = ownership or Ownership(new_owner())
        self.stored_finals = stored_finals
        self.safe_bytes: int | None = safe_bytes
        self.taken = trio.Event()
        self.watching: Final = trio.CancelScope()


def new_owner() -> str:
    """A name for a lease; nobody else has it."""
    return secrets.token_hex(_OWNER_BYTES)


@attrs.frozen
class CheckpointStatistics:
    """State of a :class:`CheckpointWriter`.

    Attributes:
        waiting: sessions that wait to be put down.
        kept: how often one was.
        replaced: snapshots that a newer one of their session replaced before their turn came.
        failed: how often the store could not be had.
        taken: sessions that turned out to be others' by then.
        size_bytes: written, of all.
    """

    waiting: int
    kept: int
    replaced: int
    failed: int
    taken: int
    size_bytes: int


class CheckpointWriter:
    """Saves the sessions of one server.

    Args:
        store: where.
        ttl_s: how long what was put down last is found.
    """

    def __init__(self, store: ClusterStore, *, ttl_s: float) -> None:
        self.store: Final = store
        self.ttl_s: Final = ttl_s
        self._waiting: dict[SessionLease, PendingCheckpoint | None] = {}  # None: it is over, and to be removed
        self._writing: set[SessionLease] = set()
        self._news = trio.lowlevel.ParkingLot()
        self._kept = self._replaced = self._failed = self._taken = self._size_bytes = 0

    def save(self, lease: SessionLease, pending: PendingCheckpoint) -> None:
        """Put a session down when its turn comes. Never waits."""
        if self._waiting.get(lease) is not None:
            self._replaced += 1
        self._waiting[lease] = pending
        self._news.unpark()

    def forget(self, lease: SessionLease) -> None:
        """The session is over. Never waits."""
        if not lease.taken.is_set():
            self._waiting[lease] = None
            self._news.unpark()

    async def run(self) -> None:
        """Write, until cancelled."""
        async with trio.open_nursery() as nursery:
            for _ in range(WRITERS):
                nursery.start_soon(self._write)

    async def settle(self, deadline: float) -> None:
        """Write what waits, before the server goes; no longer than until then."""
        with trio.move_on_at(deadline):
            while self._waiting or self._writing:
                await self._write_one()

    async def is_elsewhere(self, lease: SessionLease) -> bool:
        """Whether somebody else has taken the session over; False where nobody can tell."""
        try:
            owner = await self.store.owner(lease.place)
        except StoreUnavailable:
            return False
        if owner is None or owner == lease.ownership.owner:
            return False
        self._lose(lease)
        return True

    async def claim(self, lease: SessionLease, version: int) -> Ownership | None:
        """Take over a session of another server; None if it is not as it was at that version any more.

        Raises:
            StoreUnavailable: the store cannot be had.
        """
        return await self.store.claim(lease.place, version, lease.ownership.owner, self.ttl_s)

    def statistics(self) -> CheckpointStatistics:
        """What was put down so far."""
        return CheckpointStatistics(
            len(self._waiting), self._kept, self._replaced, self._failed, self._taken, self._size_bytes
        )

    async def _write(self) -> None:
        while True:
            await self._write_one()

    async def _write_one(self) -> None:
        """The one that has waited longest; a session is written once at a time, lest an older state come last."""
        lease = next((lease for lease in self._waiting if lease not in self._writing), None)
        if lease is None:
            return await self._news.park()
        pending = self._waiting.pop(lease)
        self._writing.add(lease)
        try:
            if pending is None:
                await self.store.forget(lease.place, lease.ownership.owner)
            else:
                await self._keep(lease, pending)
        except StoreUnavailable:
            self._failed += 1
            lease.safe_bytes = None
        except Exception:
            lease.safe_bytes = None
            _log.exception("a session could not be put down")
        finally:
            self._writing.discard(lease)
            self._news.unpark_all()
        return None

    async def _keep(self, lease: SessionLease, pending: PendingCheckpoint) -> None:
        if lease.taken.is_set():
            return
        state = lease.seal.close(STATE, pending.pack())
        said: Kept = "anew"
        if lease.stored_finals >= 0 and (finals := pending.finals_since(lease.stored_finals)) is not None:
            said = await self._send(lease, state, lease.stored_finals, finals, pending.count)
        if said == "anew":
            said = await self._send(lease, state, -1, pending.finals_since(0) or (), pending.count)
        if said == "taken":
            self._lose(lease)
        else:
            self._kept += 1
            lease.stored_finals, lease.safe_bytes = pending.count, pending.consumed_bytes

    async def _send(self, lease: SessionLease, state: bytes, before: int, finals: Sequence[Json], count: int) -> Kept:
        sealed = [lease.seal.close(FINAL, msgspec.msgpack.encode(final)) for final in finals]
        self._size_bytes += len(state) + sum(map(len, sealed))
        return await self.store.save(
            lease.place, lease.ownership, state, before=before, count=count, finals=sealed, ttl_s=self.ttl_s
        )

    def _lose(self, lease: SessionLease) -> None:
        if not lease.taken.is_set():
            self._taken += 1
            lease.taken.set()


def finals_of(record: Record, seal: Seal) -> list[Json] | None:
    """The final chords that lie there, oldest first; None if one is not of this session."""
    finals: list[Json] = []
    for sealed in record.finals:
        opened = seal.open(FINAL, sealed)
        if opened is None:
            return None
        finals.append(msgspec.msgpack.decode(opened))
    return finals
