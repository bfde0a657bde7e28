"""How the log looks; only programs call this, never a library."""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog


def configure_logging(level: Literal["debug", "info", "warning", "error"] = "info") -> None:
    """Send the log of this process to standard error: coloured on a terminal, one JSON object a line elsewhere."""
    on_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if on_terminal else [structlog.processors.format_exc_info]),
            structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
