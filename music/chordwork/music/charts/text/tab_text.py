"""A tab that Chordwork printed as text, pasted back: chord names over a count over strings."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony.patterns import pattern
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.charts.text.assembly import Cell
from chordwork.music.charts.text.lines import Line, is_tab_line, split_lines
from chordwork.music.charts.text.sharing import Signature

_COUNT: Final = pattern(r"\s+1[\s\d]*$")
_PARTS_OF_A_BEAT: Final = 12


@attrs.frozen
class TabText:
    """Bars of a printed tab, each with its cells and their beats."""

    bars: list[tuple[list[Cell], tuple[Fraction, ...]]]
    metre: Signature | None


def read_tab_text(text: str, read: Callable[[str, int], ChordSymbol]) -> TabText | None:
    """The bars of a text that is such a tab; None if it is none.

    Args:
        text: all of it.
        read: reads a chord at a position.
    """
    lines = split_lines(text)
    systems = [
        index
        for index in range(1, len(lines) - 1)
        if _COUNT.match(lines[index].body) and is_tab_line(lines[index + 1].body)
    ]
    if not systems:
        return None
    metre = _metre(lines[: systems[0]])
    bars: list[tuple[list[Cell], tuple[Fraction, ...]]] = []
    for index in systems:
        bars += _system(lines[index - 1], lines[index].body, lines[index + 1].body, read)
    return TabText(bars, metre)


def _metre(lines: list[Line]) -> Signature | None:
    """That of the heading, which may go over several lines."""
    for line in lines:
        if found := re.search(r"(?<![\d/])(\d{1,2})/([248])(?=,|$)", line.body):
            return int(found[1]), int(found[2])
    return None


def _system(
    names: Line, counts: str, string: str, read: Callable[[str, int], ChordSymbol]
) -> list[tuple[list[Cell], tuple[Fraction, ...]]]:
    places = _places(counts)
    starts = [index for index, (_, number) in enumerate(places) if number == 1]
    words = list(re.finditer(r"\S+", names.body))
    chords = [
        (word.start(), index > 0 and word.start() == words[index - 1].end() + 1, word)
        for index, word in enumerate(words)
        if not word[0].startswith("(")  # a shape behind the capo
    ]
    bars = []
    for begin, end in zip(starts, [*starts[1:], len(places)], strict=True):
        columns = [column for column, _ in places[begin:end]]
        width = columns[1] - columns[0] if len(columns) > 1 else max(1, string.find("|", columns[0]) - columns[0])
        last = columns[-1] + width
        after = places[end][0] if end < len(places) else len(names.body) + last
        here: list[tuple[Fraction, ChordSymbol, int]] = []
        for column, pushed, word in chords:
            if columns[0] <= column < after:
                beat = _beat(column, columns, width)
                whole = Fraction(int(beat))
                if pushed and (not here or here[-1][0] < whole):
                    beat = whole  # the name before it left no room where it belongs
                position = names.start + word.start()
                here.append((beat, read(word[0], position), position))
        bars.append(_bar(here, len(columns), names.start))
    return bars


def _places(counts: str) -> list[tuple[int, int]]:
    """Columns and numbers of a count; where there is no room, numbers stand without blanks: ``9 101112``."""
    places: list[tuple[int, int]] = []
    column, expected = 0, 1
    while column < len(counts):
        number = str(expected) if counts.startswith(str(expected), column) else counts[column]
        if not number.isdecimal():
            column += 1
            continue
        places.append((column, int(number)))
        column, expected = column + len(number), int(number) + 1
    return places


def _beat(column: int, columns: list[int], width: int) -> Fraction:
    beat = max(index for index, each in enumerate(columns) if each <= column)
    part = Fraction(min(column - columns[beat], width - 1), width)
    return beat + Fraction(int(part * _PARTS_OF_A_BEAT), _PARTS_OF_A_BEAT)


def _bar(
    chords: list[tuple[Fraction, ChordSymbol, int]], beats: int, position: int
) -> tuple[list[Cell], tuple[Fraction, ...]]:
    cells: list[Cell] = []
    starts: list[Fraction] = []
    if not chords or chords[0][0] > 0:
        cells.append(Cell((), position, "."))
        starts.append(Fraction(0))
    for start, symbol, place in chords:
        cells.append(Cell(((symbol, place, place),), place))
        starts.append(start)
    return cells, tuple(end - start for start, end in zip(starts, [*starts[1:], Fraction(beats)], strict=True))
