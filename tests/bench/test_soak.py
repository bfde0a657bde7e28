from __future__ import annotations

import argparse

import pytest

from bench import soak


@pytest.mark.long
def test_a_short_soak_leaves_nothing_behind() -> None:
    result = soak.run(quick=True, options=argparse.Namespace(minutes=0.12))
    summary = result["summary"]
    assert (summary["tasks_left"], summary["files_left"]) == (0, 0)
    assert summary["visits"] > 20

    assert not result["failures"]
