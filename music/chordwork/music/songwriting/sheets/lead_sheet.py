"""A plan as a song on a page: what every format of charts is written from."""

from __future__ import annotations

from fractions import Fraction

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.accompaniment import GROOVES
from chordwork.music.accompaniment.reading import shared
from chordwork.music.fretboard import find_instrument
from chordwork.music.pulse import quarter_bpm
from chordwork.music.song import Bar, PlacedChord, Text, TextKind, with_capo
from chordwork.music.song import Section as WrittenSection
from chordwork.music.song import Song as WrittenSong
from chordwork.music.songwriting.chart import bars_of
from chordwork.music.songwriting.model import FormPart, Plan, Section
from chordwork.music.songwriting.player import PIANO
from chordwork.music.tabs import PATTERNS

USUAL_INSTRUMENT = "guitar"
"""Its tuning goes without saying."""


def lead_sheet(plan: Plan) -> WrittenSong:
    """The song that a plan describes.

    Every pass through a section is written out, so that each verse has room for its own words; what these are to do
    stands before it as a remark. Behind a capo, chords are the shapes of the hand, as on every page with a capo. A plan
    has no words and no tune yet, so the song has none.
    """
    groove = GROOVES[plan.groove]
    bars = {section.name: _bars(plan, section) for section in plan.sections}
    sections = tuple(
        WrittenSection(part.title, bars[part.section], _task(part, plan.section(part.section))) for part in plan.form
    )
    pattern = PATTERNS[plan.pattern]
    song = WrittenSong(
        sections,
        title=plan.title,
        style=groove.title,
        key=parse_key(plan.key),
        tempo_bpm=quarter_bpm(plan.tempo_bpm, groove.metre),
        metre=groove.metre,
        tuning=None if plan.instrument in (PIANO, USUAL_INSTRUMENT) else find_instrument(plan.instrument).tuning,
        strum="" if plan.instrument == PIANO or pattern.kind == "bass" else pattern.words,
    )
    return with_capo(song, plan.capo) if plan.capo else song


def _bars(plan: Plan, section: Section) -> tuple[Bar, ...]:
    groove = GROOVES[plan.groove]
    bars = []
    for bar in bars_of([(chord.symbol, chord.bars) for chord in section.chords]):
        beat = Fraction(0)
        placed = []
        for (symbol, _), steps in zip(bar, shared(len(bar), groove), strict=True):
            placed.append(PlacedChord(parse_symbol(symbol), beat))
            beat += Fraction(steps, groove.unit_steps)
        bars.append(Bar(tuple(placed)))
    return tuple(bars)


def _task(part: FormPart, section: Section) -> tuple[Text, ...]:
    lines = [part.task]
    if section.lyrics.lines:
        lines[0] += f" {section.lyrics.lines} lines, {section.lyrics.scheme}."
        lines.append(section.lyrics.opening)
    said = tuple(" ".join(line.split()) for line in lines if line.strip())
    return (Text(said, TextKind.COMMENT),) if said else ()
