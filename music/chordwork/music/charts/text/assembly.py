"""Tokens of lines become bars as they are written: cells, repeat signs, endings, sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

import attrs

from chordwork.harmony.errors import ChartSyntaxError, ProgressionError
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.charts.text.sharing import Signature
from chordwork.music.charts.text.tokens import MAX_TIMES, Kind, Token
from chordwork.music.song.model import Jump

MAX_CELLS: Final = 10_000
"""Most chords and beats that a text may mean, repeats written out."""
MAX_METRE_BEATS: Final = 16
METRE_UNITS: Final = (2, 4, 8)

ReadChord = Callable[[str, int], ChordSymbol]
"""Reads a chord that stands at a position of the text."""


@attrs.frozen
class Cell:
    """A place in a bar: chords that share it, or none where the chord before goes on.

    Attributes:
        chords: each with the index of its first character, and that after its last one.
        position: of its first character.
        sign: of a beat without chord: ``/``, ``.``, ``-``, ``%`` …; empty for chords.
        holds_first: the chord before goes on for a part of it before the first chord begins.
    """

    chords: tuple[tuple[ChordSymbol, int, int], ...]
    position: int
    sign: str = ""
    holds_first: bool = False


@attrs.define
class WrittenBar:
    """A bar as written.

    Attributes:
        cells: in order.
        position: where it begins in the text.
        metre: that stands before it; None where the one before goes on.
        section: what this part is called.
        opens: a repeat begins with it.
        closes: how often the part that ends with it is played; 0 where none ends.
        endings: which passes play it and what follows; empty for all.
        segno: D.S. goes back to it.
        coda: the coda begins with it.
        to_coda: on the way to the coda, it is the last bar.
        fine: on the way to a Fine, it is the last bar.
        jump: where to go on from its end.
        same_as: it is written as a sign for the bar (1) or the two bars (2) before.
        new_line: it begins a line.
        run: cells of a line without bar lines, a beat each, in as many bars as they fill.
        beats: of its chords where they are known already.
    """

    cells: list[Cell]
    position: int
    metre: Signature | None = None
    section: str = ""
    opens: bool = False
    closes: int = 0
    endings: frozenset[int] = frozenset()
    segno: bool = False
    coda: bool = False
    to_coda: bool = False
    fine: bool = False
    jump: Jump | None = None
    same_as: int = 0
    new_line: bool = False
    run: bool = False
    beats: tuple[Fraction, ...] = ()


class Assembly:
    """Bars so far. Give it a line's tokens at a time."""

    def __init__(self, text: str, read: ReadChord) -> None:
        self.bars: list[WrittenBar] = []
        self.timed = False
        self._text = text
        self._read = read
        self._metre: Signature | None = None
        self._opens = False
        self._endings: frozenset[int] = frozenset()
        self._section = ""
        self._section_start = 0
        self._section_times = 1
        self._named: dict[str, list[WrittenBar]] = {}
        self._swallow = False
        self._cells = 0
        self._new_line = False
        self._same_as = 0
        self._begins: set[str] = set()
        self._leaves = False

    # Sections ------------------------------------------------------------------------------------------------------

    def section(self, name: str, times: int = 1, *, recall: bool = False) -> None:
        """A new part begins. One that was there before and has no chords now is played again."""
        self.end_section()
        self._section, self._section_times = " ".join(name.split()), times
        if recall:
            self.end_section()

    def end_section(self) -> None:
        """The part ends; it is played as often as its name says."""
        written = self.bars[self._section_start :]
        name = self._section.lower()
        if not written and name in self._named:
            written = [attrs.evolve(bar, cells=list(bar.cells)) for bar in self._named[name]]
            self._extend(written)
        elif written and name:
            self._named.setdefault(name, written)
        for _ in range(self._section_times - 1 if written else 0):
            self._extend([attrs.evolve(bar, cells=list(bar.cells)) for bar in written])
        self._section_start, self._section_times, self._section = len(self.bars), 1, ""

    def metre(self, metre: Signature, position: int) -> None:
        """From the next bar on in this metre."""
        beats, unit = metre
        if not 1 <= beats <= MAX_METRE_BEATS or unit not in METRE_UNITS:
            raise ChartSyntaxError(
                self._text, position, f"{beats}/{unit} is no metre here: give 1 to {MAX_METRE_BEATS} over 2, 4 or 8"
            )
        self._metre = metre
        self.timed = True

    # Lines ---------------------------------------------------------------------------------------------------------

    def line(self, pieces: Sequence[Token]) -> None:
        """A line of chords."""
        first = len(self.bars)
        self._new_line = True
        if not any(token.kind is Kind.BAR or re.search(r"[|‖\[]", token.text) for token in pieces):
            in_endings = bool(self.bars) and self.bars[-1].closes > 0
            pieces = [
                token for token in pieces if token.kind is not Kind.ENDING or in_endings
            ]  # else lines are numbered
        if pieces and pieces[0].kind is Kind.JUMP and _is_coda(pieces[0].text) and first:
            self._begins.add("coda")
            pieces = pieces[1:]
        if any(token.kind in (Kind.BAR, Kind.ENDING) for token in pieces):
            self._barred(pieces, first)
        else:
            self._unbarred(pieces, first)

    def known(self, bars: Iterable[tuple[list[Cell], tuple[Fraction, ...]]]) -> None:
        """Bars whose beats are known, as a tab shows them."""
        self.timed = True
        for cells, beats in bars:
            self._add(cells, cells[0].position if cells else 0, beats=beats)

    def _unbarred(self, pieces: Sequence[Token], first: int) -> None:
        marked = _marks_are_beats(pieces)
        cells: list[Cell] = []
        groups: list[int] = []
        closed: int | None = None
        repeat_from = first

        def flush() -> None:
            if marked and cells:
                self._add(list(cells), cells[0].position, run=True)
            for cell in () if marked else cells:
                self._add([cell], cell.position)
            cells.clear()

        for token in pieces:
            was_closed, closed = closed, None
            match token.kind:
                case Kind.CHORD:
                    _append(cells, self._cell(token), token)
                case Kind.BEAT if marked:
                    cells.append(Cell((), token.position, token.text))
                case Kind.SIMILE if marked:
                    cells.append(Cell((), token.position, "%"))
                case Kind.SIMILE:
                    flush()
                    self._similar(token)
                case Kind.OPEN:
                    flush()
                    groups.append(len(self.bars))
                case Kind.CLOSE:
                    flush()
                    closed = groups.pop()
                case Kind.TIMES:
                    flush()
                    start = repeat_from if was_closed is None else was_closed
                    self._repeat(start, token, in_front=token is pieces[0] and len(pieces) > 1)
                    repeat_from = len(self.bars)
                case Kind.METRE:
                    flush()
                    self._read_metre(token)
                case Kind.JUMP:
                    flush()
                    self._sign(token)
                case _:
                    pass
        flush()
        self._times_in_front(pieces, first)
        self.timed |= marked

    def _barred(self, pieces: Sequence[Token], first: int) -> None:
        self.timed = True
        bar_tokens: list[Token] = []
        signs: list[Token] = []
        groups: list[int] = []
        before: Token | None = None
        last = len(pieces) - 1
        repeat_from = first

        def flush() -> None:
            self._bar(bar_tokens)
            bar_tokens.clear()
            for sign in signs:
                self._sign(sign, inside=True)
            signs.clear()

        for index, token in enumerate(pieces):
            match token.kind:
                case Kind.BAR | Kind.ENDING:
                    empty = not bar_tokens
                    flush()
                    plain = re.compile(r"[|‖]")
                    both_plain = before is not None and before.kind is Kind.BAR and plain.fullmatch(before.text)
                    if empty and both_plain and plain.fullmatch(token.text) and self.bars and index <= last:
                        self._held(token)
                    self._bar_line(token)
                case Kind.TIMES:
                    flush()
                    if self.bars and self.bars[-1].closes:
                        self._check_times(token)
                        self.bars[-1].closes = token.number
                    elif before is not None and before.kind is Kind.CLOSE and groups:
                        self._repeat(groups.pop(), token)
                    elif index or not last:
                        self._repeat(repeat_from, token)
                    repeat_from = len(self.bars)
                case Kind.METRE:
                    flush()
                    self._read_metre(token)
                case Kind.JUMP if bar_tokens:
                    signs.append(token)
                case Kind.JUMP:
                    self._sign(token)
                case Kind.OPEN:
                    flush()
                    groups.append(len(self.bars))
                case Kind.CLOSE:
                    flush()
                case _:
                    bar_tokens.append(token)
            before = token
        flush()
        self._times_in_front(pieces, first)

    def _bar(self, pieces: list[Token]) -> None:
        """One bar's chords, beats and signs."""
        if not pieces:
            return
        swallow, self._swallow = self._swallow, False
        only_signs = all(token.kind in (Kind.SIMILE, Kind.BEAT) for token in pieces)
        if swallow and all(token.kind is Kind.BEAT for token in pieces):
            return
        simile = next((token for token in pieces if token.kind is Kind.SIMILE), None)
        if simile is not None and only_signs and pieces[0] is simile:
            self._similar(simile)
            return
        marked = _marks_are_beats(pieces)
        cells: list[Cell] = []
        for token in pieces:
            if token.kind is Kind.CHORD:
                _append(cells, self._cell(token), token)
            elif token.kind is Kind.SIMILE or (token.kind is Kind.BEAT and (marked or only_signs)):
                cells.append(Cell((), token.position, "%" if token.kind is Kind.SIMILE else token.text))
            elif token.kind is Kind.BEAT:  # a joint if the bar is full without it
                cells.append(Cell((), token.position, "?"))
        self._add(cells, pieces[0].position)

    def _held(self, token: Token) -> None:
        """An empty bar between two bar lines: the chord before goes on."""
        if self._swallow:
            self._swallow = False
            return
        self._add([Cell((), token.position, ".")], token.position)

    def _bar_line(self, token: Token) -> None:
        text = token.text
        ending = re.search(r"\d[\d\s.,&-]*", text) if token.kind is Kind.ENDING else None
        signs = text[: ending.start()] if ending else text
        closes = signs.lstrip().startswith(":") or "𝄇" in signs
        opens = (signs.rstrip(" [").endswith(":") and any(bar in signs for bar in "|‖¦│┃｜")) or "𝄆" in signs
        if signs == "::":
            closes = opens = True
        if re.fullmatch(r":\s?[|‖¦│┃｜]+", signs.rstrip(" [")):
            opens = False
        if closes:
            if not self.bars:
                raise ChartSyntaxError(self._text, token.position, "':|' repeats what stands before it: nothing does")
            self.bars[-1].closes = self.bars[-1].closes or 2
            self._endings = frozenset()
        if opens:
            self._opens = True
        if ending:
            numbers = _pass_numbers(ending[0])
            if not numbers or max(numbers) > MAX_TIMES:
                raise ChartSyntaxError(
                    self._text, token.position + ending.start(), f"an ending has a number from 1 to {MAX_TIMES}"
                )
            self._endings = numbers

    # Pieces --------------------------------------------------------------------------------------------------------

    def _cell(self, token: Token) -> Cell:
        end = token.end or token.position + len(token.text)
        return Cell(((self._read(token.text, token.position), token.position, end),), token.position)

    def _similar(self, token: Token) -> None:
        """``%`` and ``%%``: the bar before, or the two before, once more."""
        if len(self.bars) < token.number:
            wanted = "the bar before: it needs one" if token.number == 1 else "the two bars before: it needs them"
            raise ChartSyntaxError(self._text, token.position, f"{token.text!r} repeats {wanted}")
        self._same_as = token.number
        for bar in self.bars[len(self.bars) - token.number :]:
            cells = [attrs.evolve(cell, position=token.position) for cell in bar.cells]
            self._add(cells, token.position, run=bar.run, beats=bar.beats)
        self.timed = self.timed or token.number > 1
        self._swallow = token.number > 1

    def _read_metre(self, token: Token) -> None:
        beats, unit = (int(number) for number in re.findall(r"\d+", token.text))
        self.metre((beats, unit), token.position)

    def _times_in_front(self, pieces: Sequence[Token], first: int) -> None:
        if pieces and pieces[0].kind is Kind.TIMES and len(pieces) > 1:
            self._repeat(first, pieces[0])

    def _repeat(self, start: int, token: Token, *, in_front: bool = False) -> None:
        """``x3``: what stands before it, from a place on, so many times in all."""
        if in_front:
            return
        self._check_times(token)
        written = self.bars[start:]
        if not written:
            if start == 0 or not self.bars:
                raise ChartSyntaxError(self._text, token.position, f"{token.text!r} repeats what stands before it")
            written = self.bars[self._section_start :]
        for _ in range(token.number - 1):
            self._extend([attrs.evolve(bar, cells=list(bar.cells)) for bar in written])

    def _check_times(self, token: Token) -> None:
        if not 1 <= token.number <= MAX_TIMES:
            raise ChartSyntaxError(self._text, token.position, f"repeat 1 to {MAX_TIMES} times")

    def _sign(self, token: Token, *, inside: bool = False) -> None:
        """D.C., D.S., Fine, Segno and Coda: at the end of the bar before, but for what begins with the next one.

        A sign for the coda is where it is left the first time, and where the coda begins from then on.

        Args:
            inside: the sign stands among the chords of the last bar.
        """
        name = re.sub(r"[\s.]", "", token.text).lower()
        if "segno" in name or name == "𝄋":
            self._begin("segno", inside=inside)
            return
        if _is_coda(token.text) and self._leaves:
            self._begin("coda", inside=inside)
            return
        if not self.bars:
            reason = f"{token.text!r} stands at the end of a bar: there is none before it"
            raise ChartSyntaxError(self._text, token.position, reason)
        bar = self.bars[-1]
        if name in ("alfine", "alcoda"):
            kind = bar.jump or Jump.DA_CAPO
            bar.jump = Jump[f"{'DAL_SEGNO' if kind.to_segno else 'DA_CAPO'}_AL_{name[2:].upper()}"]
        elif name.startswith(("dc", "ds")):
            ends = f"_AL_{name[4:].upper()}" if name[2:] else ""
            bar.jump = Jump[f"{'DA_CAPO' if name[1] == 'c' else 'DAL_SEGNO'}{ends}"]
        elif name == "fine":
            bar.fine = True
        else:
            bar.to_coda = self._leaves = True

    def _begin(self, sign: str, *, inside: bool) -> None:
        if inside and self.bars:
            setattr(self.bars[-1], sign, True)
        else:
            self._begins.add(sign)

    def _add(self, cells: list[Cell], position: int, *, run: bool = False, beats: tuple[Fraction, ...] = ()) -> None:
        bar = WrittenBar(
            *(cells, position, self._metre, self._section, self._opens, 0, self._endings),
            segno="segno" in self._begins,
            coda="coda" in self._begins,
            same_as=self._same_as,
            new_line=self._new_line,
            run=run,
            beats=beats,
        )
        self._opens, self._endings, self._metre = False, frozenset(), None
        self._begins, self._same_as, self._new_line = set(), 0, False
        self._extend([bar])

    def _extend(self, bars: Iterable[WrittenBar]) -> None:
        for bar in bars:
            self.bars.append(bar)
            self._cells += max(1, len(bar.cells))
            if self._cells > MAX_CELLS:
                raise ProgressionError(f"more than {MAX_CELLS} chords in one line: give fewer")


def _is_coda(sign: str) -> bool:
    return re.sub(r"[\s.]", "", sign).lower() in ("coda", "𝄌", "⊕")


def _append(cells: list[Cell], cell: Cell, token: Token) -> None:
    """A chord that is joined to the one before shares its cell."""
    if not token.number or not cells:
        cells.append(cell)
    elif cells[-1].chords:
        cells[-1] = attrs.evolve(cells[-1], chords=(*cells[-1].chords, *cell.chords))
    else:
        cells[-1] = attrs.evolve(cell, position=cells[-1].position, holds_first=True)


def _marks_are_beats(pieces: Sequence[Token]) -> bool:
    """Whether dashes and slashes among chords count beats; one alone between each two chords only parts them."""
    marks = [token for token in pieces if token.kind is Kind.BEAT]
    if not marks:
        return False
    if any(mark.text not in "/-" for mark in marks):
        return True
    kinds = [token.kind for token in pieces if token.kind in (Kind.BEAT, Kind.CHORD)]
    doubled = any(a is Kind.BEAT and b is Kind.BEAT for a, b in pairwise(kinds))
    return doubled or kinds[-1] is Kind.BEAT or kinds[0] is Kind.BEAT


def _pass_numbers(text: str) -> frozenset[int]:
    """``1.``, ``1,2``, ``1-3``."""
    numbers: set[int] = set()
    for part in re.findall(r"\d+\s*\.?\s*-\s*\d+|\d+", text):
        low, *high = (int(number) for number in re.findall(r"\d+", part))
        numbers |= set(range(low, (high[0] if high else low) + 1)) if not high or high[0] - low < MAX_TIMES else {999}
    return frozenset(numbers - {0})
