"""From what the recogniser heard to what the client sent."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

import attrs

from chordwork.engine.events import ChordEvent, Event, NotesEvent

_MAX_GAPS: Final = 256
"""Gaps remembered one by one; older ones only matter to a chord that has been ringing since before them."""


class Timeline:
    """Moves event times past the gaps that dropped audio left.

    A recogniser counts the audio it is fed. When the mailbox drops some, its clock falls behind that of the player.
    This adds the lost time back, so that every event speaks in seconds of audio *received*.
    """

    def __init__(self) -> None:
        self._heard_s: list[float] = []  # where each gap lies, on the recogniser's clock
        self._lost_s: list[float] = []  # all that was lost up to and including it

    def skip(self, heard_s: float, lost_s: float) -> None:
        """``lost_s`` seconds were dropped after the recogniser had heard ``heard_s`` seconds."""
        self._lost_s.append(lost_s + (self._lost_s[-1] if self._lost_s else 0.0))
        self._heard_s.append(heard_s)
        if len(self._heard_s) > _MAX_GAPS:
            del self._heard_s[0], self._lost_s[0]
            self._heard_s[0] = 0.0

    @property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """Where each gap lies, in seconds heard, and all that was lost up to it."""
        return tuple(zip(self._heard_s, self._lost_s, strict=True))

    def restore(self, gaps: Iterable[tuple[float, float]]) -> None:
        """Begin with these."""
        for heard_s, lost_s in gaps:
            self._heard_s.append(float(heard_s))
            self._lost_s.append(float(lost_s))

    def received(self, heard_s: float) -> float:
        """The moment in received audio that the recogniser calls ``heard_s``."""
        gaps = bisect_right(self._heard_s, heard_s)
        return heard_s + self._lost_s[gaps - 1] if gaps else heard_s

    def moved(self, event: Event) -> Event:
        """The event with all its times in seconds of received audio."""
        if not self._heard_s:
            return event
        if isinstance(event, ChordEvent):
            return attrs.evolve(
                event,
                start=self.received(event.start),
                end=None if event.end is None else self.received(event.end),
                at=self.received(event.at),
            )
        if isinstance(event, NotesEvent):
            return attrs.evolve(event, start=self.received(event.start), at=self.received(event.at))
        return attrs.evolve(event, at=self.received(event.at))
