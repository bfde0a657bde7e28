"""Every test that docs/threat-model.md names is there, and every threat has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/threat-model.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_named_is_there() -> None:
    assert len(NAMED) > 40
    for file, function in NAMED:
        path = ROOT / file
        assert path.is_file(), file
        if function:
            assert function.startswith("test_")
            assert function in functions_of(path), f"{file}::{function}"


def test_every_threat_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert len(rows) > 35
    for row in rows:
        assert "`tests/" in row, row


def test_both_doors_and_rest_ask_the_same_gate() -> None:
    for file in ("app.py", "stream_port.py"):
        assert "open_socket(" in (ROOT / "http/chordwork/http" / file).read_text()
    assert "gate.admit(" in (ROOT / "http/chordwork/http/rest/passage.py").read_text()
