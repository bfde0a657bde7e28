"""What cannot be taken in.

ChordworkError
└── IntakeError            code: "intake"
    ├── PcmFormatError     code: "pcm_format"      a description of raw PCM that is none
    ├── CompressionError   code: "damaged_gzip"    compressed data that cannot be inflated
    └── TooBigError        code: "too_big"         it inflates to more than is taken
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class IntakeError(ChordworkError, ValueError):
    """Bytes that cannot be taken for a recording; the message says what to change."""

    code: ClassVar[str] = "intake"


class PcmFormatError(IntakeError):
    """A description of raw PCM that says too little, or something impossible."""

    code: ClassVar[str] = "pcm_format"


class CompressionError(IntakeError):
    """Compressed data that is damaged, or ends too early."""

    code: ClassVar[str] = "damaged_gzip"


class TooBigError(IntakeError):
    """It inflates to more than is taken."""

    code: ClassVar[str] = "too_big"
