"""What cannot be analysed.

ChordworkError
└── AnalysisError          code: "analysis"
    ├── InputError         code: "input"           a file that cannot be read, or is not what it should be
    ├── ClipError          code: "clip"            recordings that are missing, or too few
    ├── ChartError         code: "chart"           begins like a chart, and goes on like none
    └── SourceError        code: "source"
        ├── PcmFormatError     code: "pcm_format"      a description of raw PCM that is none
        ├── CompressionError   code: "damaged_gzip"    compressed data that cannot be inflated
        └── TooBigError        code: "too_big"         it inflates to more than is taken
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class AnalysisError(ChordworkError):
    """What was given cannot be analysed; the message says what to change."""

    code: ClassVar[str] = "analysis"


class InputError(AnalysisError):
    """A file that is not there, or not what it should be.

    Attributes:
        path: as the user wrote it.
    """

    code: ClassVar[str] = "input"

    def __init__(self, path: str, reason: str) -> None:
        """``reason`` says what is wrong and what to do."""
        super().__init__(f"{path}: {reason}")
        self.path = path


class ClipError(AnalysisError):
    """Recordings that are missing, or hold too little."""

    code: ClassVar[str] = "clip"


class ChartError(AnalysisError, ValueError):
    """Looks like a chart, but cannot be read as one; the message says where."""

    code: ClassVar[str] = "chart"


class SourceError(AnalysisError, ValueError):
    """Bytes that cannot be taken for a recording."""

    code: ClassVar[str] = "source"


class PcmFormatError(SourceError):
    """A description of raw PCM that says too little, or something impossible."""

    code: ClassVar[str] = "pcm_format"


class CompressionError(SourceError):
    """Compressed data that is damaged, or ends too early."""

    code: ClassVar[str] = "damaged_gzip"


class TooBigError(SourceError):
    """It inflates to more than is taken."""

    code: ClassVar[str] = "too_big"
