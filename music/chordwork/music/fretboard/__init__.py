"""Chords on a fretted instrument: instruments and tunings, the hand model, and the search for playable shapes.

Pure functions over frozen values. Frets are counted from the capo, strings from the bass side, lengths in mm.
"""

from chordwork.music.fretboard.candidates import BassRule
from chordwork.music.fretboard.easing import EasyPlan, make_easy
from chordwork.music.fretboard.errors import (
    CapoError,
    ChordTonesError,
    FretboardError,
    FretRangeError,
    HandError,
    NoVoicingError,
    TuningError,
    UnknownInstrumentError,
)
from chordwork.music.fretboard.hand import LEVELS, Hand, find_hand
from chordwork.music.fretboard.instrument import Fretboard, Instrument
from chordwork.music.fretboard.instruments import INSTRUMENTS, find_instrument
from chordwork.music.fretboard.progression import change_cost, voice_progression
from chordwork.music.fretboard.search import best_voicing, fits, playable, voicings
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.tunings import NAMED_TUNINGS
from chordwork.music.fretboard.voicing import MUTED, Placement, Voicing
from chordwork.music.fretboard.weights import ChangeWeights, ShapeWeights

__all__ = [
    "INSTRUMENTS",
    "LEVELS",
    "MUTED",
    "NAMED_TUNINGS",
    "BassRule",
    "CapoError",
    "ChangeWeights",
    "ChordTones",
    "ChordTonesError",
    "EasyPlan",
    "FretRangeError",
    "Fretboard",
    "FretboardError",
    "Hand",
    "HandError",
    "Instrument",
    "NoVoicingError",
    "Placement",
    "ShapeWeights",
    "TuningError",
    "UnknownInstrumentError",
    "Voicing",
    "best_voicing",
    "change_cost",
    "find_hand",
    "find_instrument",
    "fits",
    "make_easy",
    "playable",
    "voice_progression",
    "voicings",
]
