"""A band to play along with: drums, bass and comping in many grooves, as notes, MIDI, sound and pictures, and live.

    >>> len(accompany("C G Am F", groove="pop").midi()) > 500
    True

Notes are on a grid of sixteenths with swing; who plays a little early or late does so by seed.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.accompaniment.accompaniment import Accompaniment as Accompaniment
    from chordwork.music.accompaniment.entry import accompany as accompany
    from chordwork.music.accompaniment.errors import AccompanimentError as AccompanimentError
    from chordwork.music.accompaniment.errors import PaceError as PaceError
    from chordwork.music.accompaniment.errors import SoundfontError as SoundfontError
    from chordwork.music.accompaniment.errors import SoundFormatError as SoundFormatError
    from chordwork.music.accompaniment.errors import TooMuchMusicError as TooMuchMusicError
    from chordwork.music.accompaniment.errors import UnknownGrooveError as UnknownGrooveError
    from chordwork.music.accompaniment.groove import Character as Character
    from chordwork.music.accompaniment.groove import DrumLine as DrumLine
    from chordwork.music.accompaniment.groove import Groove as Groove
    from chordwork.music.accompaniment.grooves import GROOVES as GROOVES
    from chordwork.music.accompaniment.grooves import find_groove as find_groove
    from chordwork.music.accompaniment.live import LiveBand as LiveBand
    from chordwork.music.accompaniment.live import LiveNote as LiveNote
    from chordwork.music.accompaniment.notes import PARTS as PARTS
    from chordwork.music.accompaniment.notes import ChordMark as ChordMark
    from chordwork.music.accompaniment.notes import Note as Note
    from chordwork.music.accompaniment.notes import PartName as PartName
    from chordwork.music.accompaniment.notes import SectionMark as SectionMark
    from chordwork.music.accompaniment.sound.encoding import SOUND_FORMATS as SOUND_FORMATS
    from chordwork.music.accompaniment.sound.encoding import SoundFormat as SoundFormat
    from chordwork.music.pulse import FASTEST_BPM as FASTEST_BPM
    from chordwork.music.pulse import SLOWEST_BPM as SLOWEST_BPM

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "accompaniment": "Accompaniment",
        "entry": "accompany",
        "errors": ("AccompanimentError PaceError SoundfontError SoundFormatError TooMuchMusicError UnknownGrooveError"),
        "groove": "Character DrumLine Groove",
        "grooves": "GROOVES find_groove",
        "live": "LiveBand LiveNote",
        "notes": "PARTS ChordMark Note PartName SectionMark",
        "sound.encoding": "SOUND_FORMATS SoundFormat",
        ".pulse": "FASTEST_BPM SLOWEST_BPM",
    },
)
