"""docs/tour.md: the stops of one chunk of audio, by file, line and name.

``python -m tests.structure.tour`` brings its lines up to date.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs/tour.md"
_STOP: Final = re.compile(r"`(?P<file>[\w/]+\.py):(?P<line>\d+)` `(?P<name>[\w.]+)`")


class Stop(NamedTuple):
    """One place of the tour."""

    file: str
    line: int
    name: str


def stops(text: str) -> list[Stop]:
    """Those of a page, or of a part of it."""
    return [Stop(found["file"], int(found["line"]), found["name"]) for found in _STOP.finditer(text)]


def line_of(file: str, name: str) -> int | None:
    """Where a function or a method is defined; None: nowhere in that file."""
    node: ast.AST = ast.parse((ROOT / file).read_text())
    for part in name.split("."):
        found = (
            each
            for each in ast.iter_child_nodes(node)
            if isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and each.name == part
        )
        if (inner := next(found, None)) is None:
            return None
        node = inner
    return node.lineno if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) else None


def main() -> None:
    """Write the lines anew."""

    def anew(found: re.Match[str]) -> str:
        return f"`{found['file']}:{line_of(found['file'], found['name'])}` `{found['name']}`"

    PAGE.write_text(_STOP.sub(anew, PAGE.read_text()))


if __name__ == "__main__":
    main()
