"""What may be wrong with a song.

ChordworkError
└── SongError                   code: "song"
    └── UnplayableSongError     code: "unplayable_song"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class SongError(ChordworkError, ValueError):
    """A value that is no song: a chord outside its bar, a metre that is none."""

    code: ClassVar[str] = "song"


class UnplayableSongError(SongError):
    """Signs of a form that cannot be followed: a jump to a sign that is not there, or without an end.

    Attributes:
        bar: number of the bar with the sign, from 1, as written; 0 where none is to blame.
    """

    code: ClassVar[str] = "unplayable_song"

    def __init__(self, bar: int, reason: str) -> None:
        super().__init__(f"bar {bar}: {reason}" if bar else reason)
        self.bar = bar
