"""No client fills the log: so many lines each, then only how many there would have been."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from typing import Any, Final

import structlog

from chordwork.http.security.buckets import TokenBuckets

LINES_PER_S: Final = 20.0
LINES_AT_ONCE: Final = 200
CHARACTERS_A_LINE: Final = 1000
"""A line with a longer traceback counts for several."""
SUMMARY_EVERY_S: Final = 10.0
SHOWN_CLIENTS: Final = 8
_FIELD: Final = "client"
_SUMMARY: Final = "lines of the log left out"


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
        if self._buckets.take(str(client), now_s, cost) > 0:
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
