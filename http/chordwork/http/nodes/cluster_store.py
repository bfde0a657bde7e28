"""What servers share, as an interface; and alone, or within one process, as memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, Protocol

import attrs
import trio

Kept = Literal["kept", "anew", "taken"]
"""What became of a record: it is kept; the final chords before it are wanted, too; or somebody else has the session."""
MAX_FINALS: Final = 512
"""Final chords of a session that are kept."""
NOTICE_S: Final = 5.0
"""So long a notice stands that is not renewed."""


@attrs.frozen
class Ownership:
    """Who has a session: the one with the highest number.

    Attributes:
        owner: of one lease of a session at one server; nobody else has it.
        number: of the lease, from 1; each that takes the session over has one more.
    """

    owner: str
    number: int = 1


@attrs.frozen
class Record:
    """A session as it was put down.

    Attributes:
        state: sealed.
        count: final chords that were said until then.
        finals: the last of them, sealed each, oldest first.
        number: of the lease that put it down.
        version: of the record: how often it was put down.
    """

    state: bytes = attrs.field(repr=False)
    count: int
    finals: tuple[bytes, ...] = attrs.field(repr=False)
    number: int
    version: int


class ClusterStore(Protocol):
    """What a server has of others, and they of it. All but the properties raise ``Unavailable`` where it cannot be."""

    @property
    def works(self) -> bool:
        """Whether it could be had the last time."""
        ...

    @property
    def errors(self) -> int:
        """How often it could not."""
        ...

    async def save(
        self,
        place: str,
        ownership: Ownership,
        state: bytes,
        *,
        before: int,
        count: int,
        finals: Sequence[bytes],
        ttl_s: float,
    ) -> Kept:
        """Put a session down, in the place of what was there.

        Args:
            place: of the session.
            ownership: whose it is.
            state: sealed.
            before: final chords that were said when it was put down last; -1: forget what lies there.
            count: that were said until now.
            finals: the last of them, those after ``before``.
            ttl_s: for how long.
        """
        ...

    async def load(self, place: str) -> Record | None:
        """What lies there."""
        ...

    async def owner(self, place: str) -> str | None:
        """Whose it is; None where nothing lies."""
        ...

    async def claim(self, place: str, version: int, owner: str, ttl_s: float) -> Ownership | None:
        """Take a session over; None if it is not as it was at that version any more."""
        ...

    async def forget(self, place: str, owner: str) -> None:
        """Remove a session that is over, if it is still one's own."""
        ...

    async def exchange_notices(self, node: str, notice: bytes | None) -> tuple[bytes, ...]:
        """Put up one's own notice, or take it down (None), and read those of the others that stand."""
        ...


@attrs.define
class _Entry:
    owner: str
    number: int
    state: bytes
    finals: list[bytes]
    count: int
    version: int
    until: float


class MemoryClusterStore:
    """Within one process: the default of a server that is alone, and for tests of several."""

    @property
    def works(self) -> bool:
        """Always."""
        return True

    @property
    def errors(self) -> int:
        """None."""
        return 0

    def __init__(self, *, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or trio.current_time
        self._entries: dict[str, _Entry] = {}
        self._notices: dict[str, tuple[bytes, float]] = {}

    async def save(
        self,
        place: str,
        ownership: Ownership,
        state: bytes,
        *,
        before: int,
        count: int,
        finals: Sequence[bytes],
        ttl_s: float,
    ) -> Kept:
        """Put a session down."""
        await trio.lowlevel.checkpoint()
        entry = self._entry(place)
        if entry is not None and entry.owner != ownership.owner and entry.number >= ownership.number:
            return "taken"
        known = [] if entry is None or before < 0 else entry.finals
        if before >= 0 and (entry is None or entry.count != before):
            return "anew"
        self._entries[place] = _Entry(
            ownership.owner,
            ownership.number,
            state,
            [*known, *finals][-MAX_FINALS:],
            count,
            1 if entry is None else entry.version + 1,
            self._clock() + ttl_s,
        )
        return "kept"

    async def load(self, place: str) -> Record | None:
        """What lies there."""
        await trio.lowlevel.checkpoint()
        entry = self._entry(place)
        if entry is None:
            return None
        return Record(entry.state, entry.count, tuple(entry.finals), entry.number, entry.version)

    async def owner(self, place: str) -> str | None:
        """Whose it is."""
        await trio.lowlevel.checkpoint()
        entry = self._entry(place)
        return None if entry is None else entry.owner

    async def claim(self, place: str, version: int, owner: str, ttl_s: float) -> Ownership | None:
        """Take it over."""
        await trio.lowlevel.checkpoint()
        entry = self._entry(place)
        if entry is None or entry.version != version:
            return None
        entry.owner, entry.number, entry.version = owner, entry.number + 1, entry.version + 1
        entry.until = self._clock() + ttl_s
        return Ownership(owner, entry.number)

    async def forget(self, place: str, owner: str) -> None:
        """Remove it."""
        await trio.lowlevel.checkpoint()
        entry = self._entry(place)
        if entry is not None and entry.owner == owner:
            del self._entries[place]

    async def exchange_notices(self, node: str, notice: bytes | None) -> tuple[bytes, ...]:
        """Put up a notice, and read the others."""
        await trio.lowlevel.checkpoint()
        now = self._clock()
        if notice is None:
            self._notices.pop(node, None)
        else:
            self._notices[node] = notice, now + NOTICE_S
        return tuple(text for name, (text, until) in self._notices.items() if name != node and until > now)

    def _entry(self, place: str) -> _Entry | None:
        entry = self._entries.get(place)
        if entry is not None and entry.until <= self._clock():
            del self._entries[place]
            return None
        return entry
