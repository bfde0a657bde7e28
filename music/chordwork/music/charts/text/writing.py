"""A chart as a text that :func:`~chordwork.harmony.read_chart` reads: ``C | G . . Am | F``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from chordwork.harmony.errors import HarmonySyntaxError
from chordwork.harmony.notation import Notation
from chordwork.harmony.symbol import NO_SYMBOL, ChordSymbol, to_lead_sheet
from chordwork.music.charts.text.model import Chart, ChartBar
from chordwork.music.charts.text.reading import read_chart
from chordwork.music.charts.text.sharing import Signature, share_bar

BEAT: Final = "."
"""Holds the chord before for a beat more."""
BARS_A_LINE: Final = 4
_USUAL: Final[Signature] = (4, 4)
"""Metre of a text that names none."""


def chart_text(chart: Chart, *, notation: Notation = "english") -> str:
    """Bars as they are played, four a line, below the names of their parts.

    Chords that begin between two beats stand on the earlier one, several of one beat sharing it; a chord that could not
    be read is silence. Names that would be read as something else are left out.
    """
    lines: list[str] = []
    row: list[str] = []
    section, metre = "", _USUAL
    for number, bar in enumerate(chart.bars):
        if number and bar.section != section:
            lines += _line(row)
            row = []
        if bar.section != section and _is_heading(bar.section):
            lines.append(f"[{bar.section}]")
        changed = bar.metre != metre
        section, metre = bar.section, bar.metre
        row.append(f"{bar.metre[0]}/{bar.metre[1]} {bar_text(bar, notation)}" if changed else bar_text(bar, notation))
        if len(row) == BARS_A_LINE:
            lines += _line(row)
            row = []
    return "\n".join([*lines, *_line(row)])


def bar_text(bar: ChartBar, notation: Notation = "english") -> str:
    """The chords of one bar: evenly shared, ``C G``; else beat by beat, ``C . . G``."""
    names = [to_lead_sheet(_readable(chord.symbol), notation=notation) for chord in bar.chords]
    shares = share_bar(len(names), bar.metre)
    if len(names) == 1 or (shares is not None and list(shares) == [chord.beats for chord in bar.chords]):
        return " ".join(names)
    beats: list[list[str]] = [[] for _ in range(max(1, round(sum(chord.beats for chord in bar.chords))))]
    begin = 0 * bar.chords[0].beats if bar.chords else 0
    for name, chord in zip(names, bar.chords, strict=True):
        beats[min(int(begin), len(beats) - 1)].append(name)
        begin += chord.beats
    return " ".join("~".join(on_beat) or BEAT for on_beat in beats)


def _line(row: list[str]) -> list[str]:
    return [f"| {' | '.join(row)} |"] if row else []


def _readable(symbol: ChordSymbol) -> ChordSymbol:
    return NO_SYMBOL if symbol.unknown else symbol


@lru_cache(maxsize=512)
def _is_heading(name: str) -> bool:
    """Whether a name in brackets is read as that of a part."""
    if not name or len(name) > 60 or "\n" in name:
        return False
    try:
        bars = read_chart(f"[{name}]\n| C |").bars
    except HarmonySyntaxError:
        return False
    return len(bars) == 1 and bars[0].section == name and str(bars[0].chords[0].symbol) == "C"
