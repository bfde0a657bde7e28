"""Beats for the chords of bars in playing order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from chordwork.harmony.errors import ChartSyntaxError, CrowdedBarError
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.charts.text.assembly import Cell, WrittenBar
from chordwork.music.charts.text.model import ChartBar, ChartChord
from chordwork.music.charts.text.sharing import Signature, felt_beats, share_bar, share_beat


def timed(
    text: str, bars: Sequence[WrittenBar], metre: Signature, groups: Sequence[int] | None = None
) -> Iterator[ChartBar]:
    """Bars with the beats of their chords.

    Args:
        text: shown in errors.
        bars: in playing order.
        metre: where the text gives none.
        groups: felt beats of that metre, where they are unlike.

    Raises:
        ChartSyntaxError: beats that do not fit the metre, a beat before any chord.
        CrowdedBarError: more chords in a bar than it has sixteenths.
    """
    sounding: tuple[ChordSymbol, int] | None = None
    for bar in without_runs(bars, metre):
        here = bar.metre or metre
        chords: list[ChartChord] = []
        for cell, length in cell_lengths(text, bar, here, groups if here == metre else None):
            sounding = _fill(text, chords, cell, length, here, sounding)
        yield ChartBar(tuple(chords), here, bar.section)


def cell_lengths(
    text: str, bar: WrittenBar, metre: Signature, groups: Sequence[int] | None = None
) -> Iterator[tuple[Cell, Fraction]]:
    """The cells of a bar that is no run, and how many beats each fills. Arguments and errors as for :func:`timed`."""
    cells = bar.cells if bar.beats else _strummed(_joints_out(bar.cells, metre), metre)
    yield from zip(cells, bar.beats or _cell_beats(text, cells, metre, groups), strict=True)


def cell_shares(text: str, cell: Cell, length: Fraction, metre: Signature) -> tuple[Fraction, ...]:
    """Beats of each of the chords that share a cell; first those of the chord before, if it goes on there.

    Raises:
        CrowdedBarError: more than it has sixteenths.
    """
    parts = len(cell.chords) + cell.holds_first
    shares = share_beat(parts, length, metre[1]) if parts else (length,)
    if shares is None:
        raise CrowdedBarError(text, cell.position, f"{parts} chords share one beat: give fewer")
    return shares


def _fill(
    text: str,
    chords: list[ChartChord],
    cell: Cell,
    length: Fraction,
    metre: Signature,
    sounding: tuple[ChordSymbol, int] | None,
) -> tuple[ChordSymbol, int]:
    """Put a cell's chords at the end of a bar; what sounds then."""
    shares = cell_shares(text, cell, length, metre)
    if not cell.chords or cell.holds_first:
        held, *shares_left = shares
        if sounding is None:
            raise ChartSyntaxError(text, cell.position, "a beat goes on with the chord before it: there is none yet")
        if chords:
            chords[-1] = attrs.evolve(chords[-1], beats=chords[-1].beats + held)
        else:
            chords.append(ChartChord(sounding[0], sounding[1], held, held=True))
        shares = tuple(shares_left)
    for (symbol, position, _), share in zip(cell.chords, shares, strict=True):
        chords.append(ChartChord(symbol, position, share))
        sounding = symbol, position
    assert sounding is not None
    return sounding


def _joints_out(cells: Sequence[Cell], metre: Signature) -> list[Cell]:
    """A lone dash or slash between chords is a beat if that makes the bar full, else it says nothing."""
    full = len(cells) in (metre[0], felt_beats(metre))
    return [cell for cell in cells if full or cell.sign != "?"]


def _strummed(cells: list[Cell], metre: Signature) -> list[Cell]:
    """``C //// G ////``: a chord stands over its first stroke, where that makes whole bars and counting it does not."""
    strokes = sum(cell.sign == "/" for cell in cells)
    over = [cell.chords and index + 1 < len(cells) and cells[index + 1].sign == "/" for index, cell in enumerate(cells)]
    chords = sum(bool(cell.chords) for cell in cells)
    if not strokes or sum(map(bool, over)) < chords or strokes + chords < len(cells):
        return cells
    if len(cells) % metre[0] == 0 or strokes % metre[0]:
        return cells
    return [cell for index, cell in enumerate(cells) if not (index and over[index - 1])]


def _cell_beats(text: str, cells: Sequence[Cell], metre: Signature, groups: Sequence[int] | None) -> Sequence[Fraction]:
    beats, _ = metre
    felt = felt_beats(metre)
    count = len(cells)
    if not any(cell.sign for cell in cells):
        shares = share_bar(count, metre, groups)
        if shares is None:
            most = beats * 16 // metre[1]
            raise CrowdedBarError(
                text, cells[-1].position, f"{count} chords in one bar of {beats}/{metre[1]}: give at most {most}"
            )
        return shares
    if count == felt:
        return [Fraction(beats, felt)] * count
    if count % beats == 0 or beats % count == 0:
        if Fraction(beats, count) / metre[1] < Fraction(1, 16):
            raise CrowdedBarError(text, cells[-1].position, f"{count} beats in one bar of {beats}/{metre[1]}")
        return [Fraction(beats, count)] * count
    if count < beats:
        return [Fraction(1)] * (count - 1) + [Fraction(beats - count + 1)]
    raise ChartSyntaxError(
        text, cells[beats].position, f"{count} beats in one bar of {beats}/{metre[1]}: write {beats}, or another metre"
    )


def without_runs(bars: Sequence[WrittenBar], metre: Signature) -> Iterator[WrittenBar]:
    """Lines without bar lines whose cells are a beat each, cut into bars."""
    for bar in bars:
        if not bar.run:
            yield bar
            continue
        here = bar.metre or metre
        beats, felt = here[0], felt_beats(here)
        every = _strummed(bar.cells, here)
        size = felt if len(every) % beats and len(every) % felt == 0 else beats
        for begin in range(0, len(every), size):
            cells = every[begin : begin + size]
            length = Fraction(beats, size)
            given = [length] * (len(cells) - 1) + [length * (size - len(cells) + 1)]
            part = attrs.evolve(bar, cells=cells, beats=tuple(given), run=False)
            if begin:
                part = attrs.evolve(part, opens=False, segno=False, coda=False, new_line=False, same_as=0)
                part = attrs.evolve(part, endings=frozenset())
            if begin + size < len(every):
                part = attrs.evolve(part, closes=0, to_coda=False, fine=False, jump=None)
            yield part
