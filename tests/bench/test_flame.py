"""The flame graph: what is drawn of known stacks, and samples of a real server."""

from __future__ import annotations

import argparse
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import flame
from bench.flame.picture import WIDTH, flame_svg, self_shares

SVG = "{http://www.w3.org/2000/svg}"
STACKS = [
    (("run (trio/_run.py)", "hear (engine/chordwork/engine/_hearing.py)"), 30),
    (("run (trio/_run.py)", "hear (engine/chordwork/engine/_hearing.py)", "stack (numpy/core.py)"), 10),
    (("run (trio/_run.py)", "<listcomp> (http/chordwork/http/a.py)"), 59),
    (("run (trio/_run.py)", "seldom (http/chordwork/http/a.py)"), 0),
    (("other (x.py)",), 1),
]


def test_each_function_is_as_wide_as_its_share_and_stands_on_its_caller() -> None:
    root = ElementTree.fromstring(flame_svg(STACKS, "a <title>"))
    boxes = {}
    for group in root.iter(f"{SVG}g"):
        title, rect = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert title is not None
        assert title.text
        assert rect is not None
        boxes[title.text.split(" (")[0]] = {key: float(rect.attrib[key]) for key in ("x", "y", "width")}
    assert boxes.keys() == {"run", "hear", "stack", "<listcomp>", "other"}
    widths = {name: round(box["width"] / WIDTH, 2) for name, box in boxes.items()}
    assert widths == {"run": 0.99, "hear": 0.4, "stack": 0.1, "<listcomp>": 0.59, "other": 0.01}
    assert boxes["run"]["y"] > boxes["hear"]["y"] > boxes["stack"]["y"]
    assert boxes["hear"]["y"] == boxes["<listcomp>"]["y"]
    assert boxes["hear"]["x"] == pytest.approx(boxes["<listcomp>"]["x"] + boxes["<listcomp>"]["width"], abs=1)


def test_time_is_put_down_to_the_innermost_function() -> None:
    assert self_shares(STACKS, depth=1) == [("http", 0.59), ("engine", 0.3), ("numpy", 0.1), ("x.py", 0.01)]


def test_no_samples_are_no_picture() -> None:
    with pytest.raises(ValueError, match="a sample"):
        flame_svg([], "nothing")


def test_a_server_is_seen_at_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    flame.add_options(parser)
    svg = tmp_path / "pictures" / "flame.svg"
    result = flame.run(quick=True, options=parser.parse_args(["--sessions", "6", "--svg", str(svg)]))
    assert result["samples"] > 0
    assert sum(result["self_shares"].values()) == pytest.approx(1.0)
    assert "Session" in svg.read_text(encoding="utf-8")
    assert "µs a frame" in capsys.readouterr().out
