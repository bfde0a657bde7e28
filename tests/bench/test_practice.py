"""The practice benchmark: its counting, and that it says what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import main
from bench.practice.counting import Count, ratio


def test_precision_and_recall() -> None:
    count = Count()
    count.add(frozenset({1, 2}), frozenset({2, 3}))
    count.add(frozenset({5}), frozenset({5}))
    assert (count.precision, count.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert count.f1 == pytest.approx(2 / 3)


def test_the_interval_of_a_share() -> None:
    assert ratio(8, 10) == "0.800 [0.490 0.943] of 10"  # E. Wilson (1927), as tabulated
    assert ratio(0, 0) == "—"


def test_without_recordings_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practice", "--quick", "--data", str(tmp_path), "--cache", str(tmp_path)]) == 1
    assert "name the data pack with --data" in capsys.readouterr().err
