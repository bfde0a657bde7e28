"""What is known of a chart that was read, and its parts from what stands in a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import attrs

from chordwork.analysis.charts.bars import Bars
from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, NO_CHORD_SYMBOL, TimedChord
from chordwork.analysis.errors import ChartError
from chordwork.analysis.forms.chord_line import line_of
from chordwork.harmony import parse_symbol, to_lead_sheet

METRES: Final = {"4/4": 4, "3/4": 3}
LONGEST_S: Final = 86_400.0
"""A day: no piece is longer, and a number beyond that would be counted in beats."""


@attrs.frozen
class ReadChart:
    """A line of chords and what else was known of it."""

    line: str
    """Chords in bars, such as ``C | G Am | F``, or the text as it came."""
    metre: str | None = None
    """Such as ``3/4``; None if it is not known."""
    tempo_bpm: float | None = None
    """Beats a minute; None if it is not known."""
    key: str | None = None
    """Such as ``G minor``; None if it is not known."""
    warnings: tuple[str, ...] = ()
    """What the one who wrote it warned of."""


def chart_of(
    chords: Sequence[TimedChord],
    bars: Bars | None,
    *,
    tempo_bpm: float | None = None,
    key: str | None = None,
    warnings: tuple[str, ...] = (),
) -> ReadChart:
    """A chart of chords, in their bars where those are known."""
    metre = None if bars is None else bars.metre
    return ReadChart(line_of(chords, bars), metre, tempo_bpm, key, warnings)


def chord_of(start: Any, end: Any, label: str, symbol: str) -> TimedChord:
    """One chord; its symbol is made from the label where there is none, and either is checked.

    Raises:
        ChartError: it ends before it begins, or not within a day.
    """
    start_s, end_s = float(start), float(end)
    if not 0.0 <= start_s <= end_s <= LONGEST_S:
        raise ChartError(f"a chord from {start_s:.12g} to {end_s:.12g} s: times go up from 0, to {LONGEST_S:g} at most")
    read = parse_symbol(symbol or label)
    if not read.is_chord:
        return TimedChord(start_s, end_s, NO_CHORD_LABEL, NO_CHORD_SYMBOL, 1.0)
    shown = symbol or to_lead_sheet(read)
    return TimedChord(start_s, end_s, label or shown, shown, 1.0)


def tempo_of(bpm: Any) -> float:
    """To a tenth: a sheet needs no more.

    Raises:
        ChartError: it is none.
    """
    tempo = round(float(bpm), 1)
    if not 0.0 < tempo < math.inf:
        raise ChartError(f"{tempo:.12g} beats a minute are no tempo")
    return tempo
