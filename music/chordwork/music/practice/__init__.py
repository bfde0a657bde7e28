"""Did I play it right? A chord, what was heard, and which strings to look at.

>>> check_chord("C", notes="C E A").hint  # doctest: +SKIP

Pure functions. What was heard comes from the recogniser's ``NotesEvent`` or from anything that knows notes.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.practice.assessment import RIGHT as RIGHT
    from chordwork.music.practice.assessment import SILENT as SILENT
    from chordwork.music.practice.assessment import SOUNDS as SOUNDS
    from chordwork.music.practice.assessment import check_chord as check_chord
    from chordwork.music.practice.errors import HeardError as HeardError
    from chordwork.music.practice.errors import PracticeError as PracticeError
    from chordwork.music.practice.errors import ShapeError as ShapeError
    from chordwork.music.practice.errors import TargetError as TargetError
    from chordwork.music.practice.feedback import Feedback as Feedback
    from chordwork.music.practice.feedback import NoteHeard as NoteHeard
    from chordwork.music.practice.feedback import StringCheck as StringCheck
    from chordwork.music.practice.performance import Fault as Fault
    from chordwork.music.practice.performance import HeardChord as HeardChord
    from chordwork.music.practice.performance import PlayedBarFeedback as PlayedBarFeedback
    from chordwork.music.practice.performance import SongFeedback as SongFeedback
    from chordwork.music.practice.performance import check_song as check_song

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "assessment": "RIGHT SILENT SOUNDS check_chord",
        "errors": "HeardError PracticeError ShapeError TargetError",
        "feedback": "Feedback NoteHeard StringCheck",
        "performance": "Fault HeardChord PlayedBarFeedback SongFeedback check_song",
    },
)
