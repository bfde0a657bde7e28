"""Every page of the repository: its links lead somewhere, and the paths it names are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
FILES = subprocess.run(LISTED, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
PAGES = [name for name in FILES if name.endswith(".md") and (ROOT / name).is_file()]
OF_TODAY = [page for page in PAGES if not re.match(r"docs/decisions/\d|CHANGELOG", page)]
"""Decisions and the list of changes speak of the paths of their day."""
FOLDERS = {name.partition("/")[0] for name in FILES if "/" in name}
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+)/?`")
MADE = ("http/chordwork/http/guide.tar.xz", "training/cache")
"""What is there only once it has been made."""


def test_pages_were_found() -> None:
    if not PAGES:
        pytest.skip("git does not say which files there are")
    assert "README.md" in PAGES
    assert len(PAGES) > 80


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = LINK.findall((ROOT / page).read_text())
    assert not [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]


@pytest.mark.parametrize("page", OF_TODAY)
def test_paths_that_are_named_are_there(page: str) -> None:
    named = {path for path in PATH.findall((ROOT / page).read_text()) if path.partition("/")[0] in FOLDERS}
    assert not [path for path in sorted(named) if not (ROOT / path).exists() and path not in MADE]
