from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http.capture_clock import CaptureClock

FRAME_S = 0.02


def played(clock: CaptureClock, delays_s: list[float], *, skew_s: float = 1e6, drift: float = 0.0) -> list[float]:
    """What the clock says of frames that were captured one after the other and each took so long to arrive."""
    told, arrived_s = [], 0.0
    for number, delay_s in enumerate(delays_s):
        captured_s = number * FRAME_S
        arrived_s = max(arrived_s, captured_s + delay_s)  # TCP keeps the order
        told.append(clock.delay_s(round((captured_s * (1 + drift) + skew_s) * 1e6), arrived_s))
    return told


@given(st.lists(st.floats(0.0, 1.9), min_size=1, max_size=200), st.floats(0.0, 1e9))
def test_delays_are_those_beyond_the_quickest_and_no_clock_need_be_known(delays_s: list[float], skew_s: float) -> None:
    told = played(CaptureClock(late_s=2.0), delays_s, skew_s=skew_s)
    arrived_s, quickest_s = 0.0, float("inf")
    for number, delay_s in enumerate(delays_s):
        arrived_s = max(arrived_s, number * FRAME_S + delay_s)
        journey_s = arrived_s - number * FRAME_S
        quickest_s = min(quickest_s, journey_s)
        assert told[number] == pytest.approx(journey_s - quickest_s, abs=1e-4)


def test_a_network_that_held_five_seconds_back_gives_them_their_age() -> None:
    stalled = [0.03] * 100 + [5.03 - FRAME_S * number for number in range(250)] + [0.03] * 100
    told = played(CaptureClock(late_s=2.0), stalled)
    assert max(told) == pytest.approx(5.0)
    assert told[-1] == pytest.approx(0.0)


def test_clocks_that_drift_apart_do_not_add_up() -> None:
    told = played(CaptureClock(late_s=2.0), [0.01] * 60_000, drift=1e-4)  # 20 minutes
    assert max(told) < 0.01


def test_a_clock_that_is_set_back_is_believed_after_a_moment() -> None:
    clock = CaptureClock(late_s=2.0)
    played(clock, [0.01] * 100, skew_s=100.0)
    told = []
    for number in range(100, 400):
        now_s = number * FRAME_S + 0.01
        told.append(clock.delay_s(round((number * FRAME_S + 90.0) * 1e6), now_s))
    assert told[0] == pytest.approx(10.0)
    assert max(told[110:]) < 0.01  # not dropped for ever


def test_stamps_that_make_no_sense_give_numbers() -> None:
    clock = CaptureClock(late_s=2.0)
    for stamp in (0, (1 << 64) - 1, 5, 0, 1 << 40):
        assert clock.delay_s(stamp, 1.0) >= 0.0
