"""What could come next, and why: continue a piece, fill a gap, replace a chord."""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.options.fields import MoodName as MoodName
    from chordwork.music.suggestions.bridging import fill_gap as fill_gap
    from chordwork.music.suggestions.bridging import reharmonise as reharmonise
    from chordwork.music.suggestions.continuing import Suggester as Suggester
    from chordwork.music.suggestions.continuing import suggest as suggest
    from chordwork.music.suggestions.errors import SuggestionError as SuggestionError
    from chordwork.music.suggestions.model import STYLE_ALIASES as STYLE_ALIASES
    from chordwork.music.suggestions.model import STYLES as STYLES
    from chordwork.music.suggestions.model import find_style as find_style
    from chordwork.music.suggestions.piece import MAX_CHORDS as MAX_CHORDS
    from chordwork.music.suggestions.piece import ChordLike as ChordLike
    from chordwork.music.suggestions.suggestion import Suggestion as Suggestion
    from chordwork.music.suggestions.taste import MOODS as MOODS

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "bridging": "fill_gap reharmonise",
        "continuing": "Suggester suggest",
        "errors": "SuggestionError",
        "model": "STYLE_ALIASES STYLES find_style",
        "piece": "MAX_CHORDS ChordLike",
        "suggestion": "Suggestion",
        "taste": "MOODS",
        ".options.fields": "MoodName",
    },
)
