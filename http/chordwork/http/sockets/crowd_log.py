"""A line in the log for a crowd, not one for each of it."""

from __future__ import annotations

from typing import Final

import structlog
import trio

EVERY_S: Final = 1.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class CrowdLog:
    """Says at most once a second that connections were turned away, and how many since it last did."""

    def __init__(self, reason: str) -> None:
        """``reason``: why they are."""
        self._reason = reason
        self._count = 0
        self._quiet_until = -float("inf")

    def note(self, client: str) -> None:
        """One more; the line names the last one."""
        self._count += 1
        now = trio.current_time()
        if now >= self._quiet_until:
            _log.warning("connections turned away", reason=self._reason, count=self._count, client=client)
            self._count, self._quiet_until = 0, now + EVERY_S
