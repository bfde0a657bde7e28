"""A connection whose failure ends nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog

MAX_CHARACTERS: Final = 300
"""Of a fault, in the log."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class Refused(Exception):
    """The request was answered with an error and the connection is to be closed; nothing to log."""


@contextmanager
def contained(client: str | None = None) -> Iterator[None]:
    """Log whatever ``Exception`` leaves the block, with the address of its ``client``, and go on after it.

    Server libraries run all connections in one nursery, where an exception of one of them would end the rest.
    ``Cancelled``, ``KeyboardInterrupt`` and their like pass, also out of a group that holds both kinds.
    """
    try:
        yield
    except BaseExceptionGroup as group:
        faults, others = group.split(lambda error: isinstance(error, Exception))
        if faults is not None:
            _report(faults, client)
        if others is not None:
            raise others from None
    except Exception as fault:
        _report(fault, client)


def _report(fault: BaseException, client: str | None) -> None:
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    if not isinstance(fault, Refused):
        _log.warning("connection dropped", reason=f"{type(fault).__name__}: {fault}"[:MAX_CHARACTERS], client=client)
