"""An analysis as a line of chords that every music command reads: ``C | G Am | F``, in bars by the beats heard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from chordwork.analysis.charts.bars import Bars
from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, NO_CHORD_SYMBOL, TimedChord

BEAT: Final = "/"
"""Holds the chord before for a beat more."""


def line_of(chords: Sequence[TimedChord], bars: Bars | None) -> str:
    """The chords in bars; a chord that lasts is written again in each bar. Silence at both ends is left out.

    Where chords share their bar unevenly, each beat is written: ``C / / G``. Without beats every chord has a bar.
    """
    if bars is None:
        symbols = [chord.symbol for chord in _trimmed(chords)]
        return " | ".join(symbol for symbol, _ in groupby(symbols)) or NO_CHORD_SYMBOL
    rows = _trimmed_rows(beat_rows(bars, chords))
    return " | ".join(_written(row) for row in rows) or NO_CHORD_SYMBOL


def beat_rows(bars: Bars, chords: Sequence[TimedChord]) -> list[list[str]]:
    """For each bar the symbol on each beat: that of the chord which lasts longest from this beat to the next.

    An upbeat is filled up to a bar with silence before it, a bar that lacks beats with its last chord; of a bar with a
    beat too many, the last is left out.
    """
    beats = [beat for bar in bars.bars for beat in bar.beats]
    ends = [*beats[1:], 2 * beats[-1] - beats[-2]]
    symbols: list[str] = []
    first = 0
    for start, end in zip(beats, ends, strict=True):
        while first < len(chords) - 1 and chords[first].end <= start:
            first += 1
        symbols.append(_longest(chords, first, start, end))
    rows: list[list[str]] = []
    for bar in bars.bars:
        row, symbols = symbols[: len(bar.beats)], symbols[len(bar.beats) :]
        missing = bars.beats_a_bar - len(row)
        silence = [NO_CHORD_SYMBOL] * missing
        rows.append((silence + row if bar.number == 0 else row + row[-1:] * missing)[: bars.beats_a_bar])
    return rows


def _longest(chords: Sequence[TimedChord], first: int, start: float, end: float) -> str:
    best, longest = NO_CHORD_SYMBOL, 0.0
    for index in range(first, len(chords)):
        chord = chords[index]
        if chord.start >= end:
            break
        if (lasts := min(chord.end, end) - max(chord.start, start)) > longest:
            best, longest = chord.symbol, lasts
    return best


def _written(row: Sequence[str]) -> str:
    spans = [(symbol, len(list(run))) for symbol, run in groupby(row)]
    if len({length for _, length in spans}) == 1:
        return " ".join(symbol for symbol, _ in spans)
    return " ".join(" ".join([symbol, *[BEAT] * (length - 1)]) for symbol, length in spans)


def _trimmed(chords: Sequence[TimedChord]) -> Sequence[TimedChord]:
    sounding = [index for index, chord in enumerate(chords) if chord.label != NO_CHORD_LABEL]
    return chords[sounding[0] : sounding[-1] + 1] if sounding else ()


def _trimmed_rows(rows: list[list[str]]) -> list[list[str]]:
    sounding = [index for index, row in enumerate(rows) if any(symbol != NO_CHORD_SYMBOL for symbol in row)]
    return rows[sounding[0] : sounding[-1] + 1] if sounding else []
