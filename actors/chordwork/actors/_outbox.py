"""Events on their way from the recogniser of one session to its owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import NamedTuple

import attrs
import trio

from chordwork.actors._bell import Bell
from chordwork.actors._notices import Delivered, Dropped, SessionEvent
from chordwork.engine.events import ChordEvent, LevelEvent, WarningEvent


@attrs.frozen
class OutboxStatistics:
    """State of an :class:`EventOutbox`.

    Attributes:
        pending: events that wait.
        pending_finals: how many of them are final chords.
        max_pending_finals: the bound on those.
        coalesced: events ever replaced by a newer one of their kind before they were read.
        delivered: events ever handed out, by kind.
        latency_last_s: latency of the newest one handed out; 0 before the first.
        latency_max_s: largest so far.
        latency_mean_s: mean so far.
    """

    pending: int
    pending_finals: int
    max_pending_finals: int
    coalesced: int
    delivered: Mapping[str, int]
    latency_last_s: float
    latency_max_s: float
    latency_mean_s: float


class _Entry(NamedTuple):
    kind: str
    slot: Hashable
    event: SessionEvent
    received_at: float


class OutboxFull(Exception):
    """One more final chord than the bound; the session turns this into its typed end."""


class EventOutbox:
    """A queue of events whose writer never waits and whose reader may be slow.

    Provisional chords, keys, tunings, levels and notices *coalesce*: of each kind only the newest waits, because an
    older one is of no use. (Levels keep their highest peak and sum their counts; gaps add up.) Warnings coalesce only
    with those of the same code and kind. Final chords are never lost and never reordered, so their number has to have
    a bound: past it :meth:`put` raises :exc:`OutboxFull`.
    """

    def __init__(self, *, max_pending_finals: int) -> None:
        if max_pending_finals < 1:
            raise ValueError(f"max_pending_finals must be at least 1, not {max_pending_finals!r}")
        self._max_pending_finals = max_pending_finals
        self._entries: dict[int, _Entry] = {}  # in order of arrival, by ticket
        self._ticket_of: dict[Hashable, int] = {}  # of what coalesces, by slot
        self._next_ticket = 0
        self._pending_finals = 0
        self._coalesced = 0
        self._delivered: Counter[str] = Counter()
        self._latency_last_s = 0.0
        self._latency_max_s = 0.0
        self._latency_sum_s = 0.0
        self._ended = False
        self._reason: Callable[[], BaseException] | None = None
        self._reader = Bell()
        self._hand_out: Callable[[], None] | None = None

    def __len__(self) -> int:
        """Events that wait."""
        return len(self._entries)

    def put(self, event: SessionEvent, received_at: float) -> None:
        """Add an event that follows from audio which arrived at trio time ``received_at``.

        Raises:
            OutboxFull: it is a final chord and ``max_pending_finals`` of them wait already.
        """
        kind = kind_of(event)
        if kind == "final":
            if self._pending_finals >= self._max_pending_finals:
                raise OutboxFull
            self._pending_finals += 1
        slot: Hashable = kind
        if isinstance(event, WarningEvent):
            slot = (kind, event.code, event.looks_like)
        if kind != "final":
            if (stale := self._ticket_of.pop(slot, None)) is not None:
                event = _merge(self._entries.pop(stale).event, event)
                self._coalesced += 1
            self._ticket_of[slot] = self._next_ticket
        self._entries[self._next_ticket] = _Entry(kind, slot, event, received_at)
        self._next_ticket += 1
        if self._hand_out is None:
            self._reader.ring()

    def hand_out_to(self, hand_out: Callable[[], None] | None) -> None:
        """Let ``hand_out`` take what is there at each :meth:`settle`, before the reader is woken; None: nobody.

        It takes events by :meth:`take_nowait`, and must neither wait nor raise. For what it leaves the reader is woken.
        """
        self._hand_out = hand_out
        if self._entries:
            self._reader.ring()

    def settle(self) -> None:
        """For now all was put in: hand it out, or wake who reads."""
        if self._entries and self._hand_out is not None:
            self._hand_out()
        if self._entries:
            self._reader.ring()

    async def take(self) -> Delivered:
        """Hand out the oldest event; wait until there is one. Always a checkpoint; being cancelled loses no event.

        Raises:
            trio.EndOfChannel: ended, and everything was read.
            BaseException: what :meth:`fail` was given, once everything was read.
        """
        if self._entries or self._ended or self._reason is not None:
            await trio.lowlevel.checkpoint()
        while not self._entries:
            if self._reason is not None:
                raise self._reason()
            if self._ended:
                raise trio.EndOfChannel
            await self._reader.wait()
        return self.take_nowait()

    def take_nowait(self) -> Delivered:
        """Hand out the oldest event. Raises ``trio.WouldBlock`` when there is none."""
        if not self._entries:
            raise trio.WouldBlock
        ticket = next(iter(self._entries))
        entry = self._entries.pop(ticket)
        if entry.kind == "final":
            self._pending_finals -= 1
        else:
            del self._ticket_of[entry.slot]
        latency_s = trio.current_time() - entry.received_at
        self._delivered[entry.kind] += 1
        self._latency_last_s = latency_s
        if latency_s > self._latency_max_s:
            self._latency_max_s = latency_s
        self._latency_sum_s += latency_s
        return Delivered(entry.event, latency_s)

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._reader.ring()

    def fail(self, reason: Callable[[], BaseException]) -> None:
        """Nothing more will come, and the reader shall know why; it still gets what waits. The first reason stays.

        ``reason`` makes the exception: a fresh one for each raise, so that tracebacks do not pile up in a shared one.
        """
        if self._reason is None and not self._ended:
            self._reason = reason
        self._reader.ring()

    def statistics(self) -> OutboxStatistics:
        """How much waits, and what was handed out how fast."""
        count = self._delivered.total()
        return OutboxStatistics(
            pending=len(self._entries),
            pending_finals=self._pending_finals,
            max_pending_finals=self._max_pending_finals,
            coalesced=self._coalesced,
            delivered=dict(self._delivered),
            latency_last_s=self._latency_last_s,
            latency_max_s=self._latency_max_s,
            latency_mean_s=self._latency_sum_s / count if count else 0.0,
        )


def kind_of(event: SessionEvent) -> str:
    """``provisional``, ``final``, ``key``, ``tuning``, ``level``, ``tempo``, ``beat``, ``notes``, ``warning``,
    ``dropped``, ``progress``, ``checkpoint``."""
    if isinstance(event, ChordEvent):
        return event.status
    return _kind_of_name(type(event).__name__)


@cache
def _kind_of_name(name: str) -> str:
    return name.removesuffix("Event").lower()


def _merge(older: SessionEvent, newer: SessionEvent) -> SessionEvent:
    if isinstance(older, LevelEvent) and isinstance(newer, LevelEvent):
        return attrs.evolve(
            newer,
            peak_dbfs=max(older.peak_dbfs, newer.peak_dbfs),
            clipped_samples=older.clipped_samples + newer.clipped_samples,
            nonfinite_samples=older.nonfinite_samples + newer.nonfinite_samples,
        )
    if isinstance(older, Dropped) and isinstance(newer, Dropped):
        return attrs.evolve(
            newer,
            duration_s=older.duration_s + newer.duration_s,
            size_bytes=older.size_bytes + newer.size_bytes,
        )
    return newer
