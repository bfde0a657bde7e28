"""docs/decisions: one numbering, and an index of all of it."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs/decisions"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))
ROWS = re.findall(r"^\| \[(\d+)\]\((.+?)\) \| (.+?) \| (.+?) \| (.*?) ?\|$", (FOLDER / "README.md").read_text(), re.M)


def heading(page: Path) -> tuple[int, str]:
    """Number and title."""
    found = re.match(r"# 0*(\d+)[.:] (.+)\n", page.read_text())
    assert found, f"{page.name} begins with '# NUMBER. TITLE'"
    return int(found[1]), found[2]


def test_each_decision_has_a_number_of_its_own_and_says_it() -> None:
    numbers = [int(page.name[:3]) for page in PAGES]
    assert len(set(numbers)) == len(numbers) > 50
    assert [heading(page)[0] for page in PAGES] == numbers


def test_the_index_has_every_decision_under_its_title() -> None:
    titled = [(str(number), page.name, title) for page in PAGES for number, title in [heading(page)]]
    assert [row[:3] for row in ROWS] == titled, "docs/decisions/README.md: a row a decision, in order of numbers"


def test_what_supersedes_a_decision_is_one() -> None:
    numbers = {int(page.name[:3]) for page in PAGES}
    later = [int(number) for row in ROWS for number in re.findall(r"\d+", row[4])]
    assert set(later) <= numbers
