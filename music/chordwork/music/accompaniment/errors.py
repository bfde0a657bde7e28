"""What can go wrong when a band is asked to play.

ChordworkError
└── AccompanimentError        code: "accompaniment"       all of these are also ValueErrors
    ├── UnknownGrooveError    code: "unknown_groove"
    ├── PaceError             code: "pace"
    ├── TooMuchMusicError     code: "too_much_music"
    ├── SoundFormatError      code: "sound_format"
    └── SoundfontError        code: "soundfont"
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class AccompanimentError(ChordworkError, ValueError):
    """An accompaniment that cannot be made as asked."""

    code: ClassVar[str] = "accompaniment"


class UnknownGrooveError(AccompanimentError):
    """No groove of that name."""

    code: ClassVar[str] = "unknown_groove"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"{name[:40]!r} is no groove here: choose one of {', '.join(known)}")


class PaceError(AccompanimentError):
    """A tempo, an intensity or a number of beats out of range."""

    code: ClassVar[str] = "pace"


class TooMuchMusicError(AccompanimentError):
    """No chords, or more bars than one accompaniment holds."""

    code: ClassVar[str] = "too_much_music"


class SoundFormatError(AccompanimentError):
    """A sound format that there is not, or that the libsndfile here cannot write."""

    code: ClassVar[str] = "sound_format"


class SoundfontError(AccompanimentError):
    """No FluidSynth, no soundfont, or one that cannot be used."""

    code: ClassVar[str] = "soundfont"
