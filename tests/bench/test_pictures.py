"""One way to draw."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import pytest

from bench.capacity.load import Crowd
from bench.capacity.report import plot
from bench.capacity.search import Search
from bench.capacity.servers import DOORS
from bench.pictures import MissingPackageError, check_drawing, picture


def test_a_picture_is_written_at_the_end(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    with picture(tmp_path / "new" / "two.png", 2) as (_, (left, right)):
        left.plot([0, 1])
        right.plot([1, 0])
    assert (tmp_path / "new" / "two.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_is_written_where_drawing_failed(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(ZeroDivisionError), picture(tmp_path / "one.png") as (_, (axes,)):
        axes.plot([1 / 0])
    assert not list(tmp_path.iterdir())


def test_a_picture_of_capacity(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    searches = {(0.02, door): Search(cast(Crowd, None), 0.02, limit_ms=20.0) for door in DOORS}  # not one probe
    plot(searches, tmp_path / "capacity.png")
    assert (tmp_path / "capacity.png").exists()


def test_what_is_missing_is_said_before_anything_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingPackageError, match="pip install matplotlib"):
        check_drawing()
