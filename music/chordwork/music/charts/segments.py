"""Chords with the times of a recording: to a song and back.

A recording's times are no beats. A song that is read from them has a bar for each chord and does not say how long it
lasts; the times stand in its tag ``seconds``, and come back as they were. A song that has bars may say there when each
begins; one without the tag is written at its tempo, or 120.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.harmony.parsing import parse_symbol
from chordwork.harmony.score import Segment
from chordwork.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, to_harte
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Remark
from chordwork.music.charts.played import to_chart
from chordwork.music.song import Bar, PlacedChord, Section, Song

TAG: Final = "seconds"
USUAL_BPM: Final = 120.0
_LEAST_GAP_S: Final = 1e-3


def of_segments(segments: Sequence[Segment], form: str, **fields: Any) -> tuple[Song, list[Remark]]:
    """A song of chords with times; where none is told, there is none.

    Raises:
        ChartFileError: there is no chord.
        ChartTooLargeError: more than 10,000.
    """
    if not segments:
        raise ChartFileError(form, "there is no chord in it: give lines with a time and a chord")
    if len(segments) > MAX_BARS:
        raise ChartTooLargeError(form, f"more than {MAX_BARS} chords: give fewer")
    remarks: list[Remark] = []
    chords: list[PlacedChord] = []
    times: list[float] = []
    now = 0.0
    for number, (start, end, label) in enumerate(segments, start=1):
        if start - now > _LEAST_GAP_S or (number == 1 and start > 0):
            chords.append(PlacedChord(NO_SYMBOL))
            times.append(now)
        chords.append(symbol_of(label, number, remarks))
        times.append(start)
        now = end
    times.append(now)
    tag = (TAG, shown_times(times))
    bars = tuple(Bar((chord,)) for chord in chords)
    known = {name: value for name, value in fields.items() if value}
    return Song((Section("", bars),), timed=False, tags=(tag,), **known), remarks


def symbol_of(label: str, number: int, remarks: list[Remark]) -> PlacedChord:
    """A chord by its label; one that cannot be read is kept as it is written, and remarked."""
    try:
        return PlacedChord(parse_symbol(label))
    except SymbolSyntaxError:
        remarks.append(Remark(f"no chord that can be read: {label}", place=f"chord {number}"))
        return PlacedChord(UNKNOWN_SYMBOL, written=label)


def shown_times(times: Iterable[float]) -> str:
    """Seconds as the tag has them."""
    return " ".join(f"{time:.6f}".rstrip("0").rstrip(".") for time in times)


def _tagged(song: Song) -> list[float]:
    return [float(each) for each in dict(song.tags).get(TAG, "").split() if re.fullmatch(r"\d+(?:\.\d+)?", each)]


def bar_times(song: Song) -> list[Fraction]:
    """When each bar of a song begins as it is played, and when the last one ends."""
    bars = to_chart(song).bars
    times = _tagged(song)
    if len(times) == len(bars) + 1 and all(after > before for before, after in pairwise(times)):
        return [Fraction(time) for time in times]
    quarter = Fraction(60) / Fraction(song.tempo_bpm or USUAL_BPM)
    exact = [Fraction(0)]
    for bar in bars:
        exact.append(exact[-1] + sum(chord.beats for chord in bar.chords) * Fraction(4, bar.metre[1]) * quarter)
    return exact


def to_segments(song: Song) -> list[Segment]:
    """Chords as they sound, with times: those of the recording, where the song has them, else those of its tempo."""
    chart = to_chart(song)
    times = _tagged(song)
    if not song.timed and len(times) == len(chart.bars) + 1:
        labels = [to_harte(bar.chords[0].symbol) for bar in chart.bars]
        return [(start, end, label) for start, end, label in zip(times, times[1:], labels, strict=False) if end > start]
    segments: list[Segment] = []
    for bar, (start, end) in zip(chart.bars, pairwise(bar_times(song)), strict=True):
        step = (end - start) / (sum(chord.beats for chord in bar.chords) or 1)
        now = start
        for chord in bar.chords:
            stop = now + chord.beats * step
            if chord.held and segments:
                segments[-1] = (segments[-1][0], float(stop), segments[-1][2])
            else:
                segments.append((float(now), float(stop), to_harte(chord.symbol)))
            now = stop
    return segments


def in_order(segments: Iterable[Segment], form: str) -> list[Segment]:
    """The same by start.

    Raises:
        ChartFileError: a chord that ends before it starts.
    """
    ordered = sorted(segments)
    for number, (start, end, label) in enumerate(ordered, start=1):
        if not 0 <= start < end:
            place = f"chord {number}"
            raise ChartFileError(
                form, f"{label} is from {start:g} to {end:g} s: give an end after the start", place=place
            )
    return ordered
