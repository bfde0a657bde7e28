"""Asking a store that may be slow or gone: bounded in time, left alone for a while after a failure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import structlog
import trio

PAUSE_S: Final = 5.0
"""After a failure the store is left alone for so long."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")
T = TypeVar("T")


class StoreUnavailable(Exception):
    """The store gave no answer: it is gone, too slow, or was so a moment ago.

    Attributes:
        is_slow: it did not answer in time, but may the next time.
    """

    def __init__(self, *, is_slow: bool = False) -> None:
        """See the attributes."""
        super().__init__("the shared store is too slow" if is_slow else "the shared store cannot be reached")
        self.is_slow = is_slow


class CircuitBreaker:
    """Asks one store.

    Args:
        shown_url: what the log may say about where it is.
        gone: what the log says of what is not to be had then.
        patient: it is not left alone for having been slow: those who ask have time.
    """

    def __init__(self, shown_url: str, *, gone: str, patient: bool = False) -> None:
        self._patient = patient
        self._shown_url = shown_url
        self._gone = gone
        self._errors = 0
        self._paused_until = -float("inf")
        self._failing = False

    @property
    def errors(self) -> int:
        """How often it failed."""
        return self._errors

    @property
    def works(self) -> bool:
        """Whether the last question was answered, or none was asked."""
        return not self._failing

    async def ask(self, question: Callable[[], Awaitable[T]], *, timeout_s: float) -> T:
        """The answer to a question.

        Raises:
            StoreUnavailable: there is none in time, or the store is being left alone.
        """
        if trio.current_time() < self._paused_until:
            raise StoreUnavailable
        answer: Any = None
        with trio.move_on_after(timeout_s) as scope:
            try:
                answer = await question()
            except Exception as error:
                self._fail(type(error).__name__)
                raise StoreUnavailable from error
        if scope.cancelled_caught:
            self._fail("no answer in time", is_slow=True)
            raise StoreUnavailable(is_slow=True)
        if self._failing:
            self._failing = False
            _log.info("the shared store works again", store=self._shown_url)
        found: T = answer
        return found

    def _fail(self, reason: str, *, is_slow: bool = False) -> None:
        self._errors += 1
        if not (is_slow and self._patient):
            self._paused_until = trio.current_time() + PAUSE_S
        if not self._failing:
            _log.warning(f"the shared store fails: {self._gone}", store=self._shown_url, reason=reason)
        self._failing = True
