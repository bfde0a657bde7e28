"""What can go wrong when a progression becomes a tab.

ChordworkError
└── TabError                  code: "tab"                all of these are also ValueErrors
    ├── MetreError            code: "metre"
    ├── DurationError         code: "chord_duration"
    ├── TooManyChordsError    code: "too_many_chords"
    ├── UnknownPatternError   code: "unknown_pattern"
    └── PatternSyntaxError    code: "pattern_syntax"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class TabError(ChordworkError, ValueError):
    """A tab that cannot be made as asked."""

    code: ClassVar[str] = "tab"


class MetreError(TabError):
    """A metre or tempo that cannot be written."""

    code: ClassVar[str] = "metre"


class DurationError(TabError):
    """A chord whose number of beats is not positive, or finer than the grid of a twelfth of a quarter note."""

    code: ClassVar[str] = "chord_duration"


class TooManyChordsError(TabError):
    """More chords, or more bars, than one tab holds."""

    code: ClassVar[str] = "too_many_chords"


class UnknownPatternError(TabError):
    """A strumming, picking or bass pattern that is not in the table."""

    code: ClassVar[str] = "unknown_pattern"


class PatternSyntaxError(TabError):
    """A pattern text with a word that means nothing."""

    code: ClassVar[str] = "pattern_syntax"


class MissingExtraError(TabError):
    """A format whose optional library is not installed."""

    code: ClassVar[str] = "missing_extra"


class UnsupportedError(TabError):
    """Something that a format cannot hold."""

    code: ClassVar[str] = "unsupported_by_format"
