"""A band to play along with: drums, bass and comping in many grooves, as notes, MIDI, sound and pictures, and live.

    >>> len(accompany("C G Am F", groove="pop").midi()) > 500
    True

Notes are on a grid of sixteenths with swing; who plays a little early or late does so by seed.
"""

from chordwork.music.accompaniment.accompaniment import Accompaniment
from chordwork.music.accompaniment.entry import accompany
from chordwork.music.accompaniment.errors import (
    AccompanimentError,
    PaceError,
    SoundfontError,
    SoundFormatError,
    TooMuchMusicError,
    UnknownGrooveError,
)
from chordwork.music.accompaniment.groove import Character, DrumLine, Groove
from chordwork.music.accompaniment.grooves import GROOVES, find_groove
from chordwork.music.accompaniment.live import LiveBand, LiveNote
from chordwork.music.accompaniment.notes import PARTS, ChordMark, Note, PartName, SectionMark
from chordwork.music.accompaniment.sound.encoding import SOUND_FORMATS, SoundFormat
from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM

__all__ = [
    "FASTEST_BPM",
    "GROOVES",
    "PARTS",
    "SLOWEST_BPM",
    "SOUND_FORMATS",
    "Accompaniment",
    "AccompanimentError",
    "Character",
    "ChordMark",
    "DrumLine",
    "Groove",
    "LiveBand",
    "LiveNote",
    "Note",
    "PaceError",
    "PartName",
    "SectionMark",
    "SoundFormat",
    "SoundFormatError",
    "SoundfontError",
    "TooMuchMusicError",
    "UnknownGrooveError",
    "accompany",
    "find_groove",
]
