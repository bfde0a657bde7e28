"""From cells to a song."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import (
    NO_SYMBOL,
    UNKNOWN_SYMBOL,
    ChordSymbol,
    HarmonySyntaxError,
    Key,
    Mode,
    parse_note,
)
from chordwork.music.charts.form import Reading, Remark
from chordwork.music.charts.ireal import cells as kinds
from chordwork.music.charts.ireal.cells import Cell, Cells, bars_of
from chordwork.music.charts.ireal.links import NAME, Fields, songs_of
from chordwork.music.charts.ireal.names import (
    CHORUSES,
    END,
    FERMATA,
    GROOVE,
    NO_STYLE,
    PLAYLIST,
    metre_of,
    read_composer,
    read_mark,
    read_title,
)
from chordwork.music.charts.ireal.qualities import CHORD, read_chord
from chordwork.music.charts.ireal.timing import beats_of
from chordwork.music.pulse import pulse
from chordwork.music.song import Bar, Jump, PlacedChord, Section, Signature, Song

_TIMES: Final = re.compile(r"(\d{1,2})\s*[xX×]")
_JUMP: Final = re.compile(
    r"d\.?\s?([cs])\.?(?:\s+al\s+(fine|coda|(?:(\d)\w\w|second|last)\s+end\w*)\.?)?", re.IGNORECASE
)
_TO_CODA: Final = re.compile(r"to\s+coda", re.IGNORECASE)
_MAX_TIMES: Final = 99
_PLAYS: Final = 2
_MAX_REMARKS: Final = 200
"""Of a song."""
_LONGEST_JUMP: Final = 40
_ROOM: Final = 2
"""Bars."""


def read(text: str) -> Reading:
    """All songs of a text, a page or a link.

    Raises:
        ChartFileError: there is no link, or one was cut off.
        ChartTooLargeError: more than 5,000 songs, or 10,000 bars in one.
    """
    songs, remarks = [], []
    for number, fields in enumerate(songs_of(text)):
        reader = _Reader(fields)
        songs.append(reader.read())
        remarks += [
            Remark(text, place=f"{fields.title or f'song {number + 1}'}, {place}", song=number)
            for place, text in reader.remarks[:_MAX_REMARKS]
        ]
    return Reading(tuple(songs), tuple(remarks), NAME)


class _Reader:
    """One song."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.remarks: list[tuple[str, str]] = []
        self._sounding: ChordSymbol = NO_SYMBOL
        self._metre: Signature = (4, 4)

    def read(self) -> Song:
        fields = self._fields
        found, remarks = bars_of(fields.chords)
        self.remarks += [(f"column {column}", text) for column, text in remarks]
        first = next((metre_of(bar.metre) for bar in found if bar.metre), None) if found and found[0].metre else None
        self._metre = first or (4, 4)
        return Song(
            sections=self._sections(found),
            title=read_title(fields.title),
            composer=read_composer(fields.composer),
            style="" if fields.style == NO_STYLE else fields.style,
            key=self._key(fields.key),
            metre=first or (4, 4),
            tempo_bpm=self._tempo(first or (4, 4)),
            transposition=_number(fields.transposition),
            tags=self._tags(),
        )

    # Names and numbers -----------------------------------------------------------------------------------------------

    def _key(self, text: str) -> Key | None:
        if not text:
            return None
        try:
            minor = text.endswith(("-", "m"))
            return Key(parse_note(text.rstrip("-m")), Mode.MINOR if minor else Mode.MAJOR)
        except HarmonySyntaxError:
            self.remarks.append(("key", f"{text!r} is no key and is left out"))
            return None

    def _tempo(self, metre: Signature) -> float | None:
        beats = _number(self._fields.tempo)
        return float(beats * pulse(metre)) if beats > 0 else None

    def _tags(self) -> tuple[tuple[str, str], ...]:
        fields = self._fields
        choruses = fields.choruses if _number(fields.choruses) > 0 else ""
        tags = ((GROOVE, fields.groove), (CHORUSES, choruses), (PLAYLIST, fields.playlist))
        return tuple((name, text) for name, text in tags if text)

    # Bars ------------------------------------------------------------------------------------------------------------

    def _sections(self, found: Sequence[Cells]) -> tuple[Section, ...]:
        self._check_repeats(found)
        _move_jumps(found)
        codas = self._codas(found)
        bars: list[Bar] = []
        starts: list[tuple[int, str]] = [(0, "")]
        times: list[int] = []
        two_left = 0
        for index, cells in enumerate(found):
            if cells.mark:
                starts.append((index, read_mark(cells.mark)))
            bar = self._bar(cells, bars, two_left)
            two_left = max(0, two_left - 1)
            if any(cell.text == kinds.SAME_TWO for cell in cells.cells) and len(bars) >= _PLAYS:
                two_left = 1
            bar = self._signs(bar, cells, times)
            if index in codas:
                is_coda = codas[index]
                bar = attrs.evolve(bar, coda=bar.coda or is_coda, to_coda=bar.to_coda or not is_coda)
            bars.append(bar)
        bars = self._last_endings(found, bars)
        ends = [*(start for start, _ in starts[1:]), len(bars)]
        sections = (Section(name, tuple(bars[start:end])) for (start, name), end in zip(starts, ends, strict=True))
        return tuple(section for section in sections if section.bars)

    def _bar(self, cells: Cells, before: Sequence[Bar], two_left: int) -> Bar:
        changed = None
        if cells.metre:
            metre = metre_of(cells.metre)
            if metre is None:
                self._say(before, f"T{cells.metre} is no metre of iReal Pro; the one before goes on")
            elif metre != self._metre or not before:
                changed = metre if before else None
                self._metre = metre
        texts = {cell.text for cell in cells.cells}
        plain = texts <= {kinds.BLANK, kinds.SLASH, kinds.SAME, kinds.SAME_TWO}
        again = (
            0
            if not plain
            else 1
            if kinds.SAME in texts
            else 2
            if (kinds.SAME_TWO in texts or (two_left and cells.is_blank))
            else 0
        )
        if again and len(before) < again:
            self._say(before, "it is to be like the bar before, and there is none")
            again = 0
        if again:
            chords = tuple(chord for chord in before[-again].chords if chord.beat < self._metre[0])
            self._hear(chords)
            return Bar(chords, changed, same_as=again)
        chords = self._chords(cells.cells, len(before) + 1)
        return Bar(chords, changed)

    def _chords(self, cells: Sequence[Cell], number: int) -> tuple[PlacedChord, ...]:
        silent = (kinds.BLANK, kinds.SLASH, kinds.SAME, kinds.SAME_TWO)
        places = [index for index, cell in enumerate(cells) if cell.text not in silent]
        beats = beats_of(places, len(cells), self._metre)
        placed = []
        for index, beat in zip(places, beats, strict=True):
            symbol, written = self._symbol(cells[index].text, number)
            placed.append(PlacedChord(symbol, beat, written=written))
            if symbol.is_chord or symbol == NO_SYMBOL:
                self._sounding = symbol
            if cells[index].alternate:
                placed.append(self._alternate(cells[index].alternate, beat, number))
        for index, cell in enumerate(cells):
            if cell.alternate and index not in places:
                beat = Fraction(index * self._metre[0], len(cells))
                placed.append(self._alternate(cell.alternate, beat, number))
        return tuple(sorted(placed, key=lambda chord: (chord.beat, chord.optional)))

    def _alternate(self, text: str, beat: Fraction, number: int) -> PlacedChord:
        symbol, written = self._symbol(text, number)
        return PlacedChord(symbol, beat, written=written, optional=True)

    def _symbol(self, text: str, number: int) -> tuple[ChordSymbol, str]:
        """A chord, and its text where it could not be read."""
        if text == kinds.NO_CHORD:
            return NO_SYMBOL, ""
        found = CHORD.fullmatch(text)
        try:
            if found is None:
                raise HarmonySyntaxError(text, 0, "no chord of iReal Pro")
            parts = found["root"], found["quality"], found["typed"] or "", found["bass"] or ""
            return read_chord(*parts, self._sounding), ""
        except HarmonySyntaxError:
            self.remarks.append((f"bar {number}", f"{text!r} is no chord: it is kept as text and not played"))
            return UNKNOWN_SYMBOL, text

    def _hear(self, chords: Sequence[PlacedChord]) -> None:
        for chord in chords:
            if not chord.optional and not chord.symbol.unknown:
                self._sounding = chord.symbol

    # Signs -----------------------------------------------------------------------------------------------------------

    def _check_repeats(self, found: Sequence[Cells]) -> None:
        opened: int | None = None
        for index, cells in enumerate(found):
            if cells.opens:
                if opened is not None:
                    self._unclosed(found, opened)
                opened = index
            if cells.closes:
                opened = None
        if opened is not None:
            self._unclosed(found, opened)

    def _unclosed(self, found: Sequence[Cells], index: int) -> None:
        if any(cells.ending for cells in found[index:]):
            return
        found[index].opens = False
        self.remarks.append((f"bar {index + 1}", "a repeat begins here and never ends: it is left out"))

    def _codas(self, found: Sequence[Cells]) -> dict[int, bool]:
        """Which bars the coda signs mark: the last one is the coda (True), the others are left for it."""
        places = [index for index, cells in enumerate(found) for _ in range(cells.codas)]
        jumps = [index for index, cells in enumerate(found) if any(_al_coda(text) for text in cells.texts)]
        if len(places) > 1 and places[0] < places[-1]:
            return {**dict.fromkeys(places[:-1], False), places[-1]: True}
        if places and jumps and places[0] > jumps[-1]:
            return {places[0]: True}
        if places:
            self.remarks.append((f"bar {places[0] + 1}", "a coda sign without a second one is left out"))
        return {}

    def _signs(self, bar: Bar, cells: Cells, times: list[int]) -> Bar:
        words = []
        jump, fine, to_coda = None, False, False
        for text in cells.texts:
            if found := _TIMES.fullmatch(text):
                times.append(min(int(found[1]), _MAX_TIMES))
            elif text.rstrip(".").lower() == "fine":
                fine = True
            elif (found := _JUMP.fullmatch(text)) and jump is None:
                jump = _jump(found)
            elif _TO_CODA.fullmatch(text):
                to_coda = True
            elif text:
                words.append(text)
        words += [FERMATA] * cells.fermata + [END] * cells.end
        repeat = 0
        if cells.closes:
            repeat = times[-1] if times else _PLAYS
        if cells.closes or cells.opens:
            times.clear()
        return attrs.evolve(
            bar,
            repeat_begins=cells.opens,
            repeat_times=repeat,
            endings=(cells.ending,) if cells.ending else (),
            segno=cells.segno,
            fine=fine,
            jump=jump,
            to_coda=to_coda,
            words="; ".join(words),
        )

    def _last_endings(self, found: Sequence[Cells], bars: list[Bar]) -> list[Bar]:
        """``D.C. al 2nd End.`` stops at the end of that ending."""
        wishes = {text: None for cells in found for text in cells.texts if len(text) <= _LONGEST_JUMP}
        settled: set[int] = set()
        for text in wishes:
            jump = _JUMP.fullmatch(text)
            if jump is None or not (jump[2] or "").lower().rstrip(".").endswith(("end", "ending")):
                continue
            wanted = int(jump[3]) if jump[3] else _PLAYS
            if wanted in settled:
                continue
            settled.add(wanted)
            start = next((index for index, bar in enumerate(bars) if wanted in bar.endings), None)
            if start is None:
                self.remarks.append(("form", f"{text}: there is no such ending"))
                continue
            end = start
            while end + 1 < len(bars) and not (found[end].closed or bars[end + 1].endings or found[end + 1].mark):
                end += 1
            bars[end] = attrs.evolve(bars[end], fine=True)
        return bars

    def _say(self, before: Sequence[Bar], text: str) -> None:
        self.remarks.append((f"bar {len(before) + 1}", text))


def _move_jumps(found: Sequence[Cells]) -> None:
    """``D.S.`` stands up to two bars before the end of its part where the line has no room for it."""
    for index, cells in enumerate(found):
        jumps = dict.fromkeys(text for text in cells.texts if _JUMP.fullmatch(text))
        if not jumps or cells.closed:
            continue
        for after in found[index + 1 : index + 1 + _ROOM]:
            if after.mark or after.opens or after.codas or after.segno or after.ending:
                break
            if after.closed:
                cells.texts = [text for text in cells.texts if text not in jumps]
                after.texts += jumps
                break


def _al_coda(text: str) -> bool:
    found = _JUMP.fullmatch(text)
    return found is not None and (found[2] or "").lower() == "coda"


def _jump(found: re.Match[str]) -> Jump:
    to, ends = found[1].lower(), (found[2] or "").lower()
    if not ends:
        return Jump.DA_CAPO if to == "c" else Jump.DAL_SEGNO
    if ends == "coda":
        return Jump.DA_CAPO_AL_CODA if to == "c" else Jump.DAL_SEGNO_AL_CODA
    return Jump.DA_CAPO_AL_FINE if to == "c" else Jump.DAL_SEGNO_AL_FINE


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if re.fullmatch(r"-?\d{1,4}", text) else 0
