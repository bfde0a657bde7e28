"""One line of tab as a drawing: string lines with frets, bar lines, chord names, strokes and a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log2
from typing import Final

import attrs

from chordwork.music.tabs.model import Bar, Score, TabEvent
from chordwork.music.tabs.sheets.drawing import Label, Line, Shape
from chordwork.music.tabs.sheets.lettering import lettering

STRING_GAP: Final = 10.0
NAMES: Final = 14.0
"""For the names of the strings, left of the first bar line."""
BEFORE: Final = 13.0
AFTER: Final = 5.0
"""Between a bar line and the first note, and between the last note's end and the next bar line."""
FRET_SIZE: Final = 9.5
CHORD_SIZE: Final = 12.0
SMALL: Final = 7.0
SECTION_SIZE: Final = 11.0
_TOP: Final = 33.0
"""Of the highest string below the top of a line: chord names, then strokes, stand above it."""
_SECTION: Final = 18.0
_BELOW: Final = 22.0
_AIR: Final = 1.5
_MOST_STRETCH: Final = 1.6


@attrs.frozen
class Spacing:
    """How a bar spreads out.

    Attributes:
        ticks: where something begins, ascending; the end of the bar last.
        xs: its place from the bar line on, as many.
    """

    ticks: tuple[int, ...]
    xs: tuple[float, ...]

    @property
    def width(self) -> float:
        """From bar line to bar line."""
        return self.xs[-1] + AFTER

    def x(self, tick: float) -> float:
        """Where a tick is; between two places in proportion."""
        for (before, left), (after, right) in pairwise(zip(self.ticks, self.xs, strict=True)):
            if tick <= after:
                return left + (right - left) * (tick - before) / (after - before)
        return self.xs[-1]

    def stretched(self, by: float) -> Spacing:
        """The same, wider between its places."""
        return Spacing(self.ticks, tuple(BEFORE + (x - BEFORE) * by for x in self.xs))


def spacing(bar: Bar, score: Score) -> Spacing:
    """Room for each note by its length, for wide fret numbers, and for the names of chords."""
    end = score.metre.bar_ticks
    ticks = sorted({0, end, *(event.start for event in bar.events), *(mark.start for mark in bar.marks)})
    digits = max((len(str(note.fret)) for event in bar.events for note in event.notes), default=1)
    gaps = [max(6.0 * digits + 4.0, 8.0 + 5.5 * log2(1 + (after - before) / 3)) for before, after in pairwise(ticks)]
    marks = [ticks.index(mark.start) for mark in bar.marks]
    for mark, begin, until in zip(bar.marks, marks, [*marks, len(gaps)][1:], strict=True):
        need = lettering().width(score.full_name(mark.tones), CHORD_SIZE) + 8.0
        have = sum(gaps[begin:until])
        if have < need:
            gaps[begin:until] = [gap * need / have for gap in gaps[begin:until]]
    xs = [BEFORE]
    for gap in gaps:
        xs.append(xs[-1] + gap)
    return Spacing(tuple(ticks), tuple(xs))


def stretch(spaced: Sequence[Spacing], width: float, *, full: bool) -> float:
    """By how much the bars of a line spread to fill it; a line with bars to spare less."""
    fixed = NAMES + (BEFORE + AFTER) * len(spaced)
    free = sum(each.xs[-1] - BEFORE for each in spaced)
    return min((width - fixed) / free, _MOST_STRETCH if full else 1.25)


def height(score: Score, line: range) -> float:
    """Of a line of bars."""
    section = _SECTION if score.section_at(line.start) else 0.0
    return section + _TOP + STRING_GAP * (score.board.strings - 1) + _BELOW


def staff(score: Score, line: range, spaced: Sequence[Spacing]) -> Iterator[Shape]:
    """The shapes of a line of bars, from its top left corner."""
    top = _TOP
    if section := score.section_at(line.start):
        yield Label(0, SECTION_SIZE, section, SECTION_SIZE, bold=True, anchor="start")
        top += _SECTION
    strings = score.board.strings
    bottom = top + STRING_GAP * (strings - 1)
    for string, name in enumerate(score.board.instrument.letters):
        yield Label(5, _y(string, score, top) + 2.6, name, SMALL, faint=True)
    yield Line(NAMES, top, NAMES, bottom)
    yield Label(NAMES, top - 4, str(line.start + 1), SMALL - 1, faint=True)
    left = NAMES
    for number, space in zip(line, spaced, strict=True):
        yield from _bar(score, number, space, left, top)
        left += space.width
        if number == len(score.bars) - 1:
            yield Line(left - 3.5, top, left - 3.5, bottom)
            yield Line(left, top - 0.5, left, bottom + 0.5, 2.5)
        else:
            yield Line(left, top, left, bottom)


def _y(string: int, score: Score, top: float) -> float:
    return top + STRING_GAP * (score.board.strings - 1 - string)


def _bar(score: Score, number: int, space: Spacing, left: float, top: float) -> Iterator[Shape]:
    bar = score.bars[number]
    bottom = top + STRING_GAP * (score.board.strings - 1)
    for mark in bar.marks:
        yield Label(
            left + space.x(mark.start) - 3, top - 21, score.full_name(mark.tones), CHORD_SIZE, bold=True, anchor="start"
        )
    for beat in range(score.metre.beats):
        yield Label(left + space.x(beat * score.metre.beat_ticks), bottom + 12, str(beat + 1), SMALL, faint=True)
    holes: dict[int, list[tuple[float, float]]] = {string: [] for string in range(score.board.strings)}
    for event in bar.events:
        x = left + space.x(event.start)
        yield from _stroke(event, x, top)
        for note in event.notes:
            text = str(note.fret)
            half = lettering().width(text, FRET_SIZE) / 2 + _AIR
            holes[note.string].append((x - half, x + half))
            yield Label(x, _y(note.string, score, top) + 3.5, text, FRET_SIZE)
    for string, gaps in holes.items():
        y = _y(string, score, top)
        edges = [left, *(edge for gap in sorted(gaps) for edge in gap), left + space.width]
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            if end > begin:
                yield Line(begin, y, end, y, 0.6)


def _stroke(event: TabEvent, x: float, top: float) -> Iterator[Shape]:
    """A down stroke as a frame open below, an up stroke as a wedge, an accent over either."""
    y, arm = top - 5.0, 2.6
    if event.stroke == "down":
        yield Line(x - arm, y, x - arm, y - 5, 0.8)
        yield Line(x + arm, y, x + arm, y - 5, 0.8)
        yield Line(x - arm, y - 5, x + arm, y - 5, 1.6)
    elif event.stroke == "up":
        yield Line(x - arm, y - 6, x, y, 0.8)
        yield Line(x, y, x + arm, y - 6, 0.8)
    if event.accent:
        yield Line(x - arm, y - 11, x + arm, y - 9, 0.8)
        yield Line(x + arm, y - 9, x - arm, y - 7, 0.8)
