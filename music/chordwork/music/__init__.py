"""Chords to music: pure functions over chord values. No audio, no clock, no I/O.

What suggests chords brings numpy and a table of counts; it is imported when it is first asked for, so that who wants
another package of these, such as :mod:`~chordwork.music.charts`, does without.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.suggestions import Suggester as Suggester
    from chordwork.music.suggestions import Suggestion as Suggestion
    from chordwork.music.suggestions import suggest as suggest

__getattr__, __dir__, __all__ = on_demand(__name__, {"suggestions": "Suggester Suggestion suggest"})
