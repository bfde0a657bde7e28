"""A trio run that is a guest of the asyncio loop of this thread: engines live in it, their callers outside of it.

Trio's usual guest waits in a thread of its own whenever it has nothing to do, and every chunk would cost two changes of
thread. What waits in an engine is woken by its callers or by the clock, never by a socket of trio's; so here the clock
tells trio not to wait, and the loop does not go on with trio until somebody wakes it or its next deadline has come.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from time import monotonic
from typing import Any, Final, TypeVar

import outcome
import trio

from chordwork.actors._errors import EngineDraining, LoopOccupied

T = TypeVar("T")

LONGEST_REST_S: Final = 0.25
"""After which a guest without anything to do is looked after all the same: so late, at worst, it sees what comes from
elsewhere, a Ctrl-C that hit trio in the middle of a step."""

_here: Final = threading.local()
"""``run``: the guest of this thread. Trio allows one run a thread, so every engine of a loop has to share it."""
TURNS_S: Final = 0.0003
"""Trio's turns follow one another for so long before the loop has its own; one in which audio is heard takes longer."""


class _RestlessClock(trio.abc.Clock):
    """For a trio that never waits by itself. Not the loop's time, which on uvloop has whole milliseconds."""

    def __init__(self) -> None:
        self.idle_until: float | None = None
        """Set by trio when none of its tasks can run: its next deadline."""

    def start_clock(self) -> None:
        """For trio."""

    def current_time(self) -> float:
        """For trio: seconds."""
        return monotonic()

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """For trio, which asks this only when it has nothing to run."""
        self.idle_until = deadline
        return 0.0


class GuestRun:
    """Trio in the same thread as an asyncio loop, taking turns with it; see :func:`guest_run`.

    Between two turns of trio, code of asyncio may call whatever of trio does not wait, if it calls :meth:`wake` then.
    What waits is carried by a task of trio, and a future.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin; made by :func:`guest_run` only.

        Raises:
            LoopOccupied: trio runs in this thread already.
        """
        self._loop = loop
        self._users = 0
        self._futures: set[asyncio.Future[Any]] = set()  # that somebody waits for; they end with the run
        self._leaving = False
        self._nursery: trio.Nursery
        self._leave = trio.Event()
        self.started = loop.create_future()
        self.ended = loop.create_future()
        self._futures.add(self.started)
        self._clock = _RestlessClock()
        self._turn: Callable[[], object] | None = None  # trio's next
        self._begun = False
        self._resting = False
        self._alarm: asyncio.TimerHandle | None = None
        try:
            trio.lowlevel.start_guest_run(
                self._main,
                run_sync_soon_threadsafe=loop.call_soon_threadsafe,
                run_sync_soon_not_threadsafe=self._next_turn,
                clock=self._clock,
                done_callback=self._done,
                host_uses_signal_set_wakeup_fd=True,  # asyncio does, for its own signal handlers
            )
        except RuntimeError as error:
            raise LoopOccupied from error

    def wake(self) -> None:
        """Something was done from outside that a task of trio may have waited for."""
        if self._resting:
            self._resting = False
            assert self._alarm is not None
            self._alarm.cancel()
            if not self._loop.is_closed():
                self._loop.call_soon(self._take_turns)

    def do(self, function: Callable[..., T], *arguments: Any) -> T:
        """What ``function`` returns or raises, which must not wait; and :meth:`wake`."""
        try:
            return function(*arguments)
        finally:
            self.wake()

    async def call(self, function: Callable[[], Awaitable[T]], *, keep: Callable[[T], object] | None = None) -> T:
        """Await what ``function`` returns, in a task of trio.

        Being cancelled here cancels that task, and waits until it has ended. If it had a result by then, ``keep`` gets
        it: nothing that was taken out of a queue is lost.

        Raises:
            EngineDraining: the run has ended.
        """
        if self._leaving or self.ended.done():
            raise EngineDraining
        answered: asyncio.Future[outcome.Outcome[T] | None] = self._future()
        scope = trio.CancelScope()
        self.do(self._nursery.start_soon, _carry, function, answered, scope)
        try:
            cancelled = await _settled(answered, lambda: self.do(scope.cancel))
            answer = answered.result()
            if cancelled is not None:
                if isinstance(answer, outcome.Value) and keep is not None:
                    keep(answer.value)
                raise cancelled
            if answer is None:  # the run was left meanwhile
                raise EngineDraining
            return answer.unwrap()
        finally:
            self._futures.discard(answered)
            del answered  # no circle through a traceback

    @asynccontextmanager
    async def hold(self, manager: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
        """Enter a context manager of trio, and leave it, in a task of trio, for the length of this block.

        Leaving waits until the manager has let go of everything, also if the asyncio task is cancelled meanwhile.

        Raises:
            EngineDraining: the run has ended.
        """
        if self._leaving or self.ended.done():
            raise EngineDraining
        opened: asyncio.Future[T] = self._future()
        closed: asyncio.Future[None] = self._future()
        leave = trio.Event()
        self.do(self._nursery.start_soon, _keep_open, manager, leave, opened, closed)
        cancelled = None
        try:
            cancelled = await _settled(opened, lambda: self.do(leave.set))
            if cancelled is None:
                yield opened.result()
        finally:
            self.do(leave.set)
            cancelled = await _settled(closed) or cancelled
            self._futures -= {opened, closed}
            if not opened.cancelled():
                opened.exception()  # was seen
            if cancelled is not None:
                raise cancelled
            closed.result()

    def abandon(self) -> None:
        """The loop was closed while blocks were open, and nobody will leave them: bring trio to its end without it."""
        self._leaving = True
        self._leave.set()
        while self._turn is not None:
            turn, self._turn = self._turn, None
            turn()

    async def enter(self) -> None:
        """One more user."""
        self._users += 1
        if (cancelled := await _settled(self.started)) is not None:
            await self.leave()
            raise cancelled
        self.started.result()

    async def leave(self) -> None:
        """One user less. After the last one the run ends, and is waited for."""
        self._users -= 1
        if self._users:
            return
        self._leaving = True
        if not self.ended.done():
            self.do(self._leave.set)
        if (cancelled := await _settled(self.ended)) is not None:
            raise cancelled

    @property
    def open_to(self) -> asyncio.AbstractEventLoop | None:
        """The loop whose engines may join; None once it ends."""
        return None if self._leaving or self.ended.done() else self._loop

    def _next_turn(self, turn: Callable[[], object]) -> None:
        """For trio, at the end of each turn, and once before the first."""
        self._turn = turn
        if not self._begun:
            self._begun = True
            self._loop.call_soon(self._take_turns)

    def _take_turns(self) -> None:
        """Let trio do what it has to do, then rest until something is done from outside, or its next deadline."""
        until = monotonic() + TURNS_S
        while self._turn is not None:
            turn, self._turn = self._turn, None
            turn()  # which says what the next one is, unless it was the last
            idle_until, self._clock.idle_until = self._clock.idle_until, None
            now = monotonic()
            if self._turn is None:
                return
            if idle_until is not None and not self._leaving:  # at its end trio calls itself, by its own socket
                self._resting = True
                self._alarm = self._loop.call_later(min(max(0.0, idle_until - now), LONGEST_REST_S), self.wake)
                return
            if now > until:
                self._loop.call_soon(self._take_turns)
                return

    async def _main(self) -> None:
        interrupted: KeyboardInterrupt | None = None
        async with trio.open_nursery() as nursery:
            self._nursery = nursery
            _answer(self.started, None)
            try:
                await self._leave.wait()
            except KeyboardInterrupt as error:  # where nobody but trio handles Ctrl-C; a nursery would wrap it
                interrupted = error
            self._leaving = True
            nursery.cancel_scope.cancel()
        if interrupted is not None:
            raise interrupted

    def _done(self, result: outcome.Outcome[None]) -> None:
        """For trio: the run has ended, as it was told or by a Ctrl-C that hit it."""
        if getattr(_here, "run", None) is self:
            _here.run = None
        self._leaving = True
        for future in tuple(self._futures):
            if not future.done() and not self._loop.is_closed():
                future.set_exception(EngineDraining())
        _answer(self.ended, None)
        result.unwrap()  # KeyboardInterrupt goes on through the asyncio loop, as it does without trio

    def _future(self) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self._loop.create_future()
        self._futures.add(future)
        return future


@asynccontextmanager
async def guest_run() -> AsyncIterator[GuestRun]:
    """Trio on the running asyncio loop, begun by the first who comes and ended by the last who goes.

    Raises:
        LoopOccupied: trio runs in this thread already.
    """
    loop = asyncio.get_running_loop()
    while (run := getattr(_here, "run", None)) is not None and run.open_to is not loop:
        if run._loop is loop:
            await asyncio.shield(run.ended)
        elif run._loop.is_closed():
            run.abandon()
        else:  # a loop that was stopped, and may go on
            raise LoopOccupied
    if run is None:
        run = _here.run = GuestRun(loop)
    await run.enter()
    try:
        yield run
    finally:
        await run.leave()


async def _settled(
    future: asyncio.Future[Any], cancel: Callable[[], object] | None = None
) -> asyncio.CancelledError | None:
    """Wait until it has a result, whatever happens; tell ``cancel`` of the first cancellation, and return it."""
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.wait((future,))  # which leaves the future alone when it is cancelled itself
        except asyncio.CancelledError as error:
            if cancelled is None and cancel is not None:
                cancel()
            cancelled = cancelled or error
    return cancelled


async def _carry(
    function: Callable[[], Awaitable[T]],
    answered: asyncio.Future[outcome.Outcome[T] | None],
    scope: trio.CancelScope,
) -> None:
    answer: outcome.Outcome[T] | None = None
    try:
        with scope:
            try:
                answer = outcome.Value(await function())
            except Exception as error:
                answer = outcome.Error(error)
    finally:
        _answer(answered, answer)


async def _keep_open(
    manager: AbstractAsyncContextManager[T],
    leave: trio.Event,
    opened: asyncio.Future[T],
    closed: asyncio.Future[None],
) -> None:
    try:
        async with manager as value:
            opened.set_result(value)
            await leave.wait()
    except Exception as error:
        if opened.done():
            closed.set_exception(error)
        else:
            opened.set_exception(error)
    finally:
        if not opened.done():
            opened.set_exception(EngineDraining())
        _answer(closed, None)


def _answer(future: asyncio.Future[T], value: T) -> None:
    """Say it, if nobody has and somebody could hear it."""
    if not future.done() and not future.get_loop().is_closed():
        future.set_result(value)
