"""findings/: what their heads say, in one table, and paths that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.structure.findings_page import ANEW, FOLDER, HeadError, page, row_of

SCRIPTS = sorted(FOLDER.glob("*.sh"))
OURS = re.compile(r"\b(?:native|music|engine|actors|http|evaluation|training|bench|frontend|docs|scripts)/[\w./-]+\w")


def test_the_page_says_what_the_heads_say() -> None:
    assert (FOLDER / "README.md").read_text() == page(), ANEW


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_what_a_head_names_of_ours_is_there(script: Path) -> None:
    head = "\n".join(line for line in script.read_text().splitlines() if line.startswith("#"))
    for path in OURS.findall(head):
        assert (FOLDER.parent / path).exists(), path


def test_a_head_without_its_parts_is_refused(tmp_path: Path) -> None:
    script = tmp_path / "odd.sh"
    script.write_text("#!/usr/bin/env bash\n# lib 1.0\n# One would guess: this.\n# What happens: that.\n")
    with pytest.raises(HeadError, match=r"odd\.sh"):
        row_of(script)
