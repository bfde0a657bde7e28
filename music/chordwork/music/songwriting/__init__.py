"""From a theme to a song plan: key, tempo, form, chords with their reasons, prompts for tune and words, steps.

>>> plan = write_song("walking home through the rain")
>>> plan.section("verse").chart, plan.key  # doctest: +SKIP

Pure functions over frozen values; no network, no language model. The same theme, options and seed give the same song.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.songwriting.errors import PlanFormatError as PlanFormatError
    from chordwork.music.songwriting.errors import PlanOptionError as PlanOptionError
    from chordwork.music.songwriting.errors import SongwritingError as SongwritingError
    from chordwork.music.songwriting.errors import ThemeError as ThemeError
    from chordwork.music.songwriting.genres import FEELS as FEELS
    from chordwork.music.songwriting.genres import GENRES as GENRES
    from chordwork.music.songwriting.genres import Feel as Feel
    from chordwork.music.songwriting.genres import Genre as Genre
    from chordwork.music.songwriting.locks import FIELDS as FIELDS
    from chordwork.music.songwriting.locks import SECTION_FIELDS as SECTION_FIELDS
    from chordwork.music.songwriting.model import LEVELS as LEVELS
    from chordwork.music.songwriting.model import MOODS as MOODS
    from chordwork.music.songwriting.model import VOICES as VOICES
    from chordwork.music.songwriting.model import ChordToLearn as ChordToLearn
    from chordwork.music.songwriting.model import FormPart as FormPart
    from chordwork.music.songwriting.model import LyricPrompt as LyricPrompt
    from chordwork.music.songwriting.model import MelodyPrompt as MelodyPrompt
    from chordwork.music.songwriting.model import MelodyTarget as MelodyTarget
    from chordwork.music.songwriting.model import Mood as Mood
    from chordwork.music.songwriting.model import PlannedChord as PlannedChord
    from chordwork.music.songwriting.model import PracticePlan as PracticePlan
    from chordwork.music.songwriting.model import PracticeSession as PracticeSession
    from chordwork.music.songwriting.model import RhymeSet as RhymeSet
    from chordwork.music.songwriting.model import Section as Section
    from chordwork.music.songwriting.model import Step as Step
    from chordwork.music.songwriting.sheets.band import accompany_plan as accompany_plan
    from chordwork.music.songwriting.sheets.links import links as links
    from chordwork.music.songwriting.song import SongPlan as SongPlan
    from chordwork.music.songwriting.song import plan_schema as plan_schema
    from chordwork.music.songwriting.song import write_song as write_song
    from chordwork.music.songwriting.starting import Start as Start
    from chordwork.music.songwriting.starting import start_of as start_of
    from chordwork.music.songwriting.words.reading import MAX_CHARACTERS as MAX_CHARACTERS

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "errors": "PlanFormatError PlanOptionError SongwritingError ThemeError",
        "genres": "FEELS GENRES Feel Genre",
        "locks": "FIELDS SECTION_FIELDS",
        "model": (
            "LEVELS MOODS VOICES ChordToLearn FormPart LyricPrompt MelodyPrompt MelodyTarget Mood "
            "PlannedChord PracticePlan PracticeSession RhymeSet Section Step"
        ),
        "sheets.band": "accompany_plan",
        "sheets.links": "links",
        "song": "SongPlan plan_schema write_song",
        "starting": "Start start_of",
        "words.reading": "MAX_CHARACTERS",
    },
)
