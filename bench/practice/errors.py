"""What can be missing for the practice benchmark."""

from __future__ import annotations

from typing import ClassVar

from chordwork.engine import ChordworkError


class PracticeDataError(ChordworkError):
    """Recordings, or what plays them, are not there; the message says what to do."""

    code: ClassVar[str] = "bench_practice_data"
