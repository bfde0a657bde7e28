from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from chordwork.http.security.buckets import TokenBuckets


def test_a_burst_then_a_rate() -> None:
    buckets = TokenBuckets(2.0, 3)
    assert [buckets.spend("a", 0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert buckets.spend("b", 0.0) == 0.0
    assert buckets.spend("a", 0.5) == 0.0
    assert buckets.spend("a", 0.5) == 0.5


def test_no_rate_is_no_limit() -> None:
    buckets = TokenBuckets(0.0, 1)
    assert all(buckets.spend("a", 0.0) == 0.0 for _ in range(1000))
    assert len(buckets) == 0


def test_what_costs_more_than_a_full_bucket_takes_a_full_one() -> None:
    buckets = TokenBuckets(1.0, 5)
    assert buckets.spend("a", 0.0, cost=50.0) == 0.0
    assert buckets.spend("a", 0.0) == 1.0


def test_a_fine_never_goes_below_nothing() -> None:
    buckets = TokenBuckets(1.0, 5)
    buckets.fine("a", 0.0, 100.0)
    assert buckets.spend("a", 0.0) == 1.0


def test_time_that_goes_backwards_gives_nothing() -> None:
    buckets = TokenBuckets(1.0, 1)
    assert buckets.spend("a", 10.0) == 0.0
    assert buckets.spend("a", 0.0) == 1.0


def test_full_buckets_are_forgotten() -> None:
    buckets = TokenBuckets(1.0, 2)
    for client in range(100):
        buckets.spend(str(client), 0.0)
    assert len(buckets) == 100
    for _ in range(30):
        buckets.spend("late", 60.0)
    assert len(buckets) == 1


def test_a_million_addresses_take_no_more_memory_than_the_table() -> None:
    buckets = TokenBuckets(0.001, 2, max_clients=1000)
    for client in range(20_000):
        buckets.spend(f"10.{client}", client * 1e-6)
        assert len(buckets) <= 1000
    assert sys.getsizeof(buckets._buckets) < 200_000


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 3)), max_size=60), st.floats(0.1, 5), st.integers(1, 5))
def test_nobody_gets_more_than_burst_and_rate(steps: list[tuple[float, int]], rate: float, burst: int) -> None:
    buckets = TokenBuckets(rate, burst, max_clients=8)
    now, granted = 0.0, dict.fromkeys(range(4), 0)
    for wait, client in steps:
        now += wait
        granted[client] += buckets.spend(str(client), now) == 0.0
        assert granted[client] <= burst + rate * now + 1e-6
