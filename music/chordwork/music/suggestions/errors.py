"""Errors of the suggestions."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class SuggestionError(ChordworkError, ValueError, code="suggestion"):
    """A question that has no answer: too many chords, a limit below 1, a place outside the progression."""
