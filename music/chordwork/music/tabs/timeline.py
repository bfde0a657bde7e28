"""A bar read from left to right, as notation needs it: every tick filled, each piece one written value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import attrs

from chordwork.music.tabs.metre import Metre, NoteValue, note_values
from chordwork.music.tabs.model import Bar, ChordMark, TabEvent


@attrs.frozen
class Written:
    """One written note, chord or rest.

    Attributes:
        start: ticks from the bar line.
        value: its duration.
        event: what is struck or held; None for a rest.
        tied_from: it continues the piece before.
        tied_on: the next piece continues it.
        marks: chords that begin here.
    """

    start: int
    value: NoteValue
    event: TabEvent | None
    tied_from: bool
    tied_on: bool
    marks: tuple[ChordMark, ...]


def written(bar: Bar, metre: Metre) -> Iterator[Written]:
    """The pieces of a bar, rests included; their values add up to the bar exactly."""
    stretches = list(_stretches(bar, metre))
    for start, end, event in stretches:
        pieces = list(note_values(start, end - start))
        at = start
        for index, value in enumerate(pieces):
            marks = tuple(mark for mark in bar.marks if at <= mark.start < at + value.ticks)
            held = event is not None
            yield Written(at, value, event, held and index > 0, held and index < len(pieces) - 1, marks)
            at += value.ticks


def _stretches(bar: Bar, metre: Metre) -> Iterator[tuple[int, int, TabEvent | None]]:
    """Start, end and event; gaps are cut where a chord begins, so that its name has a place to stand."""
    now = 0
    for event in bar.events:
        yield from _gap(now, event.start, bar)
        yield event.start, event.start + event.length, event
        now = event.start + event.length
    yield from _gap(now, metre.bar_ticks, bar)


def _gap(start: int, end: int, bar: Bar) -> Iterator[tuple[int, int, None]]:
    cuts = sorted({start, end} | {mark.start for mark in bar.marks if start < mark.start < end})
    for begin, stop in pairwise(cuts):
        yield begin, stop, None
