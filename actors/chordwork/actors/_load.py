"""How busy the loop is: the measure by which more work is taken on, or not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import attrs
import trio

MEMORY_S: Final = 2.0
"""The load is an average over about so long."""
SAMPLE_S: Final = 0.1
FIRST_GUESS: Final = 0.01
"""Share of a core that a session may take, until sessions have been measured."""


@attrs.frozen
class LoadStatistics:
    """State of a :class:`LoadMeter`.

    Attributes:
        load: share of the time, lately, that the loop was not waiting for input, in [0, 1].
        expected: the same with what was promised since, which may be more than 1.
    """

    load: float
    expected: float


class LoadMeter(trio.abc.Instrument):
    """Measures the share of the time in which a trio loop does not wait for input: its real-time factor.

    All sessions of a loop together are as late as the loop is full, so this one figure says whether there is room for
    another. Time taken by other processes counts, for it is missing all the same. Work that is in no hurry is forgiven:
    a recording that is heard as fast as can be fills any loop, and yet makes room for whoever is.

    What was let in has to be believed before it can be measured: :meth:`promise` adds to the load at once, and fades at
    the pace at which the measure follows, so that a crowd that arrives within a second does not slip in together.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        """Idle until now. ``clock`` counts seconds; None is the loop's own, by which sessions say what is forgiven."""
        self._clock = trio.lowlevel.current_clock().current_time if clock is None else clock
        self._sampled_at = self._clock()
        self._waiting_since: float | None = None
        self._idle_s = 0.0
        self._load = 0.0
        self._promised = 0.0

    def before_io_wait(self, timeout: float) -> None:
        """Called by trio."""
        self._waiting_since = self._clock()

    def after_io_wait(self, timeout: float) -> None:
        """Called by trio."""
        now = self._clock()
        if self._waiting_since is not None:
            self._idle_s += now - self._waiting_since
            self._waiting_since = None
        if now - self._sampled_at >= SAMPLE_S:
            self._sample(now)

    def forgive(self, duration_s: float) -> None:
        """That much of the work was in no hurry."""
        self._idle_s += duration_s

    def promise(self, sessions: int) -> None:
        """One more session than these was let in."""
        self._promised += max(FIRST_GUESS, self._load / sessions if sessions else 0.0)

    @property
    def load(self) -> float:
        """Share of the time, lately, that the loop was busy, in [0, 1]."""
        return self._load

    @property
    def expected(self) -> float:
        """The load, with what was promised."""
        return self._load + self._promised

    def statistics(self) -> LoadStatistics:
        """The load now."""
        return LoadStatistics(self.load, self.expected)

    def _sample(self, now: float) -> None:
        elapsed_s = now - self._sampled_at
        busy = min(max(1.0 - self._idle_s / elapsed_s, 0.0), 1.0)
        kept = math.exp(-elapsed_s / MEMORY_S)
        self._load = busy + (self._load - busy) * kept
        self._promised *= kept
        self._sampled_at, self._idle_s = now, 0.0
