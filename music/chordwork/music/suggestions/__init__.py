"""What could come next, and why: continue a piece, fill a gap, replace a chord."""

from chordwork.music.suggestions.bridging import fill_gap, reharmonise
from chordwork.music.suggestions.continuing import Suggester, suggest
from chordwork.music.suggestions.errors import SuggestionError
from chordwork.music.suggestions.model import STYLE_ALIASES, STYLES, find_style
from chordwork.music.suggestions.piece import MAX_CHORDS, ChordLike
from chordwork.music.suggestions.suggestion import Suggestion
from chordwork.music.suggestions.taste import MOODS, MoodName

__all__ = [
    "MAX_CHORDS",
    "MOODS",
    "STYLES",
    "STYLE_ALIASES",
    "ChordLike",
    "MoodName",
    "Suggester",
    "Suggestion",
    "SuggestionError",
    "fill_gap",
    "find_style",
    "reharmonise",
    "suggest",
]
