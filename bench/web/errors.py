"""What can go wrong with the benchmark of the web client."""

from __future__ import annotations

from typing import ClassVar

from chordwork.engine import ChordworkError


class WebBenchError(ChordworkError):
    """A tool is not there, or a run failed; the message says which, and what to do."""

    code: ClassVar[str] = "bench_web"
