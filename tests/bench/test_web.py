"""The arithmetic of ``bench web``; the runs themselves need a browser."""

from __future__ import annotations

import pytest

from bench.web.command import growth
from bench.web.errors import WebBenchError


def test_growth_compares_the_last_third_with_the_first_after_the_warm_up() -> None:
    samples = [{"heap_mb": value} for value in (90.0, 1.0, 1.0, 1.0, 7.0, 7.0, 7.0, 2.0, 2.0, 2.0)]
    seen = growth(samples, "heap_mb")
    assert (seen.first, seen.last) == (1.0, 2.0)
    assert seen.percent == pytest.approx(100.0)


def test_too_short_a_run_says_so() -> None:
    with pytest.raises(WebBenchError, match="too short"):
        growth([{"nodes": 1.0}, {"nodes": 1.0}], "nodes")


def test_nothing_at_first_is_no_growth() -> None:
    assert growth([{"listeners": 0.0}] * 6, "listeners").percent == 0.0
