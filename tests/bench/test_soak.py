from __future__ import annotations

import argparse

import pytest

from bench import soak
from bench.soak.command import quarters


def test_what_grows_shows_as_more_in_the_last_quarter_than_in_the_first() -> None:
    flat = [(float(at), 5.0) for at in range(100)]
    assert quarters(flat) == (5.0, 5.0)
    early, late = quarters([(float(at), float(at)) for at in range(100)])
    assert 20.0 <= early <= 40.0  # after the warm-up
    assert 80.0 <= late <= 99.0
    assert quarters([]) == (0.0, 0.0)


@pytest.mark.long
def test_a_short_soak_leaves_nothing_behind() -> None:
    result = soak.run(quick=True, options=argparse.Namespace(minutes=0.12))
    summary = result["summary"]
    assert (summary["tasks_left"], summary["files_left"]) == (0, 0)
    assert summary["visits"] > 20

    assert not result["failures"]
