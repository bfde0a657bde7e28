"""A song as musicians write it down: what a chart says, whichever format it came in, and what is played from it.

A :class:`Song` is what stands on the page: sections of bars, with repeats, endings and jumps as signs. :func:`play`
reads the signs and gives the bars as they sound. :func:`limited` gives what a format can carry, and names the rest.
Formats are read and written in :mod:`chordwork.music.charts`.
"""

from chordwork.music.song.errors import SongError, UnplayableSongError
from chordwork.music.song.features import Feature, Lost, features_of, limited
from chordwork.music.song.model import (
    STANDARD_TUNING,
    Bar,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Signature,
    Song,
    Syllable,
    Text,
    TextKind,
    tidy,
)
from chordwork.music.song.playing import MAX_PLAYED_BARS, PlayedBar, play, unfolded
from chordwork.music.song.transposing import as_it_sounds, transposed, with_capo

__all__ = [
    "MAX_PLAYED_BARS",
    "STANDARD_TUNING",
    "Bar",
    "Feature",
    "Jump",
    "Lost",
    "MelodyNote",
    "PlacedChord",
    "PlayedBar",
    "Section",
    "Signature",
    "Song",
    "SongError",
    "Syllable",
    "Text",
    "TextKind",
    "UnplayableSongError",
    "as_it_sounds",
    "features_of",
    "limited",
    "play",
    "tidy",
    "transposed",
    "unfolded",
    "with_capo",
]
