"""The scrolling timeline: a row of coloured cells for each tier, the present at the right edge."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.color import Color
from rich.style import Style
from rich.text import Text

from chordwork.cli.view.colours import chord_colour
from chordwork.cli.view.state import Span

SECONDS_PER_CELL: Final = 0.2
TICK_SECONDS: Final = 2
_INK: Final = Color.from_rgb(16, 16, 16)
"""Not the terminal's own black, which many make grey when it is bold."""


def timeline_row(spans: Sequence[Span], now: float, cells: int) -> Text:
    """Spans over the last ``cells`` cells. Where there is none, blank; no chord is a row of dots."""
    begin = _begin(now, cells)
    at_cells = [_span_at(spans, begin + (cell + 0.5) * SECONDS_PER_CELL, now) for cell in range(cells)]
    row = Text(no_wrap=True)
    for span, run in groupby(at_cells):
        width = len(list(run))
        if span is None:
            row.append(" " * width)
            continue
        colour = chord_colour(span.label)
        if colour is None:
            row.append("·" * width, "dim")
        else:
            row.append(f"▏{span.symbol}"[:width].ljust(width), Style(color=_INK, bgcolor=colour, bold=True))
    return row


def time_axis(now: float, cells: int) -> Text:
    """A tick and its time every two seconds."""
    begin = _begin(now, cells)
    marks = [" "] * cells
    tick = int(begin // TICK_SECONDS) * TICK_SECONDS
    while tick <= now:
        cell = round((tick - begin) / SECONDS_PER_CELL)
        text = f"╵{tick // 60}:{tick % 60:02d}"
        if tick >= 0 and cell >= 0 and cell + len(text) <= cells:
            marks[cell : cell + len(text)] = text
        tick += TICK_SECONDS
    return Text("".join(marks), "dim", no_wrap=True)


def _begin(now: float, cells: int) -> float:
    """Time of the left edge. Whole cells, so that the blocks scroll instead of shimmering."""
    return (int(now / SECONDS_PER_CELL) + 1 - cells) * SECONDS_PER_CELL


def _span_at(spans: Sequence[Span], time: float, now: float) -> Span | None:
    for span in reversed(spans):
        if span.start <= time:
            end = now + SECONDS_PER_CELL if span.end is None else span.end
            return span if time < end else None
    return None
