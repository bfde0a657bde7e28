"""A trio run in a thread of its own, for callers in plain threads."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from typing import TypeVar

import outcome
import trio

from chordwork.actors._errors import EngineDraining

T = TypeVar("T")


class ThreadRun:
    """Trio in a thread that ends with :meth:`close`; may be called from any other thread, by several at once.

    Each call is a message to that thread and a future. It ends when it has an answer, when its time is over, when the
    caller is interrupted, or when the run ends.
    """

    def __init__(self) -> None:
        """Start the thread, and wait until it is ready."""
        self._lock = threading.Lock()  # held for moments, never while something is waited for
        self._waiting: set[Future[outcome.Outcome[object] | None]] = set()
        self._ended = False
        self._token: trio.lowlevel.TrioToken
        self._nursery: trio.Nursery
        self._leave: trio.Event
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="chordwork engine", daemon=True)
        self._thread.start()
        ready.result()

    @property
    def ended(self) -> bool:
        """Whether nothing more can be asked."""
        return self._ended

    def do(self, function: Callable[[], T]) -> T:
        """What ``function`` returns or raises, called in the thread of trio; it must not wait.

        Raises:
            EngineDraining: the run has ended.
        """
        answered = self._ask()
        return self._answer_of(answered, lambda: _answer(answered, outcome.capture(function)))

    def call(
        self,
        function: Callable[[], Awaitable[T]],
        *,
        timeout_s: float | None = None,
        keep: Callable[[T], object] | None = None,
    ) -> T:
        """Await what ``function`` returns, in a task of trio.

        Whoever is interrupted here, as by Ctrl-C, cancels that task and waits until it has ended. If it had a result
        by then, ``keep`` gets it: nothing that was taken out of a queue is lost.

        Raises:
            TimeoutError: it took longer than ``timeout_s`` seconds, and was cancelled.
            EngineDraining: the run has ended.
        """
        answered = self._ask()
        scope = trio.CancelScope(relative_deadline=float("inf") if timeout_s is None else max(timeout_s, 0.0))

        async def carry() -> None:
            answer: outcome.Outcome[T] | None = None
            try:
                with scope:
                    try:
                        answer = outcome.Value(await function())
                    except Exception as error:
                        answer = outcome.Error(error)
                if scope.cancelled_caught and timeout_s is not None:
                    answer = outcome.Error(TimeoutError(f"nothing came for {timeout_s:g} s"))
            finally:
                _answer(answered, answer)

        return self._answer_of(answered, lambda: self._nursery.start_soon(carry), scope.cancel, keep)

    @contextmanager
    def hold(self, manager: AbstractAsyncContextManager[T]) -> Iterator[T]:
        """Enter a context manager of trio, and leave it, in a task of trio, for the length of this block.

        Raises:
            EngineDraining: the run has ended.
        """
        opened = self._ask()
        closed = self._ask()
        leave = self.do(trio.Event)

        async def keep_open() -> None:
            try:
                async with manager as value:
                    _answer(opened, outcome.Value(value))
                    await leave.wait()
            except Exception as error:
                _answer(closed if opened.done() else opened, outcome.Error(error))
            finally:
                _answer(opened, None)
                _answer(closed, None)

        try:
            yield self._answer_of(opened, lambda: self._nursery.start_soon(keep_open))
        finally:
            interrupted = _wait(closed, lambda: self._tell(leave.set))
            with self._lock:
                self._waiting.discard(closed)
            if interrupted is not None:
                raise interrupted
            if (failed := closed.result()) is not None:
                failed.unwrap()

    def close(self) -> None:
        """End what still runs, and wait for the end of the thread. Harmless when repeated."""
        if not self._ended:
            self._tell(lambda: self._leave.set())
        self._thread.join()

    def _run(self, ready: Future[None]) -> None:
        try:
            trio.run(self._main, ready)
        finally:
            with self._lock:
                self._ended = True
                waiting, self._waiting = self._waiting, set()
            for answered in waiting:
                _answer(answered, None)

    async def _main(self, ready: Future[None]) -> None:
        self._token = trio.lowlevel.current_trio_token()
        self._leave = trio.Event()
        async with trio.open_nursery() as nursery:
            self._nursery = nursery
            ready.set_result(None)
            await self._leave.wait()
            nursery.cancel_scope.cancel()

    def _ask(self) -> Future[outcome.Outcome[object] | None]:
        if threading.current_thread() is self._thread:
            raise RuntimeError("this is the engine's own thread, which would wait for itself: call from another one")
        answered: Future[outcome.Outcome[object] | None] = Future()
        with self._lock:
            if self._ended:
                raise EngineDraining
            self._waiting.add(answered)
        return answered

    def _tell(self, function: Callable[[], object]) -> None:
        with suppress(trio.RunFinishedError):  # whoever waits is told by _run
            self._token.run_sync_soon(function)

    def _answer_of(
        self,
        answered: Future[outcome.Outcome[object] | None],
        begin: Callable[[], object],
        cancel: Callable[[], object] | None = None,
        keep: Callable[[T], object] | None = None,
    ) -> T:
        """Begin, in trio's thread, and wait for the answer; ``cancel`` is called there if this is interrupted."""
        interrupted = _wait(answered, lambda: self._tell(begin), None if cancel is None else lambda: self._tell(cancel))
        with self._lock:
            self._waiting.discard(answered)
        answer: outcome.Outcome[T] | None = answered.result()  # type: ignore[assignment]  # of this function
        if interrupted is not None:
            if isinstance(answer, outcome.Value) and keep is not None:
                keep(answer.value)
            raise interrupted
        if answer is None:
            raise EngineDraining
        return answer.unwrap()


def _wait(
    future: Future[T], begin: Callable[[], object], cancel: Callable[[], object] | None = None
) -> BaseException | None:
    """Begin, and wait until there is a result, whatever happens; ``cancel`` at the first interruption, and return it.

    An interruption before it has begun is one too, so it begins, and is cancelled.
    """
    interrupted: BaseException | None = None
    begun = False
    while not future.done():
        try:
            if not begun:
                begin()
                begun = True
            future.exception()
        except BaseException as error:  # Ctrl-C, or what another thread raised in this one
            if interrupted is None and cancel is not None:
                cancel()
            interrupted = interrupted or error
    return interrupted


def _answer(answered: Future[outcome.Outcome[object] | None], answer: outcome.Outcome[object] | None) -> None:
    if not answered.done():
        answered.set_result(answer)
