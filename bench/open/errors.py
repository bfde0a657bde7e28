"""What can be missing for the open benchmark.

    ChordworkError
    └── OpenBenchmarkError          code: "bench_open"

The message says what to do.
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony import ChordworkError


class OpenBenchmarkError(ChordworkError):
    """The benchmark cannot run as asked, or a result cannot be read."""

    code: ClassVar[str] = "bench_open"
