"""The one call most programs need: chords in, a tab out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from chordwork.harmony import check_notation, parse_key
from chordwork.harmony.options import taking
from chordwork.music.fretboard import (
    MUTED,
    ChordTones,
    Fretboard,
    Hand,
    Instrument,
    Voicing,
    find_hand,
    find_instrument,
    fits,
    voice_progression,
)
from chordwork.music.options.tabs import Style, TabArguments
from chordwork.music.tabs.arrange import bars, spans, strummed
from chordwork.music.tabs.errors import MetreError, TabError
from chordwork.music.tabs.formats.text import DEFAULT_WIDTH, text_tab
from chordwork.music.tabs.metre import FASTEST_BPM, SLOWEST_BPM, Metre
from chordwork.music.tabs.model import Bar, Score, Section
from chordwork.music.tabs.pattern import Pattern, find_pattern
from chordwork.music.tabs.reading import ChordsInput, read_chords
from chordwork.music.tabs.transposing import place

if TYPE_CHECKING:
    from chordwork.music.fretboard import EasyPlan

USUAL_TEMPO_BPM: Final = 100.0


@attrs.frozen
class Tab:
    """A finished tab.

    Attributes:
        score: its data: bars, events, chords and shapes.
        easy: the plan that chose the capo, where ``capo="easy"`` was asked.
        notes: what the player should know, such as a bass note that this instrument cannot put lowest.
    """

    score: Score
    easy: EasyPlan | None = None
    notes: tuple[str, ...] = ()

    @property
    def voicings(self) -> tuple[Voicing, ...]:
        """Distinct shapes in order of appearance."""
        return self.score.voicings

    @property
    def shapes(self) -> tuple[tuple[str, str, str], ...]:
        """For each shape: sounding chord, name of the shape from the capo, frets: ``("Bb", "G", "320003")``."""
        return tuple(
            (self.score.printed(v.tones.symbol), self.score.shape_name(v.tones), v.shape) for v in self.voicings
        )

    def text(self, *, width: int = DEFAULT_WIDTH, boxes: bool = True) -> str:
        """Plain text, ``width`` characters a line."""
        return text_tab(self.score, width=width, boxes=boxes)

    def svg(self, *, columns: int | None = None) -> str:
        """The whole sheet in one SVG: title, key, tempo, diagrams and tab; ``diagrams()`` has each shape alone."""
        from chordwork.music.tabs.sheets.svg import sheet_svg

        return sheet_svg(self.score, columns=columns)

    def png(self, *, columns: int | None = None, scale: float | None = None) -> bytes:
        """The whole sheet in one PNG, three pixels a unit unless told; needs the extra ``png``."""
        from chordwork.music.tabs.sheets.png import sheet_png

        return sheet_png(self.score, columns=columns, scale=scale)

    def diagrams(self) -> tuple[str, ...]:
        """One SVG a shape, in the order of ``shapes``."""
        from chordwork.music.tabs.sheets.svg import chord_svg

        return tuple(
            chord_svg(voicing, self.score.board, element_id=f"chord-{index}")
            for index, voicing in enumerate(self.voicings)
        )

    def musicxml(self) -> str:
        """MusicXML 4.0."""
        from chordwork.music.tabs.formats.musicxml import musicxml

        return musicxml(self.score)

    def alphatex(self) -> str:
        """alphaTex, for alphaTab."""
        from chordwork.music.tabs.formats.alphatex import alphatex

        return alphatex(self.score)

    def midi(self) -> bytes:
        """A standard MIDI file, type 1."""
        from chordwork.music.tabs.formats.midi import midi

        return midi(self.score)

    def chordpro(self) -> str:
        """A ChordPro chart."""
        from chordwork.music.tabs.formats.chordpro import chordpro

        return chordpro(self.score)

    def pdf(self) -> bytes:
        """A printable chart on A4."""
        from chordwork.music.tabs.sheets.pdf import pdf

        return pdf(self.score)

    def guitar_pro(self) -> bytes:
        """A Guitar Pro 5 file; needs the extra ``guitarpro``."""
        from chordwork.music.tabs.formats.guitarpro import guitar_pro

        return guitar_pro(self.score)

    def losses(self, format: str) -> tuple[str, ...]:
        """What a format cannot say of this tab, for people; empty where it says all.

        Args:
            format: "png", "pdf" or "gp5"; any other holds everything.
        """
        if format == "gp5":
            from chordwork.music.tabs.formats.guitarpro import lost_characters

            lost = lost_characters(self.score)
            told = "Guitar Pro 5 holds Western European letters only: {!r} of the title became others or '?'"
        elif format in ("png", "pdf"):
            from chordwork.music.tabs.sheets.sheet import missing_characters

            lost = missing_characters(self.score)
            told = f"{format.upper()} has no letters for {{!r}} of the title: boxes stand for them; SVG has them"
        else:
            return ()
        return (told.format(lost),) if lost else ()

    def to_dict(self) -> dict[str, Any]:
        """What a JSON answer needs: the setting, the chords in order, and every shape with its fingers."""
        board = self.score.board
        marks = [mark for bar in self.score.bars for mark in bar.marks]
        return {
            "title": self.score.title,
            "instrument": board.instrument.name,
            "tuning": board.instrument.tuning_text.split(),
            "capo": board.capo,
            "metre": str(self.score.metre),
            "tempo_bpm": self.score.tempo_bpm,
            "bars": len(self.score.bars),
            "key": self.score.key.named(self.score.notation) if self.score.key else None,
            "chords": [self.score.printed(mark.symbol) for mark in marks],
            "shape_names": ["N.C." if mark.tones is None else self.score.shape_name(mark.tones) for mark in marks],
            "shapes": [
                {
                    "symbol": self.score.printed(voicing.tones.symbol),
                    "shape": self.score.shape_name(voicing.tones),
                    "frets": [None if fret == MUTED else fret for fret in voicing.frets],
                    "fingers": list(voicing.fingers),
                    "barres": [[p.fret, p.low, p.high] for p in voicing.placements if p.is_barre],
                    "cost": voicing.cost,
                }
                for voicing in self.voicings
            ],
            "reasons": list(self.easy.reasons) if self.easy else [],
            "notes": list(self.notes),
        }


@taking(TabArguments)
def tab(chords: ChordsInput, options: TabArguments) -> Tab:
    """Make a playable tab for a progression.

    >>> print(tab(["C", "G", "Am", "F"]).shapes[0])
    ('C', 'C', 'x32010')

    Args:
        chords: a text such as "C G Am F", or "C | G Am | F", whose bars their chords share (see
            :func:`~chordwork.harmony.read_chart`); or a list of symbols, Harte labels, bars ("C | G Am"), chord
            values or tones, or of pairs of one of these and its beats; or a
            :class:`~chordwork.music.song.Song`, whose repeats are followed, and whose metre, tempo, key and capo hold
            unless the options say otherwise.
        options: by name, as :class:`~chordwork.music.options.tabs.TabArguments` has them.

    Raises:
        FretboardError: instrument, tuning, capo, frets or level are unusable, or a chord has no playable shape.
        TabError: metre, tempo, beats, pattern, transposition or sections are unusable, or there are too many chords.
        KeySyntaxError: no such key.
        SymbolSyntaxError: a text is no chord; it points at the character.
        SongError: a song whose signs cannot be followed.
    """
    asked = options
    time = asked.metre if isinstance(asked.metre, Metre) else Metre.parse(asked.metre)
    if asked.tempo_bpm is not None and not SLOWEST_BPM <= asked.tempo_bpm <= FASTEST_BPM:
        raise MetreError(f"a tempo of {asked.tempo_bpm:g} bpm: give {SLOWEST_BPM:g} to {FASTEST_BPM:g}")
    played = find_instrument(asked.instrument, asked.tuning)
    hand = find_hand(asked.level)
    listed = read_chords(chords, time, asked.beats, asked.notation)
    time = listed.metre
    if asked.shapes and asked.capo == "easy":
        raise TabError("shapes need to know where the capo is: give its fret rather than 'easy'")
    capo = asked.capo or listed.capo
    behind = capo if asked.shapes and capo != "easy" and not listed.capo else 0
    home = parse_key(asked.key, notation=asked.notation) if isinstance(asked.key, str) else asked.key or listed.key
    setting = place(listed.chords, home, asked.transpose, behind)
    given = setting.sounding
    rhythm = _rhythm(asked.style, asked.pattern, played, time)
    sounding = [tones for tones, _ in given if tones is not None]
    easy: EasyPlan | None = None
    fret = 0 if capo == "easy" else capo
    board = Fretboard(played, fret, *_frets(asked), asked.open_strings, asked.left_handed)
    if capo == "easy" and sounding:
        from chordwork.music.fretboard import make_easy

        easy = make_easy(sounding, board, hand, limit=1)[0]
        board = attrs.evolve(board, capo=easy.capo, highest_fret=min(board.highest_fret, played.frets - easy.capo))
    with_bars = _bars(given, rhythm, board, hand, time, one_shape=not asked.vary_shapes)
    parts = _sections(asked.sections or listed.sections, len(with_bars))
    score = Score(
        asked.title or listed.title,
        board,
        time,
        asked.tempo_bpm or listed.tempo_bpm or USUAL_TEMPO_BPM,
        with_bars,
        rhythm.title,
        setting.key,
        parts,
        setting.typed_shapes,
        check_notation(asked.notation),
    )
    return Tab(score, easy, (*listed.notes, *_notes(score, hand)))


def _frets(asked: TabArguments) -> tuple[int, int]:
    """The lowest and the highest to press; -1 for the last one there is."""
    if asked.frets is not None:
        return asked.frets
    if asked.lowest_fret is None and asked.highest_fret is None:
        return 1, -1
    low = asked.lowest_fret or 1
    return low, asked.highest_fret or max(12, low)


def _sections(sections: Sequence[tuple[int, str]], count: int) -> tuple[Section, ...]:
    for number, title in sections:
        if not 1 <= number <= count:
            raise TabError(f"the section {title[:40]!r} begins at bar {number}: give 1 to {count}")
    first = {number: Section(number - 1, title) for number, title in sorted(sections, key=lambda each: each[0])}
    return tuple(first.values())


def _rhythm(style: Style, pattern: str | Pattern | None, instrument: Instrument, metre: Metre) -> Pattern:
    if style != "auto":
        return find_pattern(pattern, style, metre)
    is_bass = instrument.name.startswith("bass")
    if pattern is None:
        return find_pattern(None, "bass" if is_bass else "strum", metre)
    try:
        return find_pattern(pattern, "bass" if is_bass else "strum", metre)
    except TabError as error:
        if error.code != TabError.code:
            raise
        return find_pattern(pattern, "strum" if is_bass else "bass", metre)


def _bars(
    given: Sequence[tuple[ChordTones | None, Fraction]],
    rhythm: Pattern,
    board: Fretboard,
    hand: Hand,
    metre: Metre,
    *,
    one_shape: bool,
) -> tuple[Bar, ...]:
    shapes: list[Voicing | None] = [None] * len(given)
    if rhythm.kind != "bass":
        places = [index for index, (tones, _) in enumerate(given) if tones is not None]
        sounding = [tones for tones, _ in given if tones is not None]
        found = voice_progression(sounding, board, hand, one_shape=one_shape)
        for index, voicing in zip(places, found, strict=True):
            shapes[index] = voicing
    timed = [(tones, shape, length) for (tones, length), shape in zip(given, shapes, strict=True)]
    parts, count = spans(timed, metre)
    if rhythm.kind == "bass":
        from chordwork.music.tabs.bassline import bass_line

        return bars(parts, bass_line(parts, rhythm, board), count)
    return bars(parts, [list(strummed(span, rhythm, board)) for span in parts], count)


def _notes(score: Score, hand: Hand) -> tuple[str, ...]:
    notes = []
    for voicing in score.voicings:
        tones, name = voicing.tones, score.printed(voicing.tones.symbol)
        lowest = min(voicing.pitches) % 12
        if tones.bass is not None and lowest != tones.bass:
            notes.append(f"{name}: its bass cannot be the lowest note here; let a bass player have it")
        elif tones.bass is None and lowest != tones.root and score.board.instrument.carries_bass:
            notes.append(f"{name}: its root cannot be the lowest note here; let a bass player have it")
        if not fits(voicing, score.board, hand):
            notes.append(f"{name}: more than this hand holds; simplify the chord, or take it as a goal")
        if tones.intervals & _THIRDS and not {(pitch - tones.root) % 12 for pitch in voicing.pitches} & _THIRDS:
            notes.append(f"{name}: played without its third, as usual beside an eleventh")
    return tuple(notes)


_THIRDS: Final = frozenset({3, 4})
