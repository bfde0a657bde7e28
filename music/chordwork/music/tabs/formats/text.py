"""Tabs as plain text: chord boxes, and lines of frets under chord names over a count and strokes."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from textwrap import wrap
from typing import Final

from chordwork.music.fretboard import MUTED, Fretboard, Voicing
from chordwork.music.tabs.layout import facts, lines
from chordwork.music.tabs.metre import TICKS_PER_QUARTER
from chordwork.music.tabs.model import Score, diagram_frets

DEFAULT_WIDTH: Final = 96
"""Characters a line; a bar that is wider still stays whole."""
_STROKES: Final = {"down": "D", "up": "U", "pluck": " "}


def text_tab(score: Score, *, width: int = DEFAULT_WIDTH, boxes: bool = True) -> str:
    """The whole tab. The treble string is the top line; with a capo, frets count from it and shapes are named.

    Args:
        score: what to write.
        width: characters a line.
        boxes: whether to draw each chord's shape first.
    """
    parts = [_heading(score, width)]
    if boxes and score.voicings:
        parts.append(_box_rows(score, width))
    parts.extend(_systems(score, width))
    return "\n\n".join(parts) + "\n"


def chord_box(voicing: Voicing, board: Fretboard, title: str = "") -> str:
    """One shape: strings across, frets down, digits are fingers. Mirrored for left-handed players."""
    shown = diagram_frets(voicing)
    rows = [title or voicing.tones.symbol]
    heads = ["x" if fret == MUTED else "o" if fret == 0 else " " for fret in voicing.frets]
    grid = [_spread(heads, " ", board)]
    grid.append(("=" if shown.start == 1 else "-") * (2 * board.strings - 1))
    grid += [_fret_row(voicing, fret, board) for fret in shown]
    if shown.start > 1:
        grid[2] += f" {shown.start}fr"
    return "\n".join(line.rstrip() for line in rows + grid)


def _spread(cells: Sequence[str], joint: str, board: Fretboard) -> str:
    return joint.join(reversed(cells) if board.left_handed else cells)


def _fret_row(voicing: Voicing, fret: int, board: Fretboard) -> str:
    row = list(" ".join("|" * board.strings))
    for placement in voicing.placements:
        if placement.fret != fret:
            continue
        for column in range(2 * placement.low, 2 * placement.high + 1):
            row[column] = "-"
        for string in range(placement.low, placement.high + 1):
            if voicing.frets[string] == fret:
                row[2 * string] = str(placement.finger)
    return "".join(reversed(row) if board.left_handed else row)


def _heading(score: Score, width: int) -> str:
    rows = [row for line in facts(score) for row in wrap(line, max(width, 40), break_on_hyphens=False)]
    return "\n".join(filter(None, (score.title, *rows)))


def _box_rows(score: Score, width: int) -> str:
    boxes = [chord_box(v, score.board, score.full_name(v.tones)).split("\n") for v in score.voicings]
    column = max(len(line) for box in boxes for line in box) + 3
    a_row = max(1, width // column)
    rows = []
    for begin in range(0, len(boxes), a_row):
        row = boxes[begin : begin + a_row]
        tall = max(map(len, row))
        padded = [box + [""] * (tall - len(box)) for box in row]
        rows.append(
            "\n".join("".join(part.ljust(column) for part in line).rstrip() for line in zip(*padded, strict=True))
        )
    return "\n\n".join(rows)


def _grid_ticks(score: Score) -> int:
    grid = gcd(score.metre.bar_ticks, score.metre.beat_ticks)
    for bar in score.bars:
        grid = gcd(grid, *(event.start for event in bar.events), *(mark.start for mark in bar.marks))
    return grid


def _systems(score: Score, width: int) -> list[str]:
    grid = _grid_ticks(score)
    widest = max((len(str(n.fret)) for bar in score.bars for e in bar.events for n in e.notes), default=1)
    cell = widest + (2 if grid >= TICKS_PER_QUARTER else 1)
    bar_width = cell * (score.metre.bar_ticks // grid) + 2
    names = _string_names(score.board)
    fitting = (width - len(names[0]) - 1) // bar_width
    return [_system(score, line, grid, cell, names) for line in lines(score, fitting)]


def _string_names(board: Fretboard) -> list[str]:
    names = [*board.instrument.letters]
    if board.strings > 1 and names.count(names[-1]) > 1:
        names[-1] = names[-1].lower()  # two E strings: the thin one is e
    wide = max(map(len, names))
    return [name.ljust(wide) for name in names]


def _system(score: Score, line: range, grid: int, cell: int, names: Sequence[str]) -> str:
    chords, counts, strokes = ("",) * 3
    staff = [f"{name}|" for name in names]
    indent = len(staff[0])
    cells = score.metre.bar_ticks // grid
    for number, bar in enumerate(score.bars[line.start : line.stop]):
        left = indent + number * (cells * cell + 2)
        for mark in bar.marks:
            at = max(left + 1 + mark.start // grid * cell, len(chords) + 1 if chords else 0)
            chords = chords.ljust(at) + score.full_name(mark.tones)
        for beat in range(score.metre.beats):
            counts = counts.ljust(left + 1 + beat * score.metre.beat_ticks // grid * cell) + str(beat + 1)
        for event in bar.events:
            strokes = strokes.ljust(left + 1 + event.start // grid * cell) + _STROKES[event.stroke]
        for string, drawn in enumerate(staff):
            frets = ["-" * cell] * cells
            for event in bar.events:
                for note in event.notes:
                    if note.string == string:
                        frets[event.start // grid] = str(note.fret).ljust(cell, "-")
            staff[string] = drawn + "-" + "".join(frets) + "|"
    section = score.section_at(line.start)
    rows = [*([f"[{section}]"] if section else []), chords, counts, *reversed(staff)]
    if strokes.strip():
        rows.append(strokes)
    return "\n".join(row.rstrip() for row in rows)
