"""A scenario on trio's autojump clock, run once to count its awaits, and then again with a fault at each of them.

A run is deterministic: the order in which ready tasks get their turn is drawn from a seed, time jumps whenever nothing
else happens, and nothing touches a socket, a file or a thread. So the n-th await of one run is the n-th of the next,
and a fault can be put there:

* :func:`cancelling` cancels a scope of the scenario when the n-th step of any task has come to its await, so that who
  is cancelled stands at every await that it has, in every order with the others that comes up;
* :func:`raising` makes the n-th await of the tasks that a scenario names raise instead of going on, as if what it
  waited for had failed. An await that trio promises not to fail, a shielded checkpoint, is left alone;
* :func:`calling` calls something of the scenario's at that moment: a process dies, a connection is lost;
* :func:`pairs` puts a second fault at an await behind the first, where things are being put in order.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final
from unittest.mock import patch

import attrs
import outcome
import pytest
import trio
import trio.testing
from trio._core import _run

LONGEST_S: Final = 1e5
"""Of virtual time; a scenario that has not ended by then hangs."""
QUICK_POINTS: Final = 16
"""Awaits at which the quick tests put a fault, of each scenario and seed; all of them under the mark ``long``."""
IDLE_TURNS: Final = 1000
"""Turns of the loop in which nobody does anything, and there is no time to jump to: whoever waits, waits for ever."""
SEEDS: Final = (1, 2)
"""Of the orders in which tasks get their turn."""
QUICK_PAIRS: Final = 8
"""Pairs of awaits of each scenario and seed that the quick tests try; there are too many to try all of them."""
LONG_PAIRS: Final = 100
"""Of the same under the mark ``long``."""

scope_of_test = pytest.mark.parametrize("most", [QUICK_POINTS, pytest.param(None, marks=pytest.mark.long)])
"""A test takes ``most`` and hands it to :func:`points`."""
scope_of_pairs = pytest.mark.parametrize("most", [QUICK_PAIRS, pytest.param(LONG_PAIRS, marks=pytest.mark.long)])
"""A test takes ``most`` and hands it to :func:`pairs`."""


class Injected(Exception):
    """The fault that :func:`raising` plants."""


class Hanging(AssertionError):
    """A run in which nobody will ever do anything again; it is raised where they wait."""


def anybody(_task: trio.lowlevel.Task) -> bool:
    """Every task of a run."""
    return True


@attrs.define(eq=False, slots=False)
class Steps(trio.abc.Instrument):
    """Counts the awaits of a run, between :meth:`begin` and its end, and does something at one of them.

    Attributes:
        at: the await with the fault, from 1; 0: none, they are only counted.
        of: whose awaits count.
        fired: the fault has come about.
        count: awaits so far.
        act: called at the await, for :func:`cancelling` and :func:`calling`; set by the scenario.
        raises: what the await raises instead, for :func:`raising`.
        then: the second fault, whose awaits are counted from this one on; for :func:`pairs`.
    """

    at: int = 0
    of: Callable[[trio.lowlevel.Task], bool] = anybody
    raises: Callable[[], BaseException] | None = None
    act: Callable[[], object] | None = None
    then: Steps | None = None
    count: int = 0
    fired: bool = False
    _counting: bool = False
    _idle: int = 0
    _waiting: set[trio.lowlevel.Task] = attrs.field(factory=set)

    def begin(self, act: Callable[[], object] | None = None, then: Callable[[], object] | None = None) -> None:
        """Count from here on; ``act`` is what the fault is, unless it is an error; ``then`` is the second one."""
        self.act = act
        self._counting = True
        if self.then is not None:
            self.then.act = then

    def end(self) -> None:
        """Count no more."""
        self._counting = False
        if self.then is not None:
            self.then.end()

    def _fire(self) -> None:
        self.fired = True
        if self.then is not None:
            self.then._counting = True

    def after_task_step(self, task: trio.lowlevel.Task) -> None:
        """For trio: the task stands at an await now, or has ended."""
        self._idle = 0
        if not self._counting or not self.of(task):
            return
        if self.raises is not None:
            if task._abort_func is not None and not _cannot_fail(task._abort_func):
                self._waiting.add(task)
            return
        self.count += 1
        if self.count == self.at and self.act is not None:
            self._fire()
            self.act()

    def before_io_wait(self, timeout: float) -> None:
        """For trio: nobody is ready. A run that hangs, be it behind a shield, ends with the places where it does."""
        self._idle += 1
        if self._idle == IDLE_TURNS and self.then is None:
            runner = _run.GLOBAL_RUN_CONTEXT.runner
            for task in tuple(runner.tasks):
                waits = task._abort_func is not None and not _cannot_fail(task._abort_func)
                if waits and is_below(task, runner.main_task):
                    trio.lowlevel.reschedule(task, outcome.Error(Hanging(task.name)))

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        """For trio: the await of the task is over."""
        if self.raises is None or task not in self._waiting:
            return
        self._waiting.discard(task)
        if isinstance(task._next_send, outcome.Error) or not self._counting:
            return  # it fails already, or is cancelled
        self.count += 1
        if self.count == self.at:
            self._fire()
            task._next_send = outcome.Error(self.raises())


def is_below(task: trio.lowlevel.Task | None, other: trio.lowlevel.Task | None) -> bool:
    """Whether a task is the other one, or was started by it or by one that it started."""
    while task is not None and task is not other:
        task = None if task.parent_nursery is None else task.parent_nursery.parent_task
    return task is not None


def _cannot_fail(abort: Callable[..., object]) -> bool:
    """Whether trio relies on it that this await does not: a nursery waits for its tasks."""
    return "Nursery." in abort.__qualname__


Scenario = Callable[[Steps], Awaitable[Any]]
"""Does everything that it is about, calls :meth:`Steps.begin` when faults may come, and looks at what is left."""


def run(scenario: Scenario, steps: Steps, seed: int) -> Any:
    """One run of a scenario; what it returns. Nothing of it may be left but itself."""

    async def whole() -> Any:
        before = trio.lowlevel.current_statistics().tasks_living
        with trio.fail_after(LONGEST_S):
            result = await scenario(steps)
        steps.end()
        assert trio.lowlevel.current_statistics().tasks_living == before, "tasks are left"
        return result

    instruments = [steps] if steps.then is None else [steps.then, steps]
    with _one_order(seed):
        return trio.run(whole, clock=trio.testing.MockClock(autojump_threshold=0), instruments=instruments)


def points(count: int, most: int | None, seed: int) -> list[int]:
    """The awaits, from 1, at which to put a fault: all, or about ``most`` that are spread over them by the seed."""
    if most is None or count <= most:
        return list(range(1, count + 1))
    width = count / most
    chance = random.Random(seed)
    return sorted({1, count, *(1 + int(width * (index + chance.random())) for index in range(most))} - {count + 1})


def cancelling(scenario: Scenario, most: int | None, seeds: tuple[int, ...] = SEEDS) -> Iterator[tuple[Steps, Any]]:
    """Run it with a fault at each await, of all tasks; what each run returned, and how it went.

    The scenario says what is cancelled: ``steps.begin(scope.cancel)``.
    """
    yield from _with_faults(scenario, most, seeds, Steps)


calling = cancelling
"""The same, where the scenario does something else than cancelling."""


def raising(
    scenario: Scenario,
    most: int | None,
    of: Callable[[trio.lowlevel.Task], bool],
    error: Callable[[], BaseException] = Injected,
    seeds: tuple[int, ...] = SEEDS,
) -> Iterator[tuple[Steps, Any]]:
    """Run it with an ``error`` raised at each await of the tasks ``of`` whom that may happen to."""
    yield from _with_faults(scenario, most, seeds, partial(Steps, of=of, raises=error))


def pairs(
    scenario: Scenario,
    most: int,
    first: Callable[..., Steps] = Steps,
    then: Callable[..., Steps] = Steps,
    seeds: tuple[int, ...] = SEEDS,
) -> Iterator[tuple[Steps, Any]]:
    """Run it with two faults: one at an await, the other at one of those that there are because of the first.

    Args:
        scenario: says what happens: ``steps.begin(scope.cancel, other.cancel)``.
        most: pairs for each seed: first faults that are spread over all awaits, a second drawn for each.
        first: makes the first fault: called with ``at`` and ``then``; see :class:`Steps`.
        then: makes the second fault: called with ``at``.
        seeds: of the orders in which tasks get their turn, and of what is drawn.
    """
    for seed in seeds:
        chance = random.Random(seed)
        counted = first()
        _noted(scenario, counted, seed, "without a fault")
        assert counted.count, "nothing was awaited"
        tried = 0
        for at in points(counted.count, most, seed):
            after = then()
            _noted(scenario, first(at=at, then=after), seed, f"with the fault at await {at} of {counted.count}")
            if not after.count:
                continue
            second = chance.randint(1, after.count)
            steps = first(at=at, then=then(at=second))
            where = f"with faults at await {at} of {counted.count} and {second} of the {after.count} behind it"
            result = _noted(scenario, steps, seed, where)
            assert steps.fired, f"{where}: the scenario is not deterministic"
            assert steps.then is not None
            if steps.then.fired:  # else: sets are gone through in no order, and an end may be a few awaits shorter
                tried += 1
                yield steps, result
        assert tried >= min(counted.count, most) // 2, "there is next to nothing behind a first fault"


def _noted(scenario: Scenario, steps: Steps, seed: int, where: str) -> Any:
    try:
        return run(scenario, steps, seed)
    except BaseException as error:
        error.add_note(f"{where}, seed {seed}")
        raise


def _with_faults(
    scenario: Scenario, most: int | None, seeds: tuple[int, ...], make: Callable[..., Steps]
) -> Iterator[tuple[Steps, Any]]:
    for seed in seeds:
        counted = make()
        run(scenario, counted, seed)
        assert counted.count, "nothing was awaited"
        for at in points(counted.count, most, seed):
            steps = make(at=at)
            result = _noted(scenario, steps, seed, f"with the fault at await {at} of {counted.count}")
            assert steps.fired, f"await {at} of {counted.count} did not come about: the scenario is not deterministic"
            yield steps, result


@contextmanager
def _one_order(seed: int) -> Iterator[None]:
    """Ready tasks get their turn in an order that is drawn from the seed, as trio's own plugin for Hypothesis does."""
    state = _run._r.getstate()
    _run._r.seed(seed)
    try:
        with patch.object(_run, "_ALLOW_DETERMINISTIC_SCHEDULING", True):
            yield
    finally:
        _run._r.setstate(state)
