"""What can be wrong with passages and results; the message says what to do."""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony import ChordworkError


class FiguresError(ChordworkError):
    """A page, a passage or a result is not what it has to be."""

    code: ClassVar[str] = "bench_figures"
