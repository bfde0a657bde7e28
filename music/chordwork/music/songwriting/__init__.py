"""From a theme to a song plan: key, tempo, form, chords with their reasons, prompts for tune and words, steps.

>>> plan = write_song("walking home through the rain")
>>> plan.section("verse").chart, plan.key  # doctest: +SKIP

Pure functions over frozen values; no network, no language model. The same theme, options and seed give the same song.
"""

from chordwork.music.songwriting.band import accompany_plan
from chordwork.music.songwriting.compose import write_song
from chordwork.music.songwriting.errors import PlanFormatError, PlanOptionError, SongwritingError, ThemeError
from chordwork.music.songwriting.genres import FEELS, GENRES, Feel, Genre
from chordwork.music.songwriting.linking import links
from chordwork.music.songwriting.locks import FIELDS, SECTION_FIELDS
from chordwork.music.songwriting.meaning import MAX_CHARACTERS
from chordwork.music.songwriting.mood import MOODS, Mood
from chordwork.music.songwriting.plan import (
    LEVELS,
    VOICES,
    ChordToLearn,
    FormPart,
    LyricPrompt,
    MelodyPrompt,
    MelodyTarget,
    PlannedChord,
    PracticePlan,
    PracticeSession,
    RhymeSet,
    Section,
    SongPlan,
    Step,
    plan_schema,
)

__all__ = [
    "FEELS",
    "FIELDS",
    "GENRES",
    "LEVELS",
    "MAX_CHARACTERS",
    "MOODS",
    "SECTION_FIELDS",
    "VOICES",
    "ChordToLearn",
    "Feel",
    "FormPart",
    "Genre",
    "LyricPrompt",
    "MelodyPrompt",
    "MelodyTarget",
    "Mood",
    "PlanFormatError",
    "PlanOptionError",
    "PlannedChord",
    "PracticePlan",
    "PracticeSession",
    "RhymeSet",
    "Section",
    "SongPlan",
    "SongwritingError",
    "Step",
    "ThemeError",
    "accompany_plan",
    "links",
    "plan_schema",
    "write_song",
]
