"""How late stamped audio is, without knowing the client's clock."""

from __future__ import annotations

from typing import Final

WINDOW_S: Final = 30.0
"""The quickest journey of the last one to two windows is the measure of the others; clocks drift apart by less."""
STEADY_AFTER_S: Final = 2.0
"""Audio that has been late for so long,"""
CATCHING_UP: Final = 1.5
"""and does not come at this many times the pace of music, is not catching up: it is as early as it will ever be."""


class CaptureClock:
    """Compares capture stamps with arrival times.

    The difference of the two clocks is unknown, but the smallest one seen lately belongs to the quickest journey; what
    exceeds it is delay. A clock that was set back looks like delay that does not shrink, and so does a network that
    became slower for good: then the measure is taken anew, for dropping would go on for ever.
    """

    def __init__(self, *, late_s: float) -> None:
        """``late_s``: delays of more than this are watched."""
        self.late_s: Final = late_s
        self._quickest_s: float | None = None  # of this window,
        self._quickest_before_s: float | None = None  # and of the one before
        self._window_until_s = 0.0
        self.late_since: tuple[float, float] | None = None  # arrival and capture

    def delay_s(self, capture_us: int, now_s: float) -> float:
        """How much later than the quickest ones audio is that was stamped ``capture_us`` and arrives now."""
        capture_s = capture_us * 1e-6
        journey_s = now_s - capture_s
        if now_s >= self._window_until_s:
            self._quickest_before_s, self._quickest_s = self._quickest_s, None
            self._window_until_s = now_s + WINDOW_S
        if self._quickest_s is None or journey_s < self._quickest_s:
            self._quickest_s = journey_s
        quickest_s = self._quickest_s
        if self._quickest_before_s is not None and self._quickest_before_s < quickest_s:
            quickest_s = self._quickest_before_s
        delay_s = journey_s - quickest_s
        if delay_s <= self.late_s:
            self.late_since = None
            return delay_s
        if self.late_since is None:
            self.late_since = (now_s, capture_s)
        late_for_s, advanced_s = now_s - self.late_since[0], capture_s - self.late_since[1]
        if late_for_s < STEADY_AFTER_S or advanced_s >= CATCHING_UP * late_for_s:
            return delay_s
        self._quickest_s, self._quickest_before_s, self.late_since = journey_s, None, None
        return 0.0
