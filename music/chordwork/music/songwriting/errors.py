"""What can go wrong when a song is planned.

ChordworkError
└── SongwritingError          code: "songwriting"        all of these are also ValueErrors
    ├── ThemeError            code: "theme"
    ├── PlanOptionError       code: "plan_option"
    └── PlanFormatError       code: "plan_format"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class SongwritingError(ChordworkError, ValueError):
    """A song that cannot be planned as asked."""

    code: ClassVar[str] = "songwriting"


class ThemeError(SongwritingError):
    """A theme that is empty, too long, or no text."""

    code: ClassVar[str] = "theme"


class PlanOptionError(SongwritingError):
    """A level, genre, tempo, metre or lock that there is not."""

    code: ClassVar[str] = "plan_option"


class PlanFormatError(SongwritingError):
    """Data that is no plan."""

    code: ClassVar[str] = "plan_format"
