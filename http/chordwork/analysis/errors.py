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

from chordwork.harmony.errors import ChordworkError, PlaceError


class AnalysisError(ChordworkError, code="analysis"):
    """What was given cannot be analysed; the message says what to change."""


class InputError(AnalysisError, PlaceError, code="input"):
    """A file that is not there, or not what it should be."""


class ClipError(AnalysisError, code="clip"):
    """Recordings that are missing, or hold too little."""


class ChartError(AnalysisError, ValueError, code="chart"):
    """Looks like a chart, but cannot be read as one; the message says where."""


class SourceError(AnalysisError, ValueError, code="source"):
    """Bytes that cannot be taken for a recording."""


class PcmFormatError(SourceError, code="pcm_format"):
    """A description of raw PCM that says too little, or something impossible."""


class CompressionError(SourceError, code="damaged_gzip"):
    """Compressed data that is damaged, or ends too early."""


class TooBigError(SourceError, code="too_big"):
    """It inflates to more than is taken."""
