"""What can go wrong when a song is planned."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class SongwritingError(ChordworkError, ValueError, code="songwriting"):
    """A song that cannot be planned as asked."""


class ThemeError(SongwritingError, code="theme"):
    """A theme that is empty, too long, or no text."""


class PlanOptionError(SongwritingError, code="plan_option"):
    """A level, genre, tempo, metre or lock that there is not."""


class PlanFormatError(SongwritingError, code="plan_format"):
    """Data that is no plan."""
