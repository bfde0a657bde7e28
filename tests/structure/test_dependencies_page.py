"""docs/dependencies.md: every package that an installation may bring has its row, with the licence that it states."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOR_DEVELOPERS = {"render", "train", "bench", "dev"}
ROWS = [
    [cell.strip() for cell in line.strip("|\n ").split(" | ")]
    for line in (ROOT / "docs/dependencies.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| package", "| extra"))
]


def declared() -> set[tuple[str, str]]:
    """Extra, empty for all installations, and package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        (extra, re.split(r"[\[<>=;! ]", requirement)[0])
        for extra, requirements in extras.items()
        if extra not in FOR_DEVELOPERS
        for requirement in requirements
        if not requirement.startswith("chordwork[")
    }


def test_every_dependency_has_a_row_and_every_row_a_dependency() -> None:
    written = {(row[0].strip("`"), row[1]) if row[0].startswith("`") else ("", row[0]) for row in ROWS}
    assert written == declared()


def test_every_row_says_all_there_is_to_say() -> None:
    assert {len(row) for row in ROWS} == {5, 6}
    assert all(cell for row in ROWS for cell in row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1] if row[0].startswith("`") else row[0])
def test_the_licence_is_the_one_that_the_package_states(row: list[str]) -> None:
    extra = row[0].startswith("`")
    name, licence = (row[1], row[3]) if extra else (row[0], row[2])
    try:
        found = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    stated = " ".join(found[field] for field in ("License-Expression", "License") if field in found)
    names = re.findall(r"[A-Z][\w.]*(?:-[\w.]+)*", licence.replace("and others", ""))
    for each in names:
        family = each.partition("-")[0]
        assert family in stated or not stated, f"{name} says {stated!r}"
