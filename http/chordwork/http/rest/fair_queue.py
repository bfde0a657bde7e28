"""Places that clients take in turn, so that nobody waits for what one of them has asked.

Who has least under way comes next, and among those, who has had least of the time: one that asks for much gets what
the others leave, and never more than half of the places, so that there is always one that will be free soon. Everybody
may have so much asked for at once, and no more; where all together have asked for too much, the last question of who
has most of them goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self

import attrs
import trio

from chordwork.http.addressing.addresses import Client
from chordwork.http.security.limits import Shares

LONG_S: Final = 1.0
"""What has held its place for so long steps aside: it goes on, and who has nothing under way begins beside it."""
MOST: Final = 2
"""Times as much may be under way as there are places, so."""
REMEMBERED_CLIENTS: Final = 1024
"""Whose time is remembered although they ask for nothing now."""


class QueueFull(Exception):
    """Too much is asked for.

    Attributes:
        own: by this client; else by all together.
    """

    def __init__(self, *, own: bool) -> None:
        """See the attributes."""
        super().__init__("too much is asked for " + ("by this client" if own else "by all together"))
        self.own = own


@attrs.frozen
class FairQueueStatistics:
    """State of some :class:`FairQueue`.

    Attributes:
        places: that there are.
        taken: of them.
        asked: questions that hold a place, wait for one, or will.
        refused: questions ever refused.
    """

    places: int
    taken: int
    asked: int
    refused: int


class Ticket:
    """One question, from the asking to the end; made by :meth:`FairQueue.ask` only.

    ``async with turn`` waits for a place and holds it for the length of the block; :meth:`over` ends all.
    """

    def __init__(self, turns: FairQueue, client: Client, number: int) -> None:
        self._turns = turns
        self._clients: dict[str, bool] = {client.limited_as: client.is_local}
        self._number = number
        self._decided = trio.Event()
        self._coming = trio.CancelScope()
        self._displaced = False
        self._counted_as: Final = client.limited_as
        self._placed_for: str | None = None
        self._began_at = 0.0

    def also_for(self, client: Client) -> None:
        """Another client waits for the same: its turn is as good."""
        self._clients.setdefault(client.limited_as, client.is_local)
        self._turns._decide()

    @contextmanager
    def coming(self) -> Iterator[None]:
        """For what has to be done before it can wait for a place; given up if others need the room.

        Raises:
            QueueFull: they do.
        """
        with self._coming:
            yield
        if self._displaced:
            raise QueueFull(own=True)

    def over(self) -> None:
        """It is answered, or nobody waits for the answer. Harmless when repeated."""
        self._turns._forget(self)

    async def __aenter__(self) -> Self:
        """Wait for a place.

        Raises:
            QueueFull: others need the room to wait.
        """
        self._turns._line_up(self)
        try:
            while not self._decided.is_set():
                with trio.move_on_after(LONG_S / 2):
                    await self._decided.wait()
                self._turns._decide()  # something may have become long
        except trio.Cancelled:
            self.over()
            raise
        if self._displaced:
            raise QueueFull(own=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give the place back."""
        self.over()


class FairQueue:
    """So many places, and a fair order of those who wait for one.

    Args:
        places: that can be held at once; :data:`MOST` times as many where some have stepped aside.
        max_asked: questions at once, those that hold a place included.
        each: of them, of one client; programs on this machine excepted.
    """

    def __init__(self, places: int, *, max_asked: int, each: int) -> None:
        self._places = places
        self._places_each = max(1, (places + 1) // 2)
        self._max_asked = max_asked
        self._each = each
        self._asked: dict[Ticket, None] = {}
        self._waiting: dict[Ticket, None] = {}
        self._running: dict[Ticket, None] = {}
        self._share = Shares()
        self._under_way = Shares()
        self._time_s: dict[str, float] = {}  # that each has had, as far as it counts
        self._now_s = 0.0  # the least of it among those who were served last
        self._numbers = 0
        self._refused = 0

    def ask(self, client: Client) -> Ticket:
        """Ask for a place, to be waited for later.

        Raises:
            QueueFull: this client, or all together, have asked for too much.
        """
        name = client.limited_as
        if not client.is_local and self._share.held(name) >= self._each:
            self._refused += 1
            raise QueueFull(own=True)
        if len(self._asked) >= self._max_asked and not self._displace(name):
            self._refused += 1
            raise QueueFull(own=False)
        self._numbers += 1
        turn = Ticket(self, client, self._numbers)
        self._asked[turn] = None
        self._share.acquire(name)
        self._time_s[name] = max(self._time_s.get(name, 0.0), self._now_s)
        return turn

    def statistics(self) -> FairQueueStatistics:
        """How many places are taken, and how much is asked for."""
        return FairQueueStatistics(self._places, len(self._running), len(self._asked), self._refused)

    def _line_up(self, turn: Ticket) -> None:
        if turn in self._asked:
            self._waiting[turn] = None
            self._decide()

    def _decide(self) -> None:
        """Give free places to those whose turn it is."""
        while self._waiting:
            ranks = {rank: turn for turn in self._waiting if (rank := self._rank(turn)) is not None}
            if not ranks:
                return
            first = min(ranks)
            if not self._has_place(under_way=first[0]):
                return
            turn, name = ranks[first], first[3]
            del self._waiting[turn]
            self._running[turn] = None
            self._under_way.acquire(name)
            self._now_s = max(self._now_s, self._time_s[name])
            turn._placed_for, turn._began_at = name, trio.current_time()
            turn._decided.set()

    def _has_place(self, *, under_way: int) -> bool:
        """For a client that has so much under way: a free place, or, if it has nothing, one beside what takes long."""
        if len(self._running) < self._places:
            return True
        since = trio.current_time() - LONG_S
        short = sum(turn._began_at > since for turn in self._running)
        return under_way == 0 and short < self._places and len(self._running) < MOST * self._places

    def _rank(self, turn: Ticket) -> tuple[int, float, int, str] | None:
        """The smallest comes next; None: none of its clients may have another place."""
        ranks = [
            (under_way, self._time_s.setdefault(name, self._now_s), turn._number, name)
            for name, is_local in turn._clients.items()
            if (under_way := self._under_way.held(name)) < self._places_each or is_local
        ]
        return min(ranks, default=None)

    def _displace(self, name: str) -> bool:
        """Send the last one away of who has asked for most, if that is more than ``name`` will have."""
        waiting = [turn for turn in self._asked if turn not in self._running and len(turn._clients) == 1]
        last = max(waiting, key=lambda turn: (self._share.held(turn._counted_as), turn._number), default=None)
        if last is None or self._share.held(last._counted_as) <= self._share.held(name) + 1:
            return False
        last._displaced = True
        last._coming.cancel()
        last._decided.set()
        self._refused += 1
        self._forget(last)
        return True

    def _forget(self, turn: Ticket) -> None:
        self._waiting.pop(turn, None)
        if turn in self._running:
            del self._running[turn]
            assert turn._placed_for is not None
            self._under_way.release(turn._placed_for)
            self._time_s[turn._placed_for] += trio.current_time() - turn._began_at
        if turn in self._asked:
            del self._asked[turn]
            self._share.release(turn._counted_as)
            self._tidy()
        self._decide()

    def _tidy(self) -> None:
        if len(self._time_s) > REMEMBERED_CLIENTS:
            active = {name for turn in self._asked for name in turn._clients}
            kept = ((name, time_s) for name, time_s in self._time_s.items() if time_s > self._now_s or name in active)
            self._time_s = dict(sorted(kept, key=lambda each: each[1])[-REMEMBERED_CLIENTS:])
