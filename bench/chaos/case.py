"""What a case of the chaos suite is: a promise that was written down first, and a run that measures it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from chordwork.harmony.errors import ChordworkError


class ChaosError(ChordworkError, code="chaos"):
    """The benchmark cannot be run here, or a program in it did not start."""


@attrs.frozen
class Result:
    """What was measured.

    Attributes:
        kept: the promise was.
        figure: in words, with the numbers that matter.
        raw: all that was measured.
    """

    kept: bool
    figure: str
    raw: dict[str, Any]


@attrs.frozen
class Case:
    """One kind of trouble.

    Attributes:
        name: a word or two.
        trouble: what is done.
        promise: what has to come of it.
        run: does it, in an empty folder, and measures.
        missing: why it cannot be done on this machine; None if it can.
    """

    name: str
    trouble: str
    promise: str
    run: Callable[[Path], Result]
    missing: Callable[[], str | None] = lambda: None
