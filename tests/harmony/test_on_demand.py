"""Public names that are imported when they are first asked for."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys

import pytest

LAZY = [
    "chordwork.harmony",
    "chordwork.music",
    *(f"chordwork.music.{room}" for room in ("accompaniment", "fretboard", "practice", "songwriting", "suggestions")),
    "chordwork.music.charts",
    "chordwork.music.tabs",
]


def _loaded(program: str) -> set[str]:
    code = f"import sys; {program}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("package", LAZY)
def test_type_checkers_see_the_names_that_programs_get(package: str) -> None:
    module = importlib.import_module(package)
    told: dict[str, str] = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and node.module not in (None, "typing", "chordwork.harmony.on_demand"):
            assert all(each.asname == each.name for each in node.names)
            told |= {each.name: str(node.module) for each in node.names}
    assert sorted(told) == sorted(module.__all__)
    for name, home in told.items():
        assert inspect.unwrap(getattr(module, name)) is inspect.unwrap(getattr(importlib.import_module(home), name))
    assert {*told} <= {*dir(module)}


def test_a_name_loads_its_own_module_and_what_that_needs() -> None:
    assert {each for each in _loaded("import chordwork.harmony") if each.startswith("chordwork.")} == {
        "chordwork.harmony",
        "chordwork.harmony.on_demand",
    }
    after = _loaded("from chordwork.harmony import parse_note")
    assert "chordwork.harmony.notes" in after
    assert not {"chordwork.harmony.keyfinding", "chordwork.harmony.analysis"} & after


def test_a_name_that_there_is_not() -> None:
    import chordwork.harmony

    with pytest.raises(AttributeError, match=r"'chordwork.harmony' has no attribute 'parse_tune'"):
        chordwork.harmony.parse_tune  # type: ignore[attr-defined] # noqa: B018
    with pytest.raises(ImportError, match="parse_tune"):
        importlib.import_module("chordwork.harmony.parse_tune")
    assert chordwork.harmony.parse_note is chordwork.harmony.parse_note
