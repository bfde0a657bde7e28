"""The rows of docs/threat-model.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs/threat-model.md"
_TEST: Final = re.compile(r"`(tests/[\w/]+\.py(?:::\w+)?)`")


class Threat(NamedTuple):
    """One row: the section that it stands in, what is threatened, and the tests that show what stops it."""

    section: str
    name: str
    tests: tuple[str, ...]


def threats() -> list[Threat]:
    """All rows, in order."""
    rows: list[Threat] = []
    section = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("## "):
            section = line
        elif line.startswith("| ") and not line.startswith("| threat"):
            rows.append(Threat(section, line.split("|")[1].strip(), tuple(_TEST.findall(line))))
    return rows
