"""From a theme to a song plan: key, tempo, form, chords with their reasons, prompts for tune and words, steps.

>>> plan = write_song("walking home through the rain")
>>> plan.section("verse").chart, plan.key  # doctest: +SKIP

Pure functions over frozen values; no network, no language model. The same theme, options and seed give the same song.
"""

from chordwork.music.songwriting.errors import PlanFormatError, PlanOptionError, SongwritingError, ThemeError
from chordwork.music.songwriting.genres import FEELS, GENRES, Feel, Genre
from chordwork.music.songwriting.locks import FIELDS, SECTION_FIELDS
from chordwork.music.songwriting.model import (
    LEVELS,
    MOODS,
    VOICES,
    ChordToLearn,
    FormPart,
    LyricPrompt,
    MelodyPrompt,
    MelodyTarget,
    Mood,
    PlannedChord,
    PracticePlan,
    PracticeSession,
    RhymeSet,
    Section,
    Step,
)
from chordwork.music.songwriting.sheets.band import accompany_plan
from chordwork.music.songwriting.sheets.links import links
from chordwork.music.songwriting.song import SongPlan, plan_schema, write_song
from chordwork.music.songwriting.words.reading import MAX_CHARACTERS

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
