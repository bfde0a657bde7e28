"""What every accepted socket gets: whose it is, a loss that is noticed, and a failure that ends nothing but itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import structlog
import trio

MAX_CHARACTERS: Final = 300
"""Of a fault, in the log."""
_PROBES: Final = 3

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


def peer_of(stream: trio.SocketStream) -> str | None:
    """Address of the other end of a connection, if it is still there."""
    try:
        return str(stream.socket.getpeername()[0])
    except OSError:
        return None  # gone already


def notice_lost_peer(sock: socket.socket | trio.socket.SocketType, timeout_s: float) -> None:
    """Let the operating system end a connection whose peer has acknowledged nothing for ``timeout_s`` seconds.

    Written data that stays without acknowledgement counts where the system knows ``TCP_USER_TIMEOUT`` (Linux); a silent
    connection is probed everywhere. A peer that is there and has nothing to say is left alone. One that has gone
    already, for which some systems fail here, is left to the next read, which says so.
    """
    every_s = max(1, round(timeout_s / (_PROBES + 1)))
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in (
            ("TCP_KEEPIDLE", every_s),
            ("TCP_KEEPALIVE", every_s),  # what macOS calls it
            ("TCP_KEEPINTVL", every_s),
            ("TCP_KEEPCNT", _PROBES),
            ("TCP_USER_TIMEOUT", round(timeout_s * 1000)),
        ):
            if hasattr(socket, name):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


class Refused(Exception):
    """The request was answered with an error and the connection is to be closed; nothing to log."""


@contextmanager
def isolated(client: str | None = None) -> Iterator[None]:
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
