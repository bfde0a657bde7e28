"""What can be missing for the accuracy benchmark.

    ChordworkError
    └── AccuracyError               code: "bench_accuracy"
        └── PeerError               code: "bench_peer"

The message says what to run.
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.engine import ChordworkError


class AccuracyError(ChordworkError):
    """The benchmark cannot run as asked."""

    code: ClassVar[str] = "bench_accuracy"


class PeerError(AccuracyError):
    """A peer that is not installed, or that offers nothing to call."""

    code: ClassVar[str] = "bench_peer"
