"""What can be missing for the benchmark of real sound; the message says what to run."""

from __future__ import annotations

from pathlib import Path

from chordwork.engine import ChordworkError


class NotMadeError(ChordworkError, code="bench_real_not_made"):
    """The set is not there.

    Attributes:
        folder: where it was sought.
    """

    def __init__(self, folder: Path, wanted: str) -> None:
        super().__init__(
            f"no pieces ({wanted}) under {folder}: make them with `python -m training real --cache "
            f"{folder.parents[1]}`, or name another --cache"
        )
        self.folder = folder
