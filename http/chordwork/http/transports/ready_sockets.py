"""Which of many sockets have something to read: asked once for all, in one task."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import trio

MOST_AT_ONCE: Final = 64
"""Sockets read before other tasks get their turn; each gives one portion."""


class ReadySockets:
    """Calls back for each socket that can be read.

    A task that waits for its socket costs two system calls and a switch of tasks for each chunk of audio. Here the
    kernel keeps all sockets in one set, which is told once of each, and says which are ready; what is there is read at
    once, all of it before anything is answered. Only where there is ``epoll``: see :attr:`usable`.
    """

    def __init__(self) -> None:
        """No sockets yet; :meth:`run` does the work."""
        self._readers: dict[int, Callable[[float], None]] = {}
        self._running = False
        if sys.platform == "linux":
            self._epoll = select.epoll()

    @property
    def usable(self) -> bool:
        """Whether :meth:`run` is at work; it cannot be where the system has no ``epoll``."""
        return self._running

    def __len__(self) -> int:
        """How many sockets it watches."""
        return len(self._readers)

    def add(self, number: int, read: Callable[[float], None]) -> None:
        """Watch a file descriptor that nobody else waits for. :meth:`discard` it before it is closed.

        Args:
            number: of the descriptor.
            read: called with the trio time at each turn of the loop in which there is something to read, or an end. It
                must neither wait nor raise.
        """
        if sys.platform == "linux":
            self._epoll.register(number, select.EPOLLIN)
            self._readers[number] = read

    def discard(self, number: int) -> None:
        """Watch it no more. Harmless when repeated."""
        if sys.platform == "linux" and self._readers.pop(number, None) is not None:
            with suppress(OSError, ValueError):  # ValueError: all is over
                self._epoll.unregister(number)

    async def run(self) -> None:
        """Call back until cancelled; to be started once."""
        if sys.platform == "linux":
            clock = trio.lowlevel.current_clock().current_time
            self._running = True
            try:
                while True:
                    await trio.lowlevel.wait_readable(self._epoll)
                    now = clock()
                    for number, _ in self._epoll.poll(0, MOST_AT_ONCE):
                        if (read := self._readers.get(number)) is not None:
                            read(now)
            finally:
                self._running = False
                self._epoll.close()
