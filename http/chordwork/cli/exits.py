"""How a command ends: its exit code, and what it says on standard error."""

from __future__ import annotations

import sys
from typing import Final

OK: Final = 0
UNEXPECTED: Final = 1
BAD_INPUT: Final = 2
SIGNALLED: Final = 128
"""And the number of a signal that ended it, as shells report it."""
INTERRUPTED: Final = SIGNALLED + 2
"""By SIGINT, which is Ctrl-C."""


def warn(reason: str) -> None:
    """One line on standard error."""
    print(f"chordwork: {' '.join(reason.split())}", file=sys.stderr)
