"""The rows of docs/threat-model.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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


def untried(ran: Callable[[str], Mapping[str, int]], rows: Sequence[Threat]) -> list[str]:
    """Of the tests that a run was about, those named here that did not pass, with their threats: they show nothing.

    Args:
        ran: how often a test ``passed``, ``failed`` or was ``skipped``; nothing of one that the run was not about.
        rows: the threats.
    """
    return [
        f"{threat.name}: {test} was only {', '.join(outcomes)}"
        for threat in rows
        for test in threat.tests
        if (outcomes := ran(test)) and not outcomes.get("passed")
    ]
