"""A tab as data: bars of events on strings, with the chords they stand under. Exporters read this alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import attrs

from chordwork.harmony import Key, Notation, SymbolSyntaxError, parse_symbol, to_lead_sheet
from chordwork.music.fretboard import ChordTones, Fretboard, Voicing
from chordwork.music.tabs.metre import TICKS_PER_QUARTER, Metre
from chordwork.music.tabs.pattern import Stroke
from chordwork.music.tabs.transposing import moved

MAX_TITLE_CHARACTERS: Final = 200
DIAGRAM_FRETS: Final = 4
"""Frets that a diagram shows from the nut; a shape beyond them is drawn from its lowest fret on."""


def diagram_frets(voicing: Voicing) -> range:
    """Frets that a shape's diagram shows; from 1 at the nut, or at the capo."""
    low, high = voicing.pressed_range or (1, 1)
    first = 1 if high <= DIAGRAM_FRETS else low
    return range(first, max(first + DIAGRAM_FRETS, high + 1))


@attrs.frozen
class TabNote:
    """One note on one string.

    Attributes:
        string: index from the bass side.
        fret: from the capo; 0 open.
        pitch: MIDI pitch that sounds.
    """

    string: int
    fret: int
    pitch: int


@attrs.frozen
class TabEvent:
    """Notes struck together. They never sound across a bar line.

    Attributes:
        start: ticks from the bar line; twelve to the quarter note.
        length: ticks.
        notes: in string order, at least one.
        stroke: direction of a strum; "pluck" otherwise.
        accent: played louder.
    """

    start: int
    length: int
    notes: tuple[TabNote, ...]
    stroke: Stroke
    accent: bool = False


@attrs.frozen
class ChordMark:
    """A chord that begins.

    Attributes:
        start: ticks from the bar line.
        tones: the chord that sounds; None for N.C.
        voicing: its shape; None for N.C. and in bass lines.
    """

    start: int
    tones: ChordTones | None
    voicing: Voicing | None = None

    @property
    def symbol(self) -> str:
        """``Am7``, or ``N.C.``."""
        return "N.C." if self.tones is None else self.tones.symbol


@attrs.frozen
class Bar:
    """One bar: the chords that begin in it, in order, and what is played."""

    marks: tuple[ChordMark, ...]
    events: tuple[TabEvent, ...]


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text[:MAX_TITLE_CHARACTERS]).strip()


@attrs.frozen
class Section:
    """A part of the song that begins at a bar line.

    Attributes:
        bar: index of its first bar.
        title: such as "Verse".
    """

    bar: int
    title: str = attrs.field(converter=_printable)


@attrs.frozen
class Score:
    """A whole part.

    Attributes:
        title: may be empty; what no format could print becomes a space, and 200 characters are kept.
        board: instrument, tuning, capo and handedness.
        metre: time signature of every bar.
        tempo_bpm: felt beats a minute (``Metre.pulse_ticks``).
        bars: at least one; the last is complete.
        pattern: title of the rhythm.
        key: of the chords that sound; None where no chord tells it.
        sections: in order of their bars.
        typed_shapes: names of chords that sound and of the shapes they were given as, where shapes were given.
        notation: of the chord names that every form prints.
    """

    title: str = attrs.field(converter=_printable)
    board: Fretboard
    metre: Metre
    tempo_bpm: float
    bars: tuple[Bar, ...]
    pattern: str = ""
    key: Key | None = None
    sections: tuple[Section, ...] = ()
    typed_shapes: tuple[tuple[str, str], ...] = ()
    notation: Notation = "english"

    @property
    def voicings(self) -> tuple[Voicing, ...]:
        """Distinct shapes in order of appearance."""
        return tuple(dict.fromkeys(m.voicing for bar in self.bars for m in bar.marks if m.voicing is not None))

    @property
    def quarter_bpm(self) -> float:
        """The tempo in quarter notes a minute, as programs count."""
        return self.tempo_bpm * self.metre.pulse_ticks / TICKS_PER_QUARTER

    @property
    def ticks(self) -> int:
        """Length."""
        return len(self.bars) * self.metre.bar_ticks

    def shape_name(self, tones: ChordTones) -> str:
        """Name of the shape the hand makes for a sounding chord: another one where a capo is on."""
        if not self.board.capo:
            return self.printed(tones.symbol)
        typed = dict(self.typed_shapes).get(tones.symbol)
        return self.printed(typed or moved(tones, -self.board.capo, self.key).symbol)

    def printed(self, symbol: str) -> str:
        """A chord's name in the notation of this score; a name of another kind stays as it is."""
        if self.notation == "english":
            return symbol
        try:
            return to_lead_sheet(parse_symbol(symbol), notation=self.notation)
        except SymbolSyntaxError:
            return symbol

    def full_name(self, tones: ChordTones | None) -> str:
        """What every form prints: the chord that sounds and, under a capo, its shape in parentheses: ``Bb (G)``."""
        if tones is None:
            return "N.C."
        name = self.printed(tones.symbol)
        return f"{name} ({self.shape_name(tones)})" if self.board.capo else name

    @property
    def chords_by_shape(self) -> str:
        """Under a capo, every chord with its shape in order of appearance: ``Bb (G), F (D)``; empty without one."""
        if not self.board.capo:
            return ""
        tones = (mark.tones for bar in self.bars for mark in bar.marks if mark.tones is not None)
        return ", ".join(dict.fromkeys(map(self.full_name, tones)))

    @property
    def capo_text(self) -> str:
        """``Capo 3: Bb (G), F (D)``; empty without one."""
        return f"Capo {self.board.capo}: {self.chords_by_shape}" if self.board.capo else ""

    @property
    def parts(self) -> tuple[range, ...]:
        """Bars of each section, and of what comes before the first."""
        starts = sorted({0, *(section.bar for section in self.sections), len(self.bars)})
        return tuple(range(start, end) for start, end in pairwise(starts))

    def section_at(self, bar: int) -> str:
        """Title of the section that begins with a bar; empty where none does."""
        return next((section.title for section in self.sections if section.bar == bar), "")
