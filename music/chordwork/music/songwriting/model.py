"""A song plan as data: what to play, sing and write, why, and in which order to learn it."""

from __future__ import annotations

from typing import Final, Literal, get_args

import attrs

from chordwork.music.pulse import tempo_text
from chordwork.music.songwriting.chart import write_chart

FORMAT: Final = "chordwork-song-1"
Level = Literal["beginner", "intermediate", "advanced"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
Voice = Literal["low", "medium", "high"]
VOICES: Final[tuple[Voice, ...]] = get_args(Voice)
Role = Literal["home", "away", "tension", "colour"]
MoodName = Literal["happy", "calm", "sad", "tense"]
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
    """The mood of a theme.

    Attributes:
        name: the likeliest quadrant.
        valence: -1 dark … 1 bright.
        energy: -1 quiet … 1 driving.
        words: of the theme, those that decided, strongest first; none if no word is known, and then the mood is calm
            and neither dark nor bright.
        confidence: probability, 0 … 1, that a songwriter would agree.
        heard: how it was found and how sure that is, in words.
    """

    name: MoodName
    valence: float
    energy: float
    words: tuple[str, ...] = ()
    confidence: float = 0.0
    heard: str = ""


@attrs.frozen
class PlannedChord:
    """One chord of a section.

    Attributes:
        symbol: as a lead sheet prints it, spelled for the key.
        bars: how long, in bars; 0.5 is half a bar.
        roman: its numeral in the key.
        role: "home" rests, "away" leaves without tension, "tension" pulls home, "colour" comes from outside the key.
        tension: 0 at rest … 1.
        why: one line for a player who knows no theory.
    """

    symbol: str
    bars: float
    roman: str
    role: Role
    tension: float
    why: str


@attrs.frozen
class MelodyTarget:
    """A note to aim at while a chord sounds.

    Attributes:
        chord: its symbol.
        note: with its octave, ``E4``.
        degree: what it is in the chord: "root", "third", "fifth", "seventh", …
    """

    chord: str
    note: str
    degree: str


@attrs.frozen
class MelodyPrompt:
    """How the tune of a section could go.

    Attributes:
        low: lowest note of its range, with the octave.
        high: highest note.
        contour: its shape, in words.
        rhythm: where the words fall, in words.
        targets: a note to aim at for each chord, in order.
    """

    low: str
    high: str
    contour: str
    rhythm: str
    targets: tuple[MelodyTarget, ...]


@attrs.frozen
class RhymeSet:
    """A word and words that rhyme with it."""

    word: str
    rhymes: tuple[str, ...]


@attrs.frozen
class LyricPrompt:
    """What the words of a section should do.

    Attributes:
        job: what this section tells.
        point_of_view: who speaks to whom.
        lines: how many lines.
        syllables_low: fewest syllables a line that fit the bars.
        syllables_high: most.
        scheme: of rhymes, a letter a line: ``ABAB``.
        images: words to build pictures from.
        rhymes: words for line ends, with their rhymes.
        opening: a way into the first line.
    """

    job: str
    point_of_view: str
    lines: int
    syllables_low: int
    syllables_high: int
    scheme: str
    images: tuple[str, ...]
    rhymes: tuple[RhymeSet, ...]
    opening: str


@attrs.frozen
class Section:
    """One part of the song, however often it returns.

    Attributes:
        name: "verse", "pre-chorus", "chorus", …
        title: for people.
        energy: how much the band does, 0 … 1.
        chords: in order; their bars add up to whole bars.
        cadence: how it ends, in words.
        why: why these chords work, and how the section stands to the others.
        melody: for the tune.
        lyrics: for the words.
    """

    name: str
    title: str
    energy: float
    chords: tuple[PlannedChord, ...]
    cadence: str
    why: str
    melody: MelodyPrompt
    lyrics: LyricPrompt

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
    """One pass through a section.

    Attributes:
        section: name of the section.
        title: "Verse 2".
        task: what is different this time.
    """

    section: str
    title: str
    task: str


@attrs.frozen
class ChordToLearn:
    """A chord of the song as this instrument plays it, in the order to learn them.

    Attributes:
        symbol: what sounds.
        shape: frets from the bass side, ``x32010``; notes for keyboards; empty where no shape was found.
        shape_name: what the hand makes, another chord than sounds where a capo is on.
        difficulty: "easy", "fair" or "hard" for this level.
        tip: how to get there.
    """

    symbol: str
    shape: str
    shape_name: str
    difficulty: Difficulty
    tip: str


@attrs.frozen
class Step:
    """One thing to do.

    Attributes:
        number: from 1.
        kind: what sort of thing.
        title: in a few words.
        text: how.
        minutes: about how long.
    """

    number: int
    kind: StepKind
    title: str
    text: str
    minutes: int


@attrs.frozen
class PracticeSession:
    """What to practise on some days."""

    days: str
    focus: str
    text: str


@attrs.frozen
class PracticePlan:
    """How to get it into the hands.

    Attributes:
        minutes_a_day: better daily than long.
        days: until the song stands.
        ladder_bpm: tempos to climb, felt beats a minute; go on when it went well three times in a row.
        sessions: in order.
    """

    minutes_a_day: int
    days: int
    ladder_bpm: tuple[int, ...]
    sessions: tuple[PracticeSession, ...]


@attrs.frozen
class Plan:
    """A song to write and learn, as data; :class:`~chordwork.music.songwriting.SongPlan` can do something with it.

    Attributes:
        format: of this data.
        theme: what it is about, as given.
        level: of the player.
        instrument: a name of :data:`~chordwork.music.fretboard.INSTRUMENTS`, or "piano".
        voice: of the singer.
        seed: another seed, another song.
        genre: a name of :data:`~chordwork.music.songwriting.GENRES`.
        mood: of the theme.
        title: of the song.
        title_ideas: others.
        key: "A minor".
        key_why: why this key.
        tempo_bpm: felt beats a minute; in 6/8 and 12/8, dotted quarters.
        metre: "4/4", "3/4", "6/8", "5/4", "7/8" or "12/8".
        groove: a name of :data:`~chordwork.music.accompaniment.GROOVES`.
        feel: how that feels, in words.
        pattern: a name of :data:`~chordwork.music.tabs.PATTERNS`, for the playing hand.
        capo: fret; 0 for none. Chords are named as they sound.
        form: the sections in playing order.
        form_why: why this form, and how to use it.
        sections: each once, in order of first appearance.
        chords: to learn, in this order.
        steps: from nothing to a finished song.
        practice: for the hands.
        locked: paths of the fields that a rewrite keeps.
    """

    format: Literal["chordwork-song-1"]
    theme: str
    level: Level
    instrument: str
    voice: Voice
    seed: int
    genre: str
    mood: Mood
    title: str
    title_ideas: tuple[str, ...]
    key: str
    key_why: str
    tempo_bpm: int
    metre: str
    groove: str
    feel: str
    pattern: str
    capo: int
    form: tuple[FormPart, ...]
    form_why: str
    sections: tuple[Section, ...]
    chords: tuple[ChordToLearn, ...]
    steps: tuple[Step, ...]
    practice: PracticePlan
    locked: tuple[str, ...] = ()

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
