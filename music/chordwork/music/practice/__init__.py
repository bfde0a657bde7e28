"""Did I play it right? A chord, what was heard, and which strings to look at.

>>> check_chord("C", notes="C E A").hint  # doctest: +SKIP

Pure functions. What was heard comes from the recogniser's ``NotesEvent`` or from anything that knows notes.
"""

from chordwork.music.practice.assessment import RIGHT, SILENT, SOUNDS, check_chord
from chordwork.music.practice.errors import HeardError, PracticeError, ShapeError, TargetError
from chordwork.music.practice.feedback import Feedback, NoteHeard, StringCheck
from chordwork.music.practice.performance import Fault, HeardChord, PlayedBarFeedback, SongFeedback, check_song

__all__ = [
    "RIGHT",
    "SILENT",
    "SOUNDS",
    "Fault",
    "Feedback",
    "HeardChord",
    "HeardError",
    "NoteHeard",
    "PlayedBarFeedback",
    "PracticeError",
    "ShapeError",
    "SongFeedback",
    "StringCheck",
    "TargetError",
    "check_chord",
    "check_song",
]
