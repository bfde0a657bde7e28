"""Songs put in the way in which pages of text show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

import attrs

from chordwork.music.song import Bar, Section, Song
from chordwork.music.song.model import no_chord

BARS_OF_A_LINE: Final = 4
FINEST: Final = 8
"""Most parts of a beat that a cell of text is."""


def in_rows(song: Song, breaks: Callable[[Bar], bool] = lambda bar: bar.new_line) -> Song:
    """With a mark where a row begins: as the song has them, else every four bars.

    Args:
        song: any.
        breaks: bars that begin a row in any case.
    """
    marked = any(bar.new_line for bar in song.bars)

    def rows(section: Section) -> Iterator[Bar]:
        filled = 0
        for index, bar in enumerate(section.bars):
            if breaks(bar) or (not marked and filled == BARS_OF_A_LINE):
                filled = 0
            filled += 1
            yield attrs.evolve(bar, new_line=filled == 1 and index > 0)

    return _with_bars(song, lambda section: tuple(rows(section)))


def with_silence(song: Song) -> Song:
    """With ``N.C.`` where nothing sounds at the beginning."""
    first = next(((number, bar) for number, section in enumerate(song.sections) for bar in section.bars[:1]), None)
    if first is None or not song.timed or (first[1].chords and first[1].chords[0].beat == 0):
        return song
    number, bar = first
    section = song.sections[number]
    section = attrs.evolve(section, bars=(attrs.evolve(bar, chords=(no_chord(), *bar.chords)), *section.bars[1:]))
    return attrs.evolve(song, sections=(*song.sections[:number], section, *song.sections[number + 1 :]))


def on_cells(song: Song) -> Song:
    """With every chord on an eighth of a beat at the finest; of two that come to stand on one place, the later."""

    def moved(bar: Bar) -> Bar:
        if all(FINEST % chord.beat.denominator == 0 or chord.beat.denominator in (3, 6) for chord in bar.chords):
            return bar
        chords = {Fraction(int(chord.beat * FINEST), FINEST): chord for chord in bar.chords}
        return attrs.evolve(bar, chords=tuple(attrs.evolve(chord, beat=beat) for beat, chord in chords.items()))

    return _with_bars(song, lambda section: tuple(map(moved, section.bars)))


def true_signs(song: Song) -> Song:
    """Signs for the bar before only where its chords are the same; the two bars before are not told by one."""

    def same(bars: Sequence[Bar]) -> Iterator[Bar]:
        before: Bar | None = None
        for bar in bars:
            if bar.same_as and (bar.same_as > 1 or before is None or before.chords != bar.chords or not bar.chords):
                bar = attrs.evolve(bar, same_as=0)
            yield bar
            before = bar

    return _with_bars(song, lambda section: tuple(same(section.bars)))


def cells(bar: Bar, beats: int, name: Callable[[int], str], empty: str = ".") -> list[str]:
    """What stands in a bar of cells of one length each: names of chords where they begin.

    Args:
        bar: whose chords begin on parts of a beat that :func:`on_cells` leaves.
        beats: of its metre.
        name: of a chord, by its number.
        empty: of a cell in which none begins.
    """
    parts = lcm(1, *(chord.beat.denominator for chord in bar.chords))
    row = [empty] * (beats * parts)
    for index, chord in enumerate(bar.chords):
        row[int(chord.beat * parts)] = name(index)
    return row


def _with_bars(song: Song, change: Callable[[Section], tuple[Bar, ...]]) -> Song:
    return attrs.evolve(song, sections=tuple(attrs.evolve(section, bars=change(section)) for section in song.sections))
