"""The line of signs that an iReal Pro chart is, cut into bars of cells (iReal Pro, "Custom Chord Chart Protocol").

A chart is a grid of sixteen cells a line. A cell holds a chord or nothing; bar lines, marks, endings and staff text
stand between cells. A bar has as many cells as somebody gave it, which need not be its beats.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS
from chordwork.music.charts.ireal.links import NAME
from chordwork.music.charts.ireal.qualities import CHORD

BLANK: Final = ""
NO_CHORD: Final = "n"
SLASH: Final = "p"
SAME: Final = "x"
SAME_TWO: Final = "r"

_TEXT: Final = re.compile(r"<(?:\*\d\d)?([^>]*)>?")
_ALTERNATE: Final = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)?")
_MARK: Final = re.compile(r"\*([A-Za-z0-9])")
_METRE: Final = re.compile(r"T(\d)(\d)")
_ENDING: Final = re.compile(r"N(\d)")
_NOTHING: Final = frozenset(",slY")
"""Separators, sizes of print, space between lines."""
_CLOSING: Final = frozenset("}]Z")
_MAX_REMARKS: Final = 20
_MAX_CELLS: Final = 1_000
"""Of a bar: five pages."""
_MAX_TEXTS: Final = 50
"""Of a bar: those that are kept."""


@attrs.define
class Cell:
    """What one cell holds.

    Attributes:
        text: a chord, or one of the constants above.
        alternate: the chord in brackets over it.
    """

    text: str = BLANK
    alternate: str = ""


@attrs.define
class Cells:
    """A bar and what stands at it.

    Attributes:
        column: of its first sign in the line, from 1.
        metre: digits after ``T``.
        closed: a double bar line, a final one or the end of a repeat follows it.
    """

    column: int
    cells: list[Cell] = attrs.Factory(list)
    metre: str = ""
    mark: str = ""
    segno: bool = False
    codas: int = 0
    ending: int | None = None
    texts: list[str] = attrs.Factory(list)
    fermata: bool = False
    end: bool = False
    opens: bool = False
    closes: bool = False
    closed: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return all(cell.text == BLANK and not cell.alternate for cell in self.cells)


def bars_of(chords: str) -> tuple[list[Cells], list[tuple[int, str]]]:
    """The bars of a line of signs, and remarks with their columns.

    Raises:
        ChartTooLargeError: more than 10,000 bars.
    """
    return _Cutter(chords).cut()


class _Cutter:
    """One pass from left to right."""

    def __init__(self, chords: str) -> None:
        self._chords = chords
        self._bars: list[Cells] = []
        self._bar = Cells(1)
        self._line = ""
        self._remarks: list[tuple[int, str]] = []

    def cut(self) -> tuple[list[Cells], list[tuple[int, str]]]:
        place = 0
        while place < len(self._chords):
            place = self._sign(place)
        self._leftover()
        return self._bars, self._remarks

    def _sign(self, place: int) -> int:
        """Take what stands at a place; the place after it."""
        sign, bar = self._chords[place], self._bar
        if len(bar.cells) > _MAX_CELLS:
            raise ChartTooLargeError(NAME, f"more than {_MAX_CELLS} cells in a bar", line=1, column=place + 1)
        if sign in "|[]{}Z":
            self._bar_line(sign, place)
        elif sign == " ":
            bar.cells.append(Cell())
        elif chord := CHORD.match(self._chords, place):
            bar.cells.append(Cell(chord[0]))
            after = chord.end()
            return after + 1 if self._chords[after : after + 1] == "," else after
        elif sign in (NO_CHORD, SLASH, SAME, SAME_TWO):
            bar.cells.append(Cell(sign))
        elif found := _TEXT.match(self._chords, place):
            if len(bar.texts) < _MAX_TEXTS:
                bar.texts.append(" ".join(found[1].split()))
            return found.end()
        elif found := _ALTERNATE.match(self._chords, place):
            if not bar.cells:
                bar.cells.append(Cell())
            bar.cells[-1].alternate = found[1].strip()
            return found.end()
        elif found := _METRE.match(self._chords, place):
            bar.metre = found[1] + found[2]
            return found.end()
        elif found := _MARK.match(self._chords, place):
            bar.mark = found[1]
            return found.end()
        elif found := _ENDING.match(self._chords, place):
            bar.ending = int(found[1])
            return found.end()
        elif sign == "S":
            bar.segno = True
        elif sign == "Q":
            bar.codas += 1
        elif sign == "f":
            bar.fermata = True
        elif sign == "U":
            bar.end = True
        elif sign not in _NOTHING and not sign.isspace():
            self._remark(place, f"{sign!r} means nothing in iReal Pro and is passed over")
        return place + 1

    def _bar_line(self, sign: str, place: int) -> None:
        if self._bar.cells:
            blank, alone = self._bar.is_blank, len(self._bar.cells) == 1
            if blank and (self._line in _CLOSING or not self._line or (alone and sign in "[{")):
                self._bar.cells.clear()  # room between two lines of the page
            else:
                self._close()
        if sign in _CLOSING and self._bars:
            self._bars[-1].closed = True
            self._bars[-1].closes |= sign == "}"
            self._merge(self._bars[-1])
        if sign == "{":
            self._bar.opens = True
        self._line = sign
        if not self._bar.cells:
            self._bar.column = place + 1

    def _close(self) -> None:
        if len(self._bars) >= MAX_BARS:
            raise ChartTooLargeError(NAME, f"more than {MAX_BARS} bars", line=1, column=self._bar.column)
        self._bars.append(self._bar)
        self._bar = Cells(self._bar.column)

    def _merge(self, into: Cells) -> None:
        """Signs that stand after a bar's last cell are that bar's."""
        bar = self._bar
        into.texts = [*into.texts, *bar.texts][:_MAX_TEXTS]
        into.codas += bar.codas
        into.fermata |= bar.fermata
        into.end |= bar.end
        self._bar = Cells(bar.column, metre=bar.metre, mark=bar.mark, segno=bar.segno, ending=bar.ending)

    def _leftover(self) -> None:
        if self._bar.cells and not self._bar.is_blank:
            self._close()
        elif self._bars:
            self._merge(self._bars[-1])

    def _remark(self, place: int, text: str) -> None:
        if len(self._remarks) < _MAX_REMARKS:
            self._remarks.append((place + 1, text))
