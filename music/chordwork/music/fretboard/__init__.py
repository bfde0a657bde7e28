"""Chords on a fretted instrument: instruments and tunings, the hand model, and the search for playable shapes.

Pure functions over frozen values. Frets are counted from the capo, strings from the bass side, lengths in mm.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.fretboard.easing import EasyPlan as EasyPlan
    from chordwork.music.fretboard.easing import make_easy as make_easy
    from chordwork.music.fretboard.errors import CapoError as CapoError
    from chordwork.music.fretboard.errors import ChordTonesError as ChordTonesError
    from chordwork.music.fretboard.errors import FretboardError as FretboardError
    from chordwork.music.fretboard.errors import FretRangeError as FretRangeError
    from chordwork.music.fretboard.errors import HandError as HandError
    from chordwork.music.fretboard.errors import NoVoicingError as NoVoicingError
    from chordwork.music.fretboard.errors import TuningError as TuningError
    from chordwork.music.fretboard.errors import UnknownInstrumentError as UnknownInstrumentError
    from chordwork.music.fretboard.hand import LEVELS as LEVELS
    from chordwork.music.fretboard.hand import Hand as Hand
    from chordwork.music.fretboard.hand import find_hand as find_hand
    from chordwork.music.fretboard.instrument import Fretboard as Fretboard
    from chordwork.music.fretboard.instrument import Instrument as Instrument
    from chordwork.music.fretboard.instruments import INSTRUMENTS as INSTRUMENTS
    from chordwork.music.fretboard.instruments import find_instrument as find_instrument
    from chordwork.music.fretboard.progression import change_cost as change_cost
    from chordwork.music.fretboard.progression import voice_progression as voice_progression
    from chordwork.music.fretboard.search import best_voicing as best_voicing
    from chordwork.music.fretboard.search import fits as fits
    from chordwork.music.fretboard.search import playable as playable
    from chordwork.music.fretboard.search import voicings as voicings
    from chordwork.music.fretboard.tones import ChordTones as ChordTones
    from chordwork.music.fretboard.tunings import NAMED_TUNINGS as NAMED_TUNINGS
    from chordwork.music.fretboard.voicing import MUTED as MUTED
    from chordwork.music.fretboard.voicing import BassRule as BassRule
    from chordwork.music.fretboard.voicing import Placement as Placement
    from chordwork.music.fretboard.voicing import Voicing as Voicing
    from chordwork.music.fretboard.weights import ChangeWeights as ChangeWeights
    from chordwork.music.fretboard.weights import ShapeWeights as ShapeWeights

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "easing": "EasyPlan make_easy",
        "errors": (
            "CapoError ChordTonesError FretboardError FretRangeError HandError NoVoicingError TuningError "
            "UnknownInstrumentError"
        ),
        "hand": "LEVELS Hand find_hand",
        "instrument": "Fretboard Instrument",
        "instruments": "INSTRUMENTS find_instrument",
        "progression": "change_cost voice_progression",
        "search": "best_voicing fits playable voicings",
        "tones": "ChordTones",
        "tunings": "NAMED_TUNINGS",
        "voicing": "BassRule MUTED Placement Voicing",
        "weights": "ChangeWeights ShapeWeights",
    },
)
