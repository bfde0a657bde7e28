"""How conversations end."""

from __future__ import annotations

from typing import Final

import attrs
import structlog

from chordwork.actors import EngineDraining, EngineFull, EngineOverloaded, ReaderTooSlow, SessionClosed, SessionEnded
from chordwork.harmony.errors import ChordworkError
from chordwork.http.transports.transport import Disconnected, Malformed
from chordwork.http.wire.protocol import CloseCode, ProtocolError

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen
class CloseReason:
    """How a conversation ends.

    Attributes:
        close_code: None when there is nobody left to tell.
        code: for machines: code of ``error`` and reason of ``done``; or the reason of a close without an ``error``.
        message: for people; None for an ending that is no error.
        flush: deliver what is left of the audio first, and say ``done``.
        retry_after_s: when it may be worth to try again; None where that is not the point.
        elsewhere: address of another server that has room; None where there is none, or it does not say.
    """

    close_code: CloseCode | None
    code: str
    message: str | None = None
    flush: bool = False
    retry_after_s: float | None = None
    elsewhere: str | None = None


RETRY_AFTER_S: Final = 5.0
"""Longer than the load needs to be measured anew."""
RETRY_ELSEWHERE_S: Final = 0.5
"""Where another server has room."""

STOPPED: Final = CloseReason(CloseCode.NORMAL, "stop", flush=True)
GONE: Final = CloseReason(None, "gone")
LEFT: Final = CloseReason(None, "left")
DRAINING: Final = CloseReason(
    CloseCode.DRAINING, "draining", "the server is shutting down: connect again in a moment", flush=True
)
HANDED_OVER: Final = CloseReason(
    CloseCode.DRAINING, "draining", "the server is shutting down: come back, and the session goes on at another one"
)
"""Without the last chords, for they will be said there."""
START_TIMEOUT: Final = CloseReason(CloseCode.START_TIMEOUT, "start_timeout", "no start within the time allowed")
IDLE: Final = CloseReason(CloseCode.IDLE_TIMEOUT, "idle_timeout", "no audio within the time allowed", flush=True)
SESSION_LIMIT: Final = CloseReason(CloseCode.SESSION_LIMIT, "session_limit", "the longest session is over", flush=True)
FLUSH_TIMEOUT: Final = CloseReason(CloseCode.INTERNAL, "flush_timeout", "the last chords took too long")
CROWDED: Final = CloseReason(
    CloseCode.FULL, "too_many_connections", "too many connections: try again later", retry_after_s=RETRY_AFTER_S
)
TAKEN_OVER: Final = CloseReason(CloseCode.TAKEN_OVER, "taken_over", "the session goes on over another connection")
UNREAD: Final = CloseReason(
    CloseCode.SLOW_READER,
    "reader_too_slow",
    "you do not read what this server says: read while you send, in a task of its own, then connect again",
)
"""The connection is lost, as with :data:`GONE`, but there is somebody who may still come to hear why."""
NO_MEMORY: Final = CloseReason(
    CloseCode.FULL, "engine_overloaded", "this server has no memory left: try again later", retry_after_s=RETRY_AFTER_S
)
CRASHED: Final = CloseReason(CloseCode.INTERNAL, "internal", "the server failed: connect again")


def close_reason_of(error: Exception) -> CloseReason:
    """What an exception means to the client. One that nobody foresaw is logged, and told as ``internal``."""
    match error:
        case ProtocolError():
            return CloseReason(error.close_code, error.code, error.message)
        case Malformed():
            return CloseReason(error.close_code, error.reason)
        case Disconnected():
            return UNREAD if error.unread else LEFT if error.orderly else GONE
        case EngineFull() | EngineOverloaded():
            return CloseReason(CloseCode.FULL, error.code, str(error), retry_after_s=RETRY_AFTER_S)
        case EngineDraining() | SessionClosed():
            return attrs.evolve(DRAINING, flush=False)
        case ReaderTooSlow():
            return CloseReason(CloseCode.SLOW_READER, error.code, f"{error}: read while you send")
        case SessionEnded() if isinstance(error.__cause__, MemoryError):
            return NO_MEMORY
        case SessionEnded():
            return CloseReason(CloseCode.INTERNAL, error.code, str(error))
        case MemoryError():
            _log.error("a conversation failed: there is no memory left")
            return NO_MEMORY
        case ChordworkError():  # of a recogniser that cannot use the format
            return CloseReason(CloseCode.UNSUPPORTED, error.code, str(error))
        case _:
            _log.error("a conversation failed", exc_info=error)
            return CRASHED
