"""What can go wrong when a band is asked to play."""

from __future__ import annotations

from collections.abc import Iterable

from chordwork.harmony.errors import ChordworkError


class AccompanimentError(ChordworkError, ValueError, code="accompaniment"):
    """An accompaniment that cannot be made as asked."""


class UnknownGrooveError(AccompanimentError, code="unknown_groove"):
    """No groove of that name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"{name[:40]!r} is no groove here: choose one of {', '.join(known)}")


class PaceError(AccompanimentError, code="pace"):
    """A tempo, an intensity or a number of beats out of range."""


class TooMuchMusicError(AccompanimentError, code="too_much_music"):
    """No chords, or more bars than one accompaniment holds."""


class SoundFormatError(AccompanimentError, code="sound_format"):
    """A sound format that there is not, or that the libsndfile here cannot write."""


class SoundfontError(AccompanimentError, code="soundfont"):
    """No FluidSynth, no soundfont, or one that cannot be used."""
