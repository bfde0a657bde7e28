"""The first bars of an accompaniment as a grid of sixteenths: who strikes when, how hard, and where the bass goes."""

from __future__ import annotations

from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chordwork.cli.music.tab_view import chord_style
from chordwork.music.accompaniment import GROOVES, Accompaniment, Note
from chordwork.music.accompaniment.groove import DRUMS, STEPS_PER_QUARTER

NAME_CELLS: Final = 12
MOST_BARS: Final = 8
_HEIGHTS: Final = "▁▂▃▄▅▆▇█"
_LOUD, _PLAIN, _SOFT = "●", "○", "∙"
_LOUD_FROM, _PLAIN_FROM = 92, 62
_DRUM_NAMES: Final = {number: name.replace("_", " ") for name, number in DRUMS.items()}
_STYLES: Final = {"drums": "yellow", "bass": "red", "comping": "cyan"}


def band_summary(piece: Accompaniment, seconds: float | None = None) -> Text:
    """One line: groove, metre, tempo, length; that of the sound where its ``seconds`` are given."""
    length = piece.seconds if seconds is None else seconds
    said = f", {piece.groove.metre_text}, {piece.tempo_text}, {round(piece.bars)} bars, {length:.1f} s"
    return Text.assemble((piece.groove.title, "bold"), said)


def band_view(piece: Accompaniment, width: int) -> RenderableType:
    """As many of the first bars as fit into ``width`` cells."""
    steps_a_bar = piece.groove.bar_steps
    bars = max(1, min(MOST_BARS, (width - NAME_CELLS) // (steps_a_bar + 1), round(piece.bars)))
    steps = bars * steps_a_bar
    rows: dict[tuple[str, str], list[str]] = {}
    tonal = [note.pitch for note in piece.part("bass")]
    low, high = (min(tonal), max(tonal)) if tonal else (0, 1)
    for note in piece.notes:
        step = _step_of(note, piece)
        if step >= steps:
            continue
        name = _DRUM_NAMES[note.pitch] if note.part == "drums" else note.part
        row = rows.setdefault((note.part, name), ["·"] * steps)
        row[step] = _mark(note, row[step], low, high)
    lines = [_chord_row(piece, steps)]
    order = {"drums": 0, "comping": 1, "bass": 2}
    for (part, name), row in sorted(rows.items(), key=lambda each: (order[each[0][0]], -_struck(each[1]))):
        line = Text(f"{name:<{NAME_CELLS}}", "dim")
        for begin in range(0, steps, steps_a_bar):
            line.append("|", "bright_black")
            for mark in row[begin : begin + steps_a_bar]:
                line.append(mark, "bright_black" if mark == "·" else _STYLES[part])
        lines.append(line)
    return Group(*lines)


def groove_table() -> Table:
    """All grooves: name, what it is, metre and usual tempo."""
    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in range(4):
        table.add_column(no_wrap=True)
    for groove in GROOVES.values():
        table.add_row(Text(groove.name, "bold"), groove.title, groove.metre_text, groove.tempo_text(groove.tempo_bpm))
    return table


def _step_of(note: Note, piece: Accompaniment) -> int:
    """The sixteenth that a note belongs to, swing taken back."""
    near = round(note.beat * STEPS_PER_QUARTER)
    return min(range(max(0, near - 2), near + 3), key=lambda step: abs(piece.groove.beat_of(step) - note.beat))


def _mark(note: Note, before: str, low: int, high: int) -> str:
    if note.part == "bass":
        return _HEIGHTS[(note.pitch - low) * (len(_HEIGHTS) - 1) // max(1, high - low)]
    mark = _LOUD if note.velocity >= _LOUD_FROM else _PLAIN if note.velocity >= _PLAIN_FROM else _SOFT
    return before if (before, mark) in ((_LOUD, _PLAIN), (_LOUD, _SOFT), (_PLAIN, _SOFT)) else mark


def _chord_row(piece: Accompaniment, steps: int) -> Text:
    """Chord names above the steps where they begin; one that has no room is left out."""
    row = Text(" " * NAME_CELLS)
    for chord in piece.chords:
        step = round(chord.beat * STEPS_PER_QUARTER)
        cell = NAME_CELLS + 1 + step + step // piece.groove.bar_steps
        if step < steps and len(row) <= cell:
            row.append(" " * (cell - len(row)))
            row.append(f"{chord.symbol} ", chord_style(chord.label))
    return row


def _struck(row: list[str]) -> int:
    return sum(mark != "·" for mark in row)
