"""What can go wrong when playing is checked."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class PracticeError(ChordworkError, ValueError, code="practice"):
    """Playing that cannot be checked as asked."""


class TargetError(PracticeError, code="practice_target"):
    """A chord that nobody can play, such as ``N.C.``."""


class HeardError(PracticeError, code="practice_heard"):
    """What was heard is neither twelve probabilities nor a list of notes."""


class ShapeError(PracticeError, code="practice_shape"):
    """A shape that does not fit the instrument."""
