"""How the log looks, and that no client fills it; only programs call this, never a library."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any, Final, Literal, TextIO

import structlog

from chordwork.http.security.buckets import TokenBuckets

MAX_FRAMES: Final = 16
"""Of a traceback, counted from where it was raised."""
MAX_TRACEBACK_CHARACTERS: Final = 4000
_SHARE_OF_ENDS: Final = 0.75
"""Of them, those at the end: there it says what went wrong."""

LINES_PER_S: Final = 20.0
LINES_AT_ONCE: Final = 200
CHARACTERS_A_LINE: Final = 1000
"""A line with a longer traceback counts for several."""
SUMMARY_EVERY_S: Final = 10.0
SHOWN_CLIENTS: Final = 8
_FIELD: Final = "client"
_SUMMARY: Final = "lines of the log left out"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure_logging(level: Literal["debug", "info", "warning", "error"] = "info") -> None:
    """Send the log of this process to standard error: coloured on a terminal, one JSON object a line elsewhere.

    Tracebacks are cut, and so is what one client can make the log say.
    """
    on_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if on_terminal else [structlog.processors.ExceptionRenderer(short_traceback)]),
            LogShares(),
            structlog.dev.ConsoleRenderer(exception_formatter=_print_traceback)
            if on_terminal
            else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def short_traceback(exc_info: ExcInfo) -> str:
    """A traceback of bounded size: its last frames, and of a text that is still too long both ends."""
    text = "".join(traceback.format_exception(*exc_info, limit=-MAX_FRAMES)).rstrip()
    if len(text) <= MAX_TRACEBACK_CHARACTERS:
        return text
    ends = int(MAX_TRACEBACK_CHARACTERS * _SHARE_OF_ENDS)
    left_out = len(text) - MAX_TRACEBACK_CHARACTERS
    return f"{text[: MAX_TRACEBACK_CHARACTERS - ends]}\n… {left_out} characters left out …\n{text[-ends:]}"


def _print_traceback(to: TextIO, exc_info: ExcInfo) -> None:
    to.write("\n" + short_traceback(exc_info))


class LogShares:
    """A processor for structlog that holds every client, by the field ``client`` of a line, to a rate of lines.

    Lines that name no client pass. What is left out is counted, and told in one line now and then.

    Args:
        clock: seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets = TokenBuckets(LINES_PER_S, LINES_AT_ONCE)
        self._left_out: Counter[str] = Counter()
        self._summary_at = 0.0

    def __call__(self, logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Let a line pass, or raise ``DropEvent``."""
        now_s = self._clock()
        if self._left_out and now_s >= self._summary_at:
            self._tell()
        client = event.get(_FIELD)
        if client is None:
            return event
        cost = 1.0 + len(event.get("exception", "")) / CHARACTERS_A_LINE
        if self._buckets.spend(str(client), now_s, cost) > 0:
            if not self._left_out:
                self._summary_at = now_s + SUMMARY_EVERY_S
            self._left_out[str(client)] += 1
            raise structlog.DropEvent
        return event

    def _tell(self) -> None:
        left_out, self._left_out = self._left_out, Counter()
        most = dict(left_out.most_common(SHOWN_CLIENTS))
        structlog.get_logger("chordwork.http").warning(
            _SUMMARY, count=left_out.total(), clients=len(left_out), most_of=most
        )
