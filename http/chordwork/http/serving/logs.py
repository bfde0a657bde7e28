"""How the log looks; only programs call this, never a library."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Final, Literal, TextIO

import structlog

from chordwork.http.serving.log_shares import LogShares

MAX_FRAMES: Final = 16
"""Of a traceback, counted from where it was raised."""
MAX_TRACEBACK_CHARACTERS: Final = 4000
_SHARE_OF_ENDS: Final = 0.75
"""Of them, those at the end: there it says what went wrong."""

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
