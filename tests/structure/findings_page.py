"""findings/README.md: a table of all findings, from the heads of their scripts.

``python -m tests.structure.findings_page`` writes it anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "findings"
ANEW: Final = "python -m tests.structure.findings_page writes the page anew"
_HEAD: Final = """\
# Findings

What libraries and programs do that one would not guess, and that is no fault of ours: each a script that shows it, with
what our users meet and what we do about it. Run one with `bash findings/NAME.sh`; its head says what one would have
guessed. Versions are those it was seen with. Written by `python -m tests.structure.findings_page` from the heads of the
scripts: do not edit.

| finding | seen with | what happens | what our users meet, and what we do |
|---|---|---|---|
"""
_MEET: Final = re.compile(r"(?:What )?[Oo]ur users (?:would )?(?:meet|met)(?: it)?:? ?")


class HeadError(ValueError):
    """A script whose head does not say what was guessed, what happens, and what users meet."""


def row_of(script: Path) -> str:
    """The row of a finding.

    Raises:
        HeadError: its head lacks a part.
    """
    lines = script.read_text().splitlines()[1:]
    head = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    first, *rest = (line.lstrip("# ").strip() for line in lines[:head])
    text = " ".join(rest)
    _, guessed, after = text.partition("One would guess: ")
    _, happens, after = after.partition("What happens: ")
    meet = _MEET.search(after)
    if not (guessed and happens and meet):
        raise HeadError(f"{script.name}: its head says 'One would guess:', 'What happens:' and 'Our users meet:'")
    what, so = after[: meet.start()].strip(), after[meet.end() :].strip()
    cells = (f"[{script.stem}]({script.name})", first.partition(": ")[0].rstrip("."), what, so)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def page() -> str:
    """As it should be."""
    return _HEAD + "".join(f"{row_of(script)}\n" for script in sorted(FOLDER.glob("*.sh")))


if __name__ == "__main__":
    (FOLDER / "README.md").write_text(page())
