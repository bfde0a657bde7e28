"""Counting lines, circles and floors."""

from __future__ import annotations

from bench.layout.command import TABLES, TOTAL, figures_of
from bench.layout.counting import Lines, lines_of
from bench.layout.imports import circles, components, floors, imports_of
from bench.layout.trees import module_name, package_of

COUNTED = '''"""A module."""

# A remark.
LIMIT = 3  # and one beside code
"""What it bounds."""


def text():
    """Say it."""
    return """two
lines"""
'''

TREE = {
    "http/chordwork/http/__init__.py": "",
    "http/chordwork/http/top.py": "from chordwork.http import left\n",
    "http/chordwork/http/left.py": "import chordwork.http.right\n",
    "http/chordwork/http/right.py": "def late():\n    from .left import name\n",
    "music/chordwork/music/notes.py": "import os\n",
    "http/chordwork/http/far.py": "from chordwork.music.notes import c\nfrom chordwork.http.left import x\n",
    "music/chordwork/music/notes.json": "{\n}\n",
}


def test_blank_lines_remarks_and_docstrings_are_no_code() -> None:
    assert lines_of("a.py", COUNTED) == Lines(all=11, code=4)


def test_names_of_modules_and_packages() -> None:
    assert module_name("http/chordwork/http/__init__.py") == "chordwork.http"
    assert module_name("bench/layout/trees.py") == "bench.layout.trees"
    assert package_of("http/chordwork/http/rest/music/tabs.py", 2) == "chordwork.http"
    assert package_of("http/chordwork/http/rest/music/tabs.py", 3) == "chordwork.http.rest"
    assert package_of("native/csrc/ring.c", 2) == "native/csrc"


def test_imports_are_found_wherever_they_stand() -> None:
    graph = imports_of(TREE)
    assert graph["chordwork.http.top"] == {"chordwork.http.left"}
    assert graph["chordwork.http.right"] == {"chordwork.http.left"}
    assert graph["chordwork.http.far"] == {"chordwork.http.left", "chordwork.music.notes"}


def test_a_circle_is_found_and_counts_as_one_floor() -> None:
    graph = imports_of(TREE)
    assert circles(graph) == [["chordwork.http.left", "chordwork.http.right"]]
    assert floors(graph) == 2
    assert floors({"a": {"b"}, "b": {"c"}, "c": set()}) == 3


def test_components_come_after_what_they_import() -> None:
    found = components({"a": {"b"}, "b": {"c", "d"}, "c": {"b"}, "d": set()})
    assert found == [["d"], ["b", "c"], ["a"]]


def test_a_file_is_counted_where_it_stands_now() -> None:
    places = {path: path.replace("music/chordwork/music", "music/chordwork/harmony") for path in TREE}
    found = figures_of(TREE, places, 2)
    assert set(found) == {"chordwork.http", "chordwork.harmony", TOTAL, TABLES}
    assert found["chordwork.harmony"].modules == 1
    assert found["chordwork.http"].circular == found[TOTAL].circular == 2
    assert (found[TOTAL].lines.all, found[TABLES].lines.all) == (7, 2)
