"""Draw a :class:`ViewState` with rich. Pure: the same state and width give the same picture."""

from __future__ import annotations

from typing import Final

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from chordwork.analysis.forms.clock import short_clock
from chordwork.cli.view.colours import chord_colour
from chordwork.cli.view.glyphs import BIG_ROWS, big_chord
from chordwork.cli.view.state import FLOOR_DBFS, ViewState
from chordwork.cli.view.timeline_rows import time_axis, timeline_row
from chordwork.client import Suggestions

MIN_WIDTH: Final = 60
MAX_WIDTH: Final = 120
METER_CELLS: Final = 24
METER_FLOOR_DBFS: Final = -60.0
METER_YELLOW_DBFS: Final = -12.0
METER_RED_DBFS: Final = -3.0
TUNING_CELLS: Final = 21
"""Odd, so that 0 cents has a cell; five cents a cell."""
NAME_CELLS: Final = 8
NEXT_CHORDS: Final = 3


def render(state: ViewState, width: int) -> RenderableType:
    """The whole picture, ``width`` cells wide (60 to 120)."""
    width = max(MIN_WIDTH, min(MAX_WIDTH, width))
    body = Group(_now(state, width), Text(), *_timelines(state, width - 4 - NAME_CELLS))
    clock = short_clock(state.position) + (f" / {short_clock(state.duration)}" if state.duration is not None else "")
    return Panel(
        body,
        title=Text.assemble((" chordwork ", "bold"), (f" {state.title} ", "")),
        title_align="left",
        subtitle=Text(f" {clock} ", "dim"),
        subtitle_align="right",
        border_style="bright_black",
        width=width,
    )


def _now(state: ViewState, width: int) -> RenderableType:
    grid = Table.grid(expand=True, padding=0)
    grid.add_column(ratio=1, no_wrap=True)
    grid.add_column(width=38, no_wrap=True)
    grid.add_row(_chord(state, width - 44), _facts(state))
    return grid


def _chord(state: ViewState, width: int) -> RenderableType:
    chord = state.chord
    if chord is None:
        return Text("\n\n\n  listening …" + "\n" * (BIG_ROWS - 3), "dim")
    colour = chord_colour(chord.label)
    style = Style(dim=True) if colour is None else Style(color=colour)
    lines = big_chord(chord.symbol)
    if len(lines[0]) > width:
        lines = ["", "", "", chord.symbol, "", "", ""]
    picture = Text("\n".join(f" {line}" for line in lines), style, no_wrap=True)
    rivals = "   ".join(f"{rival.symbol} {rival.confidence:.0%}" for rival in chord.alternatives[:3])
    sure = Text.assemble((f" {chord.confidence:.0%} sure", ""), (f"   or {rivals}" if rivals else "", "dim"))
    return Group(picture, sure)


def _facts(state: ViewState) -> RenderableType:
    facts = Table.grid(padding=(0, 1))
    facts.add_column(style="dim", justify="right", width=8)
    facts.add_column(no_wrap=True)
    key = state.key
    facts.add_row("key", Text.assemble((key.name, "bold"), (f"  {key.confidence:.0%}", "dim")) if key else _unknown())
    tempo = state.tempo
    if tempo is not None:
        facts.add_row("tempo", f"{tempo.bpm:.0f} bpm")
    facts.add_row("tuning", _tuning(state))
    facts.add_row("", Text(f"{state.tuning.cents:+.0f} cents" if state.tuning else "", "dim"))
    facts.add_row("level", _meter(state))
    facts.add_row("", Text(f"{state.level.rms_dbfs:.0f} dBFS" if state.level else "", "dim"))
    facts.add_row("latency", f"{state.latency_ms:.1f} ms in the server" if state.latency_ms is not None else _unknown())
    if state.clipped_samples:
        facts.add_row("", Text(f"clipping ({state.clipped_samples} samples): turn it down", "red"))
    if state.dropped:
        facts.add_row("", Text(f"{state.dropped} × audio dropped", "red"))
    return facts


def _unknown() -> Text:
    return Text("…", "dim")


def _tuning(state: ViewState) -> Text:
    cells = ["─"] * TUNING_CELLS
    middle = TUNING_CELLS // 2
    cells[middle] = "┼"
    scale = Text("".join(cells), "dim", no_wrap=True)
    if state.tuning is not None:
        place = max(0, min(TUNING_CELLS - 1, middle + round(state.tuning.cents / 5)))
        in_tune = abs(state.tuning.cents) <= 10
        scale = Text.assemble(
            ("".join(cells[:place]), "dim"),
            ("●", "green" if in_tune else "yellow"),
            ("".join(cells[place + 1 :]), "dim"),
            no_wrap=True,
        )
    return scale


def _meter(state: ViewState) -> Text:
    rms = state.level.rms_dbfs if state.level else FLOOR_DBFS
    lit, peak = _meter_cells(rms), _meter_cells(state.peak_hold_dbfs)
    meter = Text(no_wrap=True)
    for cell in range(METER_CELLS):
        dbfs = METER_FLOOR_DBFS * (1 - cell / METER_CELLS)
        colour = "red" if dbfs >= METER_RED_DBFS else "yellow" if dbfs >= METER_YELLOW_DBFS else "green"
        if cell < lit:
            meter.append("■", colour)
        elif cell == peak - 1:
            meter.append("▮", colour)
        else:
            meter.append("·", "bright_black")
    return meter


def _meter_cells(dbfs: float) -> int:
    return round(METER_CELLS * max(0.0, min(1.0, 1 - dbfs / METER_FLOOR_DBFS)))


def _timelines(state: ViewState, cells: int) -> list[RenderableType]:
    rows = Table.grid(padding=0)
    rows.add_column(style="dim", width=NAME_CELLS, no_wrap=True)
    rows.add_column(width=cells, no_wrap=True)
    rows.add_row("shown", timeline_row(state.shown, state.position, cells))
    rows.add_row("decided", timeline_row(state.final, state.position, cells))
    if state.reference:
        rows.add_row("truth", timeline_row(state.reference, state.position, cells))
    rows.add_row("", time_axis(state.position, cells))
    if state.suggestions is not None:
        rows.add_row("next", _next(state.suggestions, cells))
    warnings = [Text(f"{warning.message}.", "yellow") for warning in state.warnings]  # wrapped: each word counts
    return [rows, *warnings]


def _next(suggestions: Suggestions, cells: int) -> Text:
    """The likeliest chords, and why the first."""
    shown = Text(no_wrap=True, overflow="ellipsis")
    for each in suggestions.next[:NEXT_CHORDS]:
        shown.append(f"{each.symbol} ", Style(color=chord_colour(each.label), bold=True))
        shown.append(f"{each.probability:.0%}   ", "dim")
    if suggestions.next:
        shown.append(suggestions.next[0].reason, "dim")
    shown.truncate(cells, overflow="ellipsis")
    return shown
