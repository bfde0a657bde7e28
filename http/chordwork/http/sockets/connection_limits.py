"""The open sockets of one port: whose they are, and who goes when there are too many.

A socket is idle between requests, and until the head of its first one is there: it costs its owner nothing to hold, and
everybody else a slot. So where an address has as many as it may, or the port as many as it takes, the one that has
been idle longest makes room; sockets in use stay, and then it is the newcomer who goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs
import structlog
import trio

from chordwork.http.addressing.addresses import neighbourhood_of
from chordwork.http.security.buckets import TokenBuckets
from chordwork.http.security.gate import Refusal
from chordwork.http.security.limits import Shares
from chordwork.http.settings import Settings

SOCKETS_PER_CONNECTION: Final = 2
"""Sockets that may be open for each allowed connection: room for those in their opening or closing handshake, so that
even one client too many is told. More are dropped at once."""
CONNECTIONS_PER_REQUEST: Final = 2
"""Sockets that an address may open for each request that it may send."""
RETRY_S: Final = 5.0
LOGGED_EVERY_S: Final = 1.0
SLOT_KEY: Final = "chordwork.socket_slot"
"""Key in the ASGI ``state`` of a connection: its :class:`SocketSlot`."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen
class ConnectionLimitsStatistics:
    """State of a :class:`ConnectionLimits`.

    Attributes:
        open: sockets open now.
        idle: of them, those that nobody asks anything on.
        made_room: sockets ever closed for others, having been idle longest.
        turned_away: sockets ever refused.
    """

    open: int
    idle: int
    made_room: int
    turned_away: int


class SocketSlot:
    """An open socket among those of its port; made by :meth:`ConnectionLimits.admit` only. It is idle at first."""

    def __init__(self, limits: ConnectionLimits, owner: str, close: Callable[[], None]) -> None:
        self._limits = limits
        self._peer: Final = owner
        self.owner = owner
        self.close: Final = close

    def busy(self) -> None:
        """A request has come."""
        self._limits._idle.pop(self, None)

    def idle(self) -> None:
        """The last request is answered."""
        self._limits._rest(self)

    def speaks_for(self, address: str) -> None:
        """Count it under the address behind a proxy, until it is idle again.

        Raises:
            Refusal: that address has as many sockets as it may.
        """
        self._limits._rename(self, neighbourhood_of(address))

    def leave(self) -> None:
        """The socket is closed. Harmless when repeated."""
        self._limits._forget(self)


class ConnectionLimits:
    """The sockets of one port.

    Args:
        settings: how many there may be, and of one address.
        reason: for the log, why some are turned away.
    """

    def __init__(self, settings: Settings, reason: str) -> None:
        self._most = SOCKETS_PER_CONNECTION * settings.max_connections
        self._each = min(settings.max_connections_per_address, max(1, self._most // 2)) or self._most
        self._open: dict[SocketSlot, None] = {}
        self._idle: dict[SocketSlot, None] = {}  # longest first
        self._shares = Shares()
        self._rates = TokenBuckets(
            CONNECTIONS_PER_REQUEST * settings.address_rate_per_s, CONNECTIONS_PER_REQUEST * settings.address_burst
        )
        self._log = RefusalLog(reason)
        self._log_address = RefusalLog(f"{reason} of one address")
        self._made_room = 0
        self._turned_away = 0

    def admit(self, peer: str | None, close: Callable[[], None], *, counted: bool) -> SocketSlot | None:
        """A slot for a socket that was just accepted; None: it has to go.

        Args:
            peer: address of its other end.
            close: closes it at once; called when it makes room for another.
            counted: the address may have so many and no more; False for who speaks for many, or for this machine.
        """
        owner = neighbourhood_of(peer)
        if counted and not self._may_come(owner):
            self._turned_away += 1
            self._log_address.note(owner)
            return None
        if len(self._open) >= self._most and not self._make_room(None):
            self._turned_away += 1
            self._log.note(owner)
            return None
        slot = SocketSlot(self, owner, close)
        self._open[slot] = self._idle[slot] = None
        self._shares.acquire(owner)
        return slot

    def drop_idle(self) -> None:
        """Close all that are idle."""
        for slot in tuple(self._idle):
            self._evict(slot)

    def statistics(self) -> ConnectionLimitsStatistics:
        """How many there are."""
        return ConnectionLimitsStatistics(len(self._open), len(self._idle), self._made_room, self._turned_away)

    def _may_come(self, owner: str) -> bool:
        """Whether an address may have another socket; one of its own may have to go for it."""
        if self._rates.spend(owner, trio.current_time()) > 0:
            return False
        return self._shares.held(owner) < self._each or self._make_room(owner)

    def _make_room(self, owner: str | None) -> bool:
        """Close the socket that has been idle longest: of an address, or of the one that has most sockets."""
        if owner is None:
            owner = max((slot.owner for slot in self._idle), key=self._shares.held, default=None)
        oldest = next((slot for slot in self._idle if slot.owner == owner), None)
        if oldest is None:
            return False
        self._made_room += 1
        self._evict(oldest)
        return True

    def _evict(self, slot: SocketSlot) -> None:
        self._forget(slot)
        slot.close()

    def _rest(self, slot: SocketSlot) -> None:
        if slot in self._open:
            if slot.owner != slot._peer:
                self._move(slot, slot._peer)
            self._idle[slot] = None

    def _rename(self, slot: SocketSlot, owner: str) -> None:
        if slot.owner == owner or slot not in self._open:
            return
        if self._shares.held(owner) >= self._each:
            message = f"{self._each} requests at once are the most for one address: wait for some of the answers"
            raise Refusal(429, "too_many_connections", message, RETRY_S)
        self._move(slot, owner)

    def _move(self, slot: SocketSlot, owner: str) -> None:
        self._shares.release(slot.owner)
        self._shares.acquire(owner)
        slot.owner = owner

    def _forget(self, slot: SocketSlot) -> None:
        self._idle.pop(slot, None)
        if self._open.pop(slot, self) is None:
            self._shares.release(slot.owner)


class RefusalLog:
    """Says at most once a second that connections were turned away, and how many since it last did."""

    def __init__(self, reason: str) -> None:
        """``reason``: why they are."""
        self._reason = reason
        self._count = 0
        self._quiet_until = -float("inf")

    def note(self, client: str) -> None:
        """One more; the line names the last one."""
        self._count += 1
        now = trio.current_time()
        if now >= self._quiet_until:
            _log.warning("connections turned away", reason=self._reason, count=self._count, client=client)
            self._count, self._quiet_until = 0, now + LOGGED_EVERY_S
