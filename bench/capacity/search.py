"""The largest crowd that is still served well."""

from __future__ import annotations

import math
from typing import Final

from bench.capacity.load import Crowd, Probe

MAX_SESSIONS: Final = 1000
FIRST: Final = 8
_FULL: Final = 0.9
_STEP_UP: Final = 1.1
_STEP_DOWN: Final = 0.7
_FALL: Final = 0.5
_CLOSE_ENOUGH: Final = 0.03


class Search:
    """Looks for the capacity of one door, a probe at a time, so that searches can take turns.

    Until one probe is served badly, each tells the CPU time of a chunk, from which the next guesses how many fill the
    core (a chunk costs less the fuller it is); then the others close in.
    """

    def __init__(
        self, crowd: Crowd, chunk_s: float, *, limit_ms: float, first: int = FIRST, max_sessions: int = MAX_SESSIONS
    ) -> None:
        """Begin with ``first`` sessions; ``max_sessions`` are never exceeded."""
        self._crowd = crowd
        self._chunk_s = chunk_s
        self._limit_ms = limit_ms
        self._max_sessions = max_sessions
        self._good = 0
        self._bad: int | None = None
        self._next = min(first, max_sessions)
        self.probes: list[Probe] = []

    @property
    def capacity(self) -> int | None:
        """The largest number of sessions that was served well; None if no crowd was, not even of one."""
        return self._good or None

    @property
    def why_not(self) -> str:
        """In words, why there is no capacity to tell."""
        if not self.probes:
            return "There was no time left for a single probe."
        least = min(self.probes, key=lambda probe: probe.sessions)
        if least.overloaded:
            return f"Of {least.sessions} sessions, the fewest tried, some were dropped or refused."
        if not least.answers:
            return f"Of {least.sessions} sessions, the fewest tried, none had an answer."
        return f"{least.sessions} sessions, the fewest tried, had a p99 of {least.p99_ms:.0f} ms."

    @property
    def done(self) -> bool:
        """Nothing is left to be found."""
        bad = self._max_sessions + 1 if self._bad is None else self._bad
        return bad - self._good <= max(1, _CLOSE_ENOUGH * self._good)

    def step(self, duration_s: float) -> None:
        """One more probe, and where to look next."""
        probe = self._crowd.probe(self._next, duration_s)
        self.probes.append(probe)
        if probe.keeps(self._limit_ms):
            self._good = max(self._good, probe.sessions)
        else:
            self._bad = probe.sessions if self._bad is None else min(self._bad, probe.sessions)
            self._good = min(self._good, self._bad - 1)
        self._next = self._guess(probe)

    def _guess(self, probe: Probe) -> int:
        if self._bad is None:
            guess = self._good * _STEP_UP
            if probe.cpu_us_per_chunk > 0:
                guess = max(guess, _FULL * self._chunk_s * 1e6 / probe.cpu_us_per_chunk)
        elif self._good == 0:
            guess = self._bad * _FALL  # nothing was served well yet: a slow machine, and a first guess for a fast one
        else:
            guess = max((self._good + self._bad) / 2, self._bad * _STEP_DOWN)
        lowest = self._good + 1
        highest = self._max_sessions if self._bad is None else max(lowest, self._bad - 1)
        return max(1, min(max(math.floor(guess), lowest), highest))
