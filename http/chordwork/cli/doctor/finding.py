"""What a check has found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

import attrs

State = Literal["works", "optional", "broken"]

WORKS: Final = "works"
OPTIONAL: Final = "optional"
"""Something that some need is missing; all else works."""
BROKEN: Final = "broken"


@attrs.frozen
class Finding:
    """One line of the report.

    Attributes:
        what: that was looked at, such as ``"microphone"``.
        state: ``"works"``, ``"optional"`` (missing, and only some need it) or ``"broken"``.
        found: in a line.
        remedy: what to do; empty where nothing is to be done.
    """

    what: str
    state: State
    found: str
    remedy: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return attrs.asdict(self)


Check = Callable[[], Finding]


def looked_at(what: str, check: Check) -> Finding:
    """What a check says; one that fails in a way that nobody foresaw is a finding, too."""
    try:
        return check()
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return Finding(what, BROKEN, said[:300], "install Chordwork again; if that does not help, report this line")
