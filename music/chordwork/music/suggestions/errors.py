"""Errors of the suggestions.

ChordworkError
└── SuggestionError             code: "suggestion"       also a ValueError
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class SuggestionError(ChordworkError, ValueError):
    """A question that has no answer: too many chords, a limit below 1, a place outside the progression."""

    code: ClassVar[str] = "suggestion"
