"""What the doctor prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from chordwork.cli.doctor.finding import BROKEN, OPTIONAL, WORKS, Finding

_SIGNS: Final = {WORKS: ("✓", "green"), OPTIONAL: ("–", "yellow"), BROKEN: ("✗", "bold red")}
_WIDTH: Final = 21


def write_line(finding: Finding) -> None:
    """One finding, as soon as it is known; what to do stands below it."""
    from rich.console import Console
    from rich.text import Text

    sign, style = _SIGNS[finding.state]
    line = Text.assemble((sign, style), " ", finding.what.ljust(_WIDTH), " ", finding.found)
    console = Console(highlight=False)
    console.print(line, soft_wrap=True)
    if finding.remedy:
        console.print(
            Text(f"   {'':{_WIDTH}}→ {finding.remedy}", "dim" if finding.state == OPTIONAL else ""), soft_wrap=True
        )


def summary(findings: Sequence[Finding]) -> str:
    """The last line."""
    count = Counter(each.state for each in findings)
    if count[BROKEN]:
        return f"\n{count[BROKEN]} of {len(findings)} do not work: see ✗ above."
    if count[OPTIONAL]:
        return f"\nAll that is needed works; {count[OPTIONAL]} of {len(findings)} could be added."
    return f"\nAll {len(findings)} work."


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with ``what``, ``state``, ``found`` and ``remedy``."""
    return json.dumps([each.to_dict() for each in findings], ensure_ascii=False, indent=2)
