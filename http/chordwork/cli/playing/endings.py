"""A command that is ended from outside ends as by Ctrl-C: what it has begun, a note or a picture, is put away first."""

from __future__ import annotations

import signal
import threading
from typing import Final

import trio

from chordwork.cli.exits import SIGNALLED

_SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""To end, and that the terminal was closed."""


class EndingWell:
    """Waits for a signal that would end the process, and cancels what runs."""

    def __init__(self) -> None:
        """None has come."""
        self._caught: int | None = None

    async def wait(
        self, scope: trio.CancelScope, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
    ) -> None:
        """Cancel ``scope`` at the first signal; ready when started.

        In another thread than a program's main one there is nothing to wait for: signals are that one's.
        """
        if threading.current_thread() is not threading.main_thread():
            task_status.started()
            return
        with trio.open_signal_receiver(*_SIGNALS) as signals:
            task_status.started()
            async for number in signals:
                self._caught = number
                scope.cancel()

    def leave(self) -> None:
        """Go on, or end the process as the signal would have.

        Raises:
            SystemExit: with 128 and the signal's number, as shells report it.
        """
        if self._caught is not None:
            raise SystemExit(SIGNALLED + self._caught)
