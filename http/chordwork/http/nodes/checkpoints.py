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
    """A session's stay at this server, and what of it lies where others find it.

    Attributes:
        place: where that is.
        seal: of the session.
        ownership: by which it is ours.
        lies: final chords that lie there; -1: none of ours.
        safe_bytes: audio that does not have to be sent again, should this server be gone; None while nobody can tell.
        taken: somebody else has the session now.
    """

    def __init__(self, token: str, ownership: Ownership | None = None, *, lies: int = -1, safe_bytes: int = 0) -> None:
        """Of a session that began here; or, with ``ownership``, was taken over."""
        self.place: Final = place_of(token)
        self.seal: Final = Seal(token)
        self.ownership = ownership or Ownership(new_owner())
        self.lies = lies
        self.safe_bytes: int | None = safe_bytes
        self.taken = trio.Event()


def new_owner() -> str:
    """A name for a stay; nobody else has it."""
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
    """Puts down the sessions of one server.

    Args:
        shared: where.
        ttl_s: how long what was put down last is found.
    """

    def __init__(self, shared: ClusterStore, *, ttl_s: float) -> None:
        self.shared: Final = shared
        self.ttl_s: Final = ttl_s
        self._waiting: dict[SessionLease, PendingCheckpoint | None] = {}  # None: it is over, and to be removed
        self._writing: set[SessionLease] = set()
        self._news = trio.lowlevel.ParkingLot()
        self._kept = self._replaced = self._failed = self._taken = self._size_bytes = 0

    def put_down(self, stay: SessionLease, parcel: PendingCheckpoint) -> None:
        """Put a session down when its turn comes. Never waits."""
        if self._waiting.get(stay) is not None:
            self._replaced += 1
        self._waiting[stay] = parcel
        self._news.unpark()

    def forget(self, stay: SessionLease) -> None:
        """The session is over. Never waits."""
        if not stay.taken.is_set():
            self._waiting[stay] = None
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

    async def is_elsewhere(self, stay: SessionLease) -> bool:
        """Whether somebody else has taken the session over; False where nobody can tell."""
        try:
            owner = await self.shared.owner(stay.place)
        except StoreUnavailable:
            return False
        if owner is None or owner == stay.ownership.owner:
            return False
        self._lose(stay)
        return True

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
        stay = next((stay for stay in self._waiting if stay not in self._writing), None)
        if stay is None:
            return await self._news.park()
        parcel = self._waiting.pop(stay)
        self._writing.add(stay)
        try:
            if parcel is None:
                await self.shared.forget(stay.place, stay.ownership.owner)
            else:
                await self._keep(stay, parcel)
        except StoreUnavailable:
            self._failed += 1
            stay.safe_bytes = None
        except Exception:
            stay.safe_bytes = None
            _log.exception("a session could not be put down")
        finally:
            self._writing.discard(stay)
            self._news.unpark_all()
        return None

    async def _keep(self, stay: SessionLease, parcel: PendingCheckpoint) -> None:
        if stay.taken.is_set():
            return
        state = stay.seal.close(STATE, parcel.pack())
        said: Kept = "anew"
        if stay.lies >= 0 and (finals := parcel.finals_since(stay.lies)) is not None:
            said = await self._send(stay, state, stay.lies, finals, parcel.count)
        if said == "anew":
            said = await self._send(stay, state, -1, parcel.finals_since(0) or (), parcel.count)
        if said == "taken":
            self._lose(stay)
        else:
            self._kept += 1
            stay.lies, stay.safe_bytes = parcel.count, parcel.consumed_bytes

    async def _send(self, stay: SessionLease, state: bytes, before: int, finals: Sequence[Json], count: int) -> Kept:
        sealed = [stay.seal.close(FINAL, msgspec.msgpack.encode(final)) for final in finals]
        self._size_bytes += len(state) + sum(map(len, sealed))
        return await self.shared.keep(
            stay.place, stay.ownership, state, before=before, count=count, finals=sealed, ttl_s=self.ttl_s
        )

    def _lose(self, stay: SessionLease) -> None:
        if not stay.taken.is_set():
            self._taken += 1
            stay.taken.set()


def finals_of(record: Record, seal: Seal) -> list[Json] | None:
    """The final chords that lie there, oldest first; None if one is not of this session."""
    finals: list[Json] = []
    for sealed in record.finals:
        opened = seal.open(FINAL, sealed)
        if opened is None:
            return None
        finals.append(msgspec.msgpack.decode(opened))
    return finals
