"""How a command ends: its exit code, and what it says on standard error."""

from __future__ import annotations

import sys
from typing import Final

OK: Final = 0
UNEXPECTED: Final = 1
BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
"""128 + SIGINT, as shells report it."""


def warn(reason: str) -> None:
    """One line on standard error."""
    print(f"chordwork: {' '.join(reason.split())}", file=sys.stderr)
