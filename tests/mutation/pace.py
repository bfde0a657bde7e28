"""How fast this machine is just now: processor time that says the same whether it is busy or quiet.

Where others use the caches and the other half of a processor, the same work may take more of its time. A
loop of fixed work, timed beside the tests, shows by how much; what tests take is told as on a quiet machine.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Final

QUIET_S: Final = 0.0014
"""Of processor time for the loop on the machine on which budget and limits were set, with nothing beside it."""
_LOOPS: Final = 5
_HOLDS_S: Final = 0.5
"""For how long what was measured is taken to hold, of waiting time."""


class Pace:
    """Measures again when the last time is too long ago."""

    def __init__(self, loop_s: Callable[[], float] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._loop_s = loop_s or _loop_s
        self._clock = clock
        self._slowness = 1.0
        self._until = float("-inf")

    def slowness(self) -> float:
        """How much more processor time everything takes now than where the budget was set: 2.0 is twice as much."""
        if self._clock() >= self._until:
            self._slowness = self._loop_s() / QUIET_S
            self._until = self._clock() + _HOLDS_S
        return self._slowness

    def quiet_s(self, taken_s: float, before: float) -> float:
        """What something would have taken on a quiet machine, whose pace was ``before`` when it began."""
        return taken_s * 2 / (before + self.slowness())


def _loop_s() -> float:
    return statistics.median(_timed() for _ in range(_LOOPS))


def _timed() -> float:
    began = time.process_time()
    _work()
    return time.process_time() - began


def _work() -> int:
    """As tests here do: texts, small numbers, lists in dicts, sorting, and a little in C."""
    total = 0
    found: dict[str, list[int]] = {}
    for number in range(2000):
        word = f"{number * 7919 % 997}:{number & 15}"
        found.setdefault(word[:3], []).append(number)
        total += len(word) * number % 11
    read = json.loads(json.dumps(found))
    return total + len(sorted(read.items(), key=lambda each: -len(each[1])))
