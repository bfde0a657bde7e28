"""What can be missing for the accuracy benchmark.

    ChordworkError
    └── AccuracyError               code: "bench_accuracy"
        ├── NoClipsError            code: "bench_no_clips"
        ├── PeerError               code: "bench_peer"
        └── MissingPackageError     code: "bench_missing_package"

The message says what to run.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from chordwork.engine import ChordworkError


class AccuracyError(ChordworkError):
    """The benchmark cannot run as asked."""

    code: ClassVar[str] = "bench_accuracy"


class NoClipsError(AccuracyError):
    """The cache holds no dev clips of the halves and kinds asked for.

    Attributes:
        cache: the folder that was searched.
    """

    code: ClassVar[str] = "bench_no_clips"

    def __init__(self, cache: Path, wanted: str) -> None:
        super().__init__(
            f"no dev clips ({wanted}) under {cache / 'dev'}: render them with "
            f"`python -m training render --split dev --cache {cache}`, or name another --cache"
        )
        self.cache = cache


class PeerError(AccuracyError):
    """A peer that is not installed, or that offers nothing to call."""

    code: ClassVar[str] = "bench_peer"


class MissingPackageError(AccuracyError):
    """A package that a part of the benchmark needs is not installed."""

    code: ClassVar[str] = "bench_missing_package"
