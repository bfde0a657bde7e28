"""A song plan as data: what to play, sing and write, why, and in which order to learn it."""

from __future__ import annotations

from typing import Final, Literal, get_args

import attrs

from chordwork.music.options.fields import LevelName, MoodName, VoiceName
from chordwork.music.pulse import tempo_text
from chordwork.music.songwriting.chart import write_chart

FORMAT: Final = "chordwork-song-1"
LEVELS: Final[tuple[LevelName, ...]] = get_args(LevelName)
VOICES: Final[tuple[VoiceName, ...]] = get_args(VoiceName)
Role = Literal["home", "away", "tension", "colour"]
MOODS: Final[tuple[MoodName, ...]] = get_args(MoodName)
Difficulty = Literal["easy", "fair", "hard"]
SECTION_NAMES: Final = (
    "intro", "verse", "pre-chorus", "chorus", "post-chorus", "refrain", "bridge", "solo", "interlude", "outro",
)  # fmt: skip
MAX_PARTS: Final = 40
"""Longest form."""
StepKind = Literal["listen", "learn", "play", "sing", "write", "arrange", "finish"]


def within(title: str) -> str:
    """A section's title in the middle of a sentence: "chorus", but "A part"."""
    return title if title[1:2] == " " else title[:1].lower() + title[1:]


@attrs.frozen
class Mood:
    """The mood of a theme."""

    name: MoodName
    """The likeliest quadrant."""
    valence: float
    """-1 dark … 1 bright."""
    energy: float
    """-1 quiet … 1 driving."""
    words: tuple[str, ...] = ()
    """Of the theme, those that decided, strongest first; none if no word is known, and then the mood is calm and
    neither dark nor bright."""
    confidence: float = 0.0
    """Probability, 0 … 1, that a songwriter would agree."""
    heard: str = ""
    """How it was found and how sure that is, in words."""


@attrs.frozen
class PlannedChord:
    """One chord of a section."""

    symbol: str
    """As a lead sheet prints it, spelled for the key."""
    bars: float
    """How long, in bars; 0.5 is half a bar."""
    roman: str
    """Its numeral in the key."""
    role: Role
    """Home rests, away leaves without tension, tension pulls home, colour comes from outside the key."""
    tension: float
    """0 at rest … 1."""
    why: str
    """One line for a player who knows no theory."""


@attrs.frozen
class MelodyTarget:
    """A note to aim at while a chord sounds."""

    chord: str
    """Its symbol."""
    note: str
    """With its octave, ``E4``."""
    degree: str
    """What it is in the chord: "root", "third", "fifth", "seventh", …"""


@attrs.frozen
class MelodyPrompt:
    """How the tune of a section could go."""

    low: str
    """Lowest note of its range, with the octave."""
    high: str
    """Highest note."""
    contour: str
    """Its shape, in words."""
    rhythm: str
    """Where the words fall, in words."""
    targets: tuple[MelodyTarget, ...]
    """A note to aim at for each chord, in order."""


@attrs.frozen
class RhymeSet:
    """A word and words that rhyme with it."""

    word: str
    rhymes: tuple[str, ...]


@attrs.frozen
class LyricPrompt:
    """What the words of a section should do."""

    job: str
    """What this section tells."""
    point_of_view: str
    """Who speaks to whom."""
    lines: int
    """How many lines."""
    syllables_low: int
    """Fewest syllables a line that fit the bars."""
    syllables_high: int
    """Most."""
    scheme: str
    """Of rhymes, a letter a line: ``ABAB``."""
    images: tuple[str, ...]
    """Words to build pictures from."""
    rhymes: tuple[RhymeSet, ...]
    """Words for line ends, with their rhymes."""
    opening: str
    """A way into the first line."""


@attrs.frozen
class Section:
    """One part of the song, however often it returns."""

    name: str
    """One of :data:`SECTION_NAMES`."""
    title: str
    """For people."""
    energy: float
    """How much the band does, 0 … 1."""
    chords: tuple[PlannedChord, ...]
    """In order; their bars add up to whole bars."""
    cadence: str
    """How it ends, in words."""
    why: str
    """Why these chords work, and how the section stands to the others."""
    melody: MelodyPrompt
    """For the tune."""
    lyrics: LyricPrompt
    """For the words."""

    @property
    def bars(self) -> float:
        """Its length."""
        return sum(chord.bars for chord in self.chords)

    @property
    def title_within(self) -> str:
        """Its title in the middle of a sentence: "the chorus", but "the A part"."""
        return within(self.title)

    @property
    def chart(self) -> str:
        """``"C | G | Am F"``: what :func:`~chordwork.music.tabs.tab` and ``accompany`` read."""
        return write_chart([(chord.symbol, chord.bars) for chord in self.chords])


@attrs.frozen
class FormPart:
    """One pass through a section."""

    section: str
    """Name of the section."""
    title: str
    """For people: "Verse 2"."""
    task: str
    """What is different this time."""


@attrs.frozen
class ChordToLearn:
    """A chord of the song as this instrument plays it, in the order to learn them."""

    symbol: str
    """What sounds."""
    shape: str
    """Frets from the bass side, ``x32010``; notes for keyboards; empty where no shape was found."""
    shape_name: str
    """What the hand makes, another chord than sounds where a capo is on."""
    difficulty: Difficulty
    """For this level."""
    tip: str
    """How to get there."""


@attrs.frozen
class Step:
    """One thing to do."""

    number: int
    """From 1."""
    kind: StepKind
    """What sort of thing."""
    title: str
    """In a few words."""
    text: str
    """How."""
    minutes: int
    """About how long."""


@attrs.frozen
class PracticeSession:
    """What to practise on some days."""

    days: str
    focus: str
    text: str


@attrs.frozen
class PracticePlan:
    """How to get it into the hands."""

    minutes_a_day: int
    """Better daily than long."""
    days: int
    """Until the song stands."""
    ladder_bpm: tuple[int, ...]
    """Tempos to climb, felt beats a minute; go on when it went well three times in a row."""
    sessions: tuple[PracticeSession, ...]
    """In order."""


@attrs.frozen
class Plan:
    """A song to write and learn, as data; :class:`~chordwork.music.songwriting.SongPlan` can do something with it."""

    format: Literal["chordwork-song-1"]
    """Of this data."""
    theme: str
    """What it is about, as given."""
    level: LevelName
    """Of the player."""
    instrument: str
    """A name of :data:`~chordwork.music.fretboard.INSTRUMENTS`, or "piano"."""
    voice: VoiceName
    """Of the singer."""
    seed: int
    """Another seed, another song."""
    genre: str
    """A name of :data:`~chordwork.music.songwriting.GENRES`."""
    mood: Mood
    """Of the theme."""
    title: str
    """Of the song."""
    title_ideas: tuple[str, ...]
    """Others."""
    key: str
    """Such as "A minor"."""
    key_why: str
    """Why this key."""
    tempo_bpm: int
    """Felt beats a minute; in 6/8 and 12/8, dotted quarters."""
    metre: str
    """Such as "6/8"."""
    groove: str
    """A name of :data:`~chordwork.music.accompaniment.GROOVES`."""
    feel: str
    """How that feels, in words."""
    pattern: str
    """A name of :data:`~chordwork.music.tabs.PATTERNS`, for the playing hand."""
    capo: int
    """Fret; 0 for none. Chords are named as they sound."""
    form: tuple[FormPart, ...]
    """The sections in playing order."""
    form_why: str
    """Why this form, and how to use it."""
    sections: tuple[Section, ...]
    """Each once, in order of first appearance."""
    chords: tuple[ChordToLearn, ...]
    """To learn, in this order."""
    steps: tuple[Step, ...]
    """From nothing to a finished song."""
    practice: PracticePlan
    """For the hands."""
    locked: tuple[str, ...] = ()
    """Paths of the fields that a rewrite keeps."""

    def section(self, name: str) -> Section:
        """A section by name.

        Raises:
            KeyError: there is none.
        """
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)

    @property
    def bars(self) -> float:
        """Length of the whole song."""
        return sum(self.section(part.section).bars for part in self.form)

    @property
    def tempo_text(self) -> str:
        """The tempo with what it counts: ``"dotted quarter = 50 bpm"``."""
        return tempo_text(self.tempo_bpm, _metre(self.metre))


def _metre(text: str) -> tuple[int, int]:
    beats, _, unit = text.partition("/")
    return int(beats), int(unit)
