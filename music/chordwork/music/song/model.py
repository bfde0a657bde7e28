"""A song as data: what stands on the page, in the order in which it is written."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony.keys import Key, transpose_key
from chordwork.harmony.symbol import NO_SYMBOL, ChordSymbol
from chordwork.music.song.errors import SongError

Signature = tuple[int, int]
"""A metre as written: ``(6, 8)``."""

COMMON_TIME: Final[Signature] = (4, 4)
MAX_METRE_BEATS: Final = 64
METRE_UNITS: Final = (1, 2, 4, 8, 16, 32)
STANDARD_TUNING: Final = (40, 45, 50, 55, 59, 64)
"""Guitar, lowest string first, as MIDI notes."""


class Jump(Enum):
    """Where to go on from the end of a bar, and where to stop then."""

    DA_CAPO = "D.C."
    DA_CAPO_AL_FINE = "D.C. al Fine"
    DA_CAPO_AL_CODA = "D.C. al Coda"
    DAL_SEGNO = "D.S."
    DAL_SEGNO_AL_FINE = "D.S. al Fine"
    DAL_SEGNO_AL_CODA = "D.S. al Coda"

    @property
    def to_segno(self) -> bool:
        """From the segno, rather than from the beginning."""
        return self.name.startswith("DAL_SEGNO")

    @property
    def ends(self) -> str:
        """``"fine"``, ``"coda"`` or, where it plays to the end, the empty string."""
        return self.name.rsplit("_AL_", 1)[1].lower() if "_AL_" in self.name else ""


class TextKind(Enum):
    """What lines of text that carry no time are."""

    WORDS = "words"
    TAB = "tab"
    COMMENT = "comment"
    OTHER = "other"


@attrs.frozen
class PlacedChord:
    """A chord and the place in its bar where it begins. It sounds until the next one, over bar lines too.

    Attributes:
        symbol: its value as written, before any capo; ``NO_SYMBOL`` where nothing is played, ``UNKNOWN_SYMBOL`` for
            what the reader could not make out.
        beat: beats of the metre's lower number from the beginning of the bar, from 0.
        push: how much earlier it is struck, in the same beats; 0 on the beat.
        written: the source's own text where the value does not say all of it, or could not be read; else empty.
        optional: an alternate, in brackets or in small print, that is not played unless asked for.
    """

    symbol: ChordSymbol
    beat: Fraction = Fraction(0)
    push: Fraction = Fraction(0)
    written: str = ""
    optional: bool = False


@attrs.frozen
class Syllable:
    """A piece of lyrics and when it is sung.

    Attributes:
        text: with the blank that follows it, if one does; a word goes on in the next syllable otherwise.
        beat: from the beginning of the bar, as for chords.
        verse: from 1, as in scores with several lines of words.
        new_line: it begins a line of text.
    """

    text: str
    beat: Fraction = Fraction(0)
    verse: int = 1
    new_line: bool = False


@attrs.frozen
class MelodyNote:
    """A note of the tune.

    Attributes:
        pitch: MIDI note as it sounds, 0..127.
        beat: from the beginning of the bar, as for chords.
        beats: how long; it may reach into the next bar.
    """

    pitch: int
    beat: Fraction
    beats: Fraction


@attrs.frozen
class Text:
    """Lines that stand on the page and carry no time: words without chords, a block of tablature, a remark.

    Attributes:
        lines: without line ends.
        kind: what they are.
        before: number of the bar of the section before which they stand, from 0; the number of bars: at its end.
    """

    lines: tuple[str, ...]
    kind: TextKind = TextKind.COMMENT
    before: int = 0


@attrs.frozen
class Bar:
    """One bar as written.

    Attributes:
        chords: by beat; none where the chord before goes on.
        metre: where it changes here.
        beats: how long it really is, as the metre's lower number counts, where that is not the metre's upper number:
            a pickup.
        key: where it changes here.
        tempo_bpm: where it changes here; quarter notes a minute.
        repeat_begins: a part that is repeated begins with it.
        repeat_times: how often the part that ends with it is played in all; 0 where none ends.
        endings: passes in which it and what follows is played, up to the end of the repeat; empty for all.
        segno: D.S. goes back here.
        coda: the coda begins with it.
        to_coda: on the way to a coda, it is left at its end.
        fine: on the way to a Fine, the song ends with it.
        jump: what to do at its end.
        rehearsal: mark above it, such as ``A``.
        same_as: it is written as a sign for the bar (1) or the two bars (2) before; its chords are there all the same.
        new_line: it begins a line of the page.
        syllables: lyrics, by beat and verse.
        melody: by beat.
        words: a direction above it, such as ``ritardando``; empty if there is none.
    """

    chords: tuple[PlacedChord, ...] = ()
    metre: Signature | None = None
    beats: Fraction | None = None
    key: Key | None = None
    tempo_bpm: float | None = None
    repeat_begins: bool = False
    repeat_times: int = 0
    endings: tuple[int, ...] = ()
    segno: bool = False
    coda: bool = False
    to_coda: bool = False
    fine: bool = False
    jump: Jump | None = None
    rehearsal: str = ""
    same_as: int = 0
    new_line: bool = False
    syllables: tuple[Syllable, ...] = ()
    melody: tuple[MelodyNote, ...] = ()
    words: str = ""


@attrs.frozen
class Section:
    """A part of a song.

    Attributes:
        name: as the source writes it, such as ``Verse 1``; empty where it has none.
        bars: as written.
        texts: what stands between them.
        times: how often it is played in all.
        of: name of an earlier section that is played here again, without being written; then it has no bars.
    """

    name: str = ""
    bars: tuple[Bar, ...] = ()
    texts: tuple[Text, ...] = ()
    times: int = 1
    of: str = ""


@attrs.frozen
class Song:
    """A song, from whatever it was read.

    Attributes:
        sections: in the order in which they are written.
        title: may be empty, as the other texts.
        subtitle: also the movement or album.
        artist: who performs it.
        composer: who wrote the music.
        lyricist: who wrote the words.
        copyright: as written.
        style: of the accompaniment, such as ``Medium Swing``.
        key: of the chords as written.
        tempo_bpm: quarter notes a minute at the beginning.
        metre: at the beginning.
        timed: whether the source says how long chords last; else each stands in a bar of its own.
        capo: fret; what sounds is so many semitones above what is written.
        transposition: semitones from what is written to what sounds, besides the capo: -2 for a trumpet's part.
        tuning: of the open strings, lowest first, as MIDI notes; None where the source does not say.
        strum: pattern of strokes, such as ``D DU UDU``.
        tags: what else the source says about the song, by its own name for it.
    """

    sections: tuple[Section, ...] = ()
    title: str = ""
    subtitle: str = ""
    artist: str = ""
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""
    style: str = ""
    key: Key | None = None
    tempo_bpm: float | None = None
    metre: Signature = COMMON_TIME
    timed: bool = True
    capo: int = 0
    transposition: int = 0
    tuning: tuple[int, ...] | None = None
    strum: str = ""
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def bars(self) -> Iterator[Bar]:
        """As written, section after section."""
        for section in self.sections:
            yield from section.bars

    @property
    def symbols(self) -> tuple[ChordSymbol, ...]:
        """Chords as written, in order, without the optional ones."""
        return tuple(chord.symbol for bar in self.bars for chord in bar.chords if not chord.optional)

    @property
    def sounds_higher_by(self) -> int:
        """Semitones from what is written to what sounds."""
        return self.capo + self.transposition

    @property
    def sounding_key(self) -> Key | None:
        """The key of what sounds; None where the source does not say."""
        return None if self.key is None else transpose_key(self.key, self.sounds_higher_by)

    def check(self) -> Song:
        """The song itself.

        Raises:
            SongError: a metre that is none, a chord or syllable outside its bar, or out of order.
        """
        metre = _checked_metre(self.metre, 0)
        for number, bar in enumerate(self.bars, start=1):
            if bar.metre is not None:
                metre = _checked_metre(bar.metre, number)
            length = bar.beats if bar.beats is not None else Fraction(metre[0])
            if length <= 0:
                raise SongError(f"bar {number}: a bar is longer than nothing")
            for things in (bar.chords, bar.syllables, bar.melody):
                before = Fraction(0)
                for thing in things:
                    if not before <= thing.beat < length:
                        raise SongError(f"bar {number}: beat {thing.beat} is out of order, or not in a bar of {length}")
                    before = thing.beat
        for section in self.sections:
            if section.of and section.bars:
                raise SongError(f"section {section.name!r} is {section.of!r} again and has bars of its own")
        return self


def tidy(song: Song) -> Song:
    """The same song in the one way that equal songs are written.

    A bar's change of metre, key or tempo to what holds already is left out, sections without anything are, and so is
    the mark that a section's first bar begins a line.
    """
    metre, key, tempo = song.metre, song.key, song.tempo_bpm
    sections = []
    for section in song.sections:
        bars: list[Bar] = []
        for bar in section.bars:
            if bar.metre == metre:
                bar = attrs.evolve(bar, metre=None)
            if bar.key is not None and bar.key == key:
                bar = attrs.evolve(bar, key=None)
            if bar.tempo_bpm is not None and bar.tempo_bpm == tempo:
                bar = attrs.evolve(bar, tempo_bpm=None)
            metre, key, tempo = bar.metre or metre, bar.key or key, bar.tempo_bpm or tempo
            if bar.beats is not None and bar.beats == metre[0]:
                bar = attrs.evolve(bar, beats=None)
            if bar.new_line and not bars:
                bar = attrs.evolve(bar, new_line=False)
            bars.append(bar)
        if bars or section.texts or section.of or section.name:
            sections.append(attrs.evolve(section, bars=tuple(bars)))
    return attrs.evolve(song, sections=tuple(sections))


def _checked_metre(metre: Signature, number: int) -> Signature:
    beats, unit = metre
    if not 1 <= beats <= MAX_METRE_BEATS or unit not in METRE_UNITS:
        place = f"bar {number}: " if number else ""
        raise SongError(f"{place}{beats}/{unit} is no metre: give 1 to {MAX_METRE_BEATS} over a power of two")
    return metre


def no_chord(beat: Fraction = Fraction(0)) -> PlacedChord:
    """From here on nothing is played: ``N.C.``."""
    return PlacedChord(NO_SYMBOL, beat)
