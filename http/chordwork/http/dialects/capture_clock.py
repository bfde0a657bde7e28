"""How late stamped audio is, without knowing the client's clock."""

from __future__ import annotations

from typing import Final

WINDOW_S: Final = 30.0
"""The quickest journey of the last one to two windows is the measure of the others; clocks drift apart by less."""
STEADY_AFTER_S: Final = 2.0
"""Audio that has been late for so long,"""
CATCHING_UP: Final = 1.5
"""and does not come at this many times the pace of music, is not catching up: it is as early as it will ever be."""
LONGEST_LEAP_S: Final = 60.0
"""How much audio a client may leave out at once; a stamp that leaps further is another clock's."""


class CaptureClock:
    """Compares capture stamps with arrival times.

    The difference of the two clocks is unknown, but the smallest one seen lately belongs to the quickest journey; what
    exceeds it is delay. A network that became slower for good looks like delay that does not shrink: then the measure
    is taken anew, for dropping would go on for ever.

    A phone's clock may be set, in either direction, or its stamps begin again at 0. So there are two witnesses: the
    stamps, and the length of the audio itself, which falls behind when the network holds it back, but also when the
    client pauses. Audio is as late as both say. And a stamp that goes back, stands still or leaps far ahead is no
    witness: the delay is then what it was before.
    """

    def __init__(self, *, late_s: float) -> None:
        """``late_s``: delays of more than this are watched."""
        self.late_s: Final = late_s
        self._stamps = _Journeys()
        self._lengths = _Journeys()
        self._last: tuple[int, float, float] | None = None  # stamp, arrival, and the stamps' delay
        self._late_since: tuple[float, float] | None = None  # arrival, and audio until then

    def delay_s(self, capture_us: int, now_s: float, audio_s: float) -> float:
        """How much later than the quickest ones audio is.

        Args:
            capture_us: its stamp.
            now_s: when it arrived.
            audio_s: length of the stream before it, left-out parts that were told included.
        """
        by_stamps = self._by_stamps(capture_us, now_s)
        delay_s = min(by_stamps, self._lengths.beyond(now_s - audio_s, now_s))
        self._last = (capture_us, now_s, by_stamps)
        if delay_s <= self.late_s:
            self._late_since = None
            return delay_s
        if self._late_since is None:
            self._late_since = (now_s, audio_s)
        late_for_s, advanced_s = now_s - self._late_since[0], audio_s - self._late_since[1]
        if late_for_s < STEADY_AFTER_S or advanced_s >= CATCHING_UP * late_for_s:
            return delay_s
        self._stamps.begin_anew(now_s - capture_us * 1e-6)
        self._lengths.begin_anew(now_s - audio_s)
        self._last, self._late_since = (capture_us, now_s, 0.0), None
        return 0.0

    def _by_stamps(self, capture_us: int, now_s: float) -> float:
        journey_s = now_s - capture_us * 1e-6
        if self._last is not None:
            last_us, last_s, delay_s = self._last
            if not 0.0 < (capture_us - last_us) * 1e-6 <= now_s - last_s + LONGEST_LEAP_S:
                self._stamps.begin_anew(journey_s - delay_s)
        return self._stamps.beyond(journey_s, now_s)


class _Journeys:
    """The quickest journey lately."""

    def __init__(self) -> None:
        self._quickest_s: float | None = None  # of this window,
        self._quickest_before_s: float | None = None  # and of the one before
        self._window_until_s = 0.0

    def beyond(self, journey_s: float, now_s: float) -> float:
        """How much longer than the quickest one a journey took."""
        if now_s >= self._window_until_s:
            self._quickest_before_s, self._quickest_s = self._quickest_s, None
            self._window_until_s = now_s + WINDOW_S
        if self._quickest_s is None or journey_s < self._quickest_s:
            self._quickest_s = journey_s
        quickest_s = self._quickest_s
        if self._quickest_before_s is not None and self._quickest_before_s < quickest_s:
            quickest_s = self._quickest_before_s
        return journey_s - quickest_s

    def begin_anew(self, quickest_s: float) -> None:
        """From now on this is the quickest one."""
        self._quickest_s, self._quickest_before_s = quickest_s, None
