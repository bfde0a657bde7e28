"""The tour of one chunk leads along files and names that are there, and is as short as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import chordwork.http
from tests.structure.tour import PAGE, ROOT, Stop, line_of, stops

TEXT = PAGE.read_text()
SHOWN = re.findall(r"^    (\w+/\w+\.py) ", chordwork.http.__doc__ or "", re.MULTILINE)


def layer(file: str) -> str:
    """As the drawing names a file: without what all of its layer have before it."""
    return re.sub(r"^\w+/chordwork/(http/)?", "", file)


@pytest.mark.parametrize("stop", stops(TEXT), ids=lambda stop: f"{Path(stop.file).name}-{stop.name}")
def test_every_stop_is_there(stop: Stop) -> None:
    assert line_of(stop.file, stop.name) is not None


def test_files_of_small_tasks_are_there() -> None:
    named = re.findall(r"`(\w+/\w+\.py)`", TEXT.partition("## Small tasks")[2])
    assert named
    assert [name for name in named if not (ROOT / "http/chordwork/http" / name).is_file()] == []


def test_the_way_in_is_no_longer_than_ten_files() -> None:
    way_in = dict.fromkeys(stop.file for stop in stops(TEXT.partition("## The way out")[0]))
    assert 5 < len(way_in) <= 10


def test_the_drawing_shows_the_same_way() -> None:
    way = stops(TEXT.partition("## Before the first chunk")[0])
    assert set(SHOWN) | {"wire/events.py"} == {layer(stop.file) for stop in way}
    assert SHOWN[:10] == [*dict.fromkeys(layer(stop.file) for stop in way)][:10]
