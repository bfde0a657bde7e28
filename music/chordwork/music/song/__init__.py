"""A song as musicians write it down: what a chart says, whichever format it came in, and what is played from it.

A :class:`Song` is what stands on the page: sections of bars, with repeats, endings and jumps as signs. :func:`play`
reads the signs and gives the bars as they sound. :func:`limited` gives what a format can carry, and names the rest.
Formats are read and written in :mod:`chordwork.music.charts`.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.song.errors import SongError as SongError
    from chordwork.music.song.errors import UnplayableSongError as UnplayableSongError
    from chordwork.music.song.features import Feature as Feature
    from chordwork.music.song.features import Lost as Lost
    from chordwork.music.song.features import features_of as features_of
    from chordwork.music.song.features import limited as limited
    from chordwork.music.song.model import STANDARD_TUNING as STANDARD_TUNING
    from chordwork.music.song.model import Bar as Bar
    from chordwork.music.song.model import Jump as Jump
    from chordwork.music.song.model import MelodyNote as MelodyNote
    from chordwork.music.song.model import PlacedChord as PlacedChord
    from chordwork.music.song.model import Section as Section
    from chordwork.music.song.model import Signature as Signature
    from chordwork.music.song.model import Song as Song
    from chordwork.music.song.model import Syllable as Syllable
    from chordwork.music.song.model import Text as Text
    from chordwork.music.song.model import TextKind as TextKind
    from chordwork.music.song.model import tidy as tidy
    from chordwork.music.song.playing import MAX_PLAYED_BARS as MAX_PLAYED_BARS
    from chordwork.music.song.playing import PlayedBar as PlayedBar
    from chordwork.music.song.playing import play as play
    from chordwork.music.song.playing import unfolded as unfolded
    from chordwork.music.song.transposing import as_it_sounds as as_it_sounds
    from chordwork.music.song.transposing import transposed as transposed
    from chordwork.music.song.transposing import with_capo as with_capo

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "errors": "SongError UnplayableSongError",
        "features": "Feature Lost features_of limited",
        "model": "STANDARD_TUNING Bar Jump MelodyNote PlacedChord Section Signature Song Syllable Text TextKind tidy",
        "playing": "MAX_PLAYED_BARS PlayedBar play unfolded",
        "transposing": "as_it_sounds transposed with_capo",
    },
)
