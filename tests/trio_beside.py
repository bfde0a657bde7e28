"""A trio loop in a thread beside a test that is no coroutine: for state machines, whose rules are plain calls."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import trio
import trio.testing

T = TypeVar("T")


class Loop:
    """A running loop. What is started in :attr:`nursery` ends with it."""

    def __init__(self, clock: trio.testing.MockClock | None) -> None:
        self.clock = clock
        self.nursery: trio.Nursery
        self._token: trio.lowlevel.TrioToken
        self._stop: trio.Event
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._main, daemon=True)

    def run(self, call: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        """Await a call in the loop; what it raises is raised here."""
        return trio.from_thread.run(call, *arguments, trio_token=self._token)

    def _main(self) -> None:
        async def main() -> None:
            self._token, self._stop = trio.lowlevel.current_trio_token(), trio.Event()
            async with trio.open_nursery() as self.nursery:
                self._ready.set()
                await self._stop.wait()
                self.nursery.cancel_scope.cancel()

        trio.run(main, clock=self.clock)

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()
        assert self._ready.wait(60)

    def end(self) -> None:
        """Cancel what runs, and wait for the thread."""
        trio.from_thread.run_sync(self._stop.set, trio_token=self._token)
        self._thread.join(60)
        assert not self._thread.is_alive()


@contextmanager
def trio_beside(*, mock_clock: bool = False) -> Iterator[Loop]:
    """A loop for the length of a block; its clock stands still but for ``loop.clock.jump`` where it is a mock."""
    loop = Loop(trio.testing.MockClock() if mock_clock else None)
    loop.begin()
    try:
        yield loop
    finally:
        loop.end()
