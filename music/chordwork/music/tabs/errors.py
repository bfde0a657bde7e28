"""What can go wrong when a progression becomes a tab."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class TabError(ChordworkError, ValueError, code="tab"):
    """A tab that cannot be made as asked."""


class MetreError(TabError, code="metre"):
    """A metre or tempo that cannot be written."""


class DurationError(TabError, code="chord_duration"):
    """A chord whose number of beats is not positive, or finer than the grid of a twelfth of a quarter note."""


class TooManyChordsError(TabError, code="too_many_chords"):
    """More chords, or more bars, than one tab holds."""


class UnknownPatternError(TabError, code="unknown_pattern"):
    """A strumming, picking or bass pattern that is not in the table."""


class PatternSyntaxError(TabError, code="pattern_syntax"):
    """A pattern text with a word that means nothing."""


class MissingExtraError(TabError, code="missing_extra"):
    """A format whose optional library is not installed."""


class UnsupportedError(TabError, code="unsupported_by_format"):
    """Something that a format cannot hold."""
