"""Chords to music: pure functions over chord values. No audio, no clock, no I/O.

What suggests chords brings numpy and a table of counts; it is imported when it is first asked for, so that who wants
another package of these, such as :mod:`~chordwork.music.charts`, does without.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chordwork.music.suggestions import Suggester, Suggestion, suggest

__all__ = ["Suggester", "Suggestion", "suggest"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from chordwork.music import suggestions

    return getattr(suggestions, name)
