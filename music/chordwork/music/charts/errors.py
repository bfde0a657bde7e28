"""What may be wrong with a file that should be a chart.

ChordworkError
└── ChartFileError              code: "chart_file"
    ├── ChartTooLargeError      code: "chart_too_large"
    └── UnknownChartError       code: "unknown_chart"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class ChartFileError(ChordworkError, ValueError):
    """A chart that cannot be read.

    Attributes:
        form: name of the format that it was read as, such as ``chordpro``; empty if none was found.
        reason: what is wrong, and what to do.
        line: of the text, from 1; 0 where the place is not a line.
        column: of the line, from 1; 0 likewise.
        place: where the format has no lines: ``part P1, measure 3``; ``byte 120``.
    """

    code: ClassVar[str] = "chart_file"

    def __init__(self, form: str, reason: str, *, line: int = 0, column: int = 0, place: str = "") -> None:
        at = place or (f"line {line}, column {column}" if line and column else f"line {line}" if line else "")
        super().__init__(": ".join(part for part in (form, at, reason) if part))
        self.form = form
        self.reason = reason
        self.line = line
        self.column = column
        self.place = place


class ChartTooLargeError(ChartFileError):
    """More bytes, bars, songs or levels than any real chart has; nothing of it was kept."""

    code: ClassVar[str] = "chart_too_large"


class UnknownChartError(ChartFileError):
    """Bytes that are in no format known here, or that cannot be written or read in the one asked for."""

    code: ClassVar[str] = "unknown_chart"
