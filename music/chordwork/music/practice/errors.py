"""What can go wrong when playing is checked.

ChordworkError
└── PracticeError             code: "practice"           all of these are also ValueErrors
    ├── TargetError           code: "practice_target"
    ├── HeardError            code: "practice_heard"
    └── ShapeError            code: "practice_shape"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class PracticeError(ChordworkError, ValueError):
    """Playing that cannot be checked as asked."""

    code: ClassVar[str] = "practice"


class TargetError(PracticeError):
    """A chord that nobody can play, such as ``N.C.``."""

    code: ClassVar[str] = "practice_target"


class HeardError(PracticeError):
    """What was heard is neither twelve probabilities nor a list of notes."""

    code: ClassVar[str] = "practice_heard"


class ShapeError(PracticeError):
    """A shape that does not fit the instrument."""

    code: ClassVar[str] = "practice_shape"
