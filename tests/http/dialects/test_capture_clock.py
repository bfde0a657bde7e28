from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http.dialects.capture_clock import CaptureClock

FRAME_S = 0.02
Stamps = Callable[[int], int]


def played(clock: CaptureClock, delays_s: list[float], *, skew_s: float = 1e6, drift: float = 0.0) -> list[float]:
    """What the clock says of frames that were captured one after the other and each took so long to arrive."""
    told, arrived_s = [], 0.0
    for number, delay_s in enumerate(delays_s):
        captured_s = number * FRAME_S
        arrived_s = max(arrived_s, captured_s + delay_s)  # TCP keeps the order
        told.append(clock.delay_s(round((captured_s * (1 + drift) + skew_s) * 1e6), arrived_s, captured_s))
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


HOUR_S = 3600.0


@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.floats(-HOUR_S * 30, HOUR_S * 30)).filter(lambda jump: abs(jump[1]) > 1e-3),
        max_size=6,
    ),
    st.lists(st.floats(0.0, 0.3), min_size=1, max_size=20),
)
def test_no_jump_of_the_clock_is_a_delay(jumps: list[tuple[int, float]], delays_s: list[float]) -> None:
    """An hour ahead for summer, seconds back when the phone asks a time server: nothing of it is dropped."""
    clock, arrived_s, offset_s = CaptureClock(late_s=2.0), 0.0, 1e6
    for number in range(500):
        delay_s = delays_s[number % len(delays_s)]
        offset_s += sum(by_s for at, by_s in jumps if at == number)
        arrived_s = max(arrived_s, number * FRAME_S + delay_s)
        stamp_us = round((number * FRAME_S + offset_s) * 1e6)
        assert clock.delay_s(stamp_us, arrived_s, number * FRAME_S) < 0.4


@pytest.mark.parametrize(
    "stamp_us", [lambda number: 0, lambda number: number % 7, lambda number: 20 * number % (1 << 16)]
)
def test_stamps_that_stand_still_or_begin_again_or_count_something_else_are_no_delay(stamp_us: Stamps) -> None:
    clock = CaptureClock(late_s=2.0)
    told = [clock.delay_s(stamp_us(number), number * FRAME_S, number * FRAME_S) for number in range(6000)]
    assert max(told) < 0.01


@given(st.floats(2.5, 20.0), st.integers(20, 100))
def test_what_the_network_held_back_has_its_age_though_the_clock_jumps_meanwhile(held_s: float, at: int) -> None:
    clock, told = CaptureClock(late_s=2.0), []
    for number in range(300):
        captured_s = number * FRAME_S
        arrived_s = captured_s if number < 100 else max(captured_s, 100 * FRAME_S + held_s)
        offset_s = 5000.0 if number < 100 + at else 5000.0 - HOUR_S
        told.append(clock.delay_s(round((captured_s + offset_s) * 1e6), arrived_s, captured_s))
    assert told[100] == pytest.approx(held_s, abs=1e-3)
    assert told[99 + at] == pytest.approx(held_s - (at - 1) * FRAME_S, abs=1e-3)
    assert told[100 + at] > told[99 + at] - 2 * FRAME_S  # a jump is no reason to call it fresh, either


def test_a_pause_of_the_client_is_no_delay() -> None:
    clock, told = CaptureClock(late_s=2.0), []
    for number in range(400):
        captured_s = number * FRAME_S + (30.0 if number > 200 else 0.0)  # muted for half a minute
        told.append(clock.delay_s(round(captured_s * 1e6), captured_s + 0.01, number * FRAME_S))
    assert max(told) < 0.01


def test_a_network_that_is_slower_for_good_is_believed_after_a_moment() -> None:
    told = played(CaptureClock(late_s=2.0), [0.01] * 100 + [10.0] * 1000)
    assert told[100] == pytest.approx(9.99)
    assert max(told[700:]) < 0.01  # not dropped for ever


@given(st.lists(st.tuples(st.integers(0, (1 << 64) - 1), st.floats(0, 100), st.floats(0, 100)), max_size=50))
def test_stamps_that_make_no_sense_give_numbers(frames: list[tuple[int, float, float]]) -> None:
    clock, now_s, audio_s = CaptureClock(late_s=2.0), 0.0, 0.0
    for stamp_us, wait_s, length_s in frames:
        now_s, audio_s = now_s + wait_s, audio_s + length_s
        assert clock.delay_s(stamp_us, now_s, audio_s) >= 0.0
