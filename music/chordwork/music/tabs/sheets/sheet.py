"""The whole sheet as a drawing: title, what a player should know, diagrams, and the tab line by line.

It is cut into blocks that stay together on a page. SVG and PNG hang them below each other, PDF fills pages with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from chordwork.music.tabs.layout import bars_a_line, facts, lines
from chordwork.music.tabs.model import Score
from chordwork.music.tabs.sheets.drawing import Label, Shape, diagram, placed, size_of
from chordwork.music.tabs.sheets.lettering import lettering
from chordwork.music.tabs.sheets.staff import NAMES, height, spacing, staff, stretch

WIDTH: Final = 640.0
"""Of everything on the sheet, in units of the drawing; a page's margins come on top."""
TITLE_SIZE: Final = 22.0
FACTS_SIZE: Final = 9.5
DIAGRAM_SCALE: Final = 0.72
LINE_GAP: Final = 8.0


@attrs.frozen
class Block:
    """What stays together on a page: its height, and shapes from its top left corner."""

    height: float
    shapes: tuple[Shape, ...]


def blocks(score: Score, *, columns: int | None = None, font_draws_all: bool = False) -> Iterator[Block]:
    """The sheet from top to bottom.

    Args:
        score: what to draw.
        columns: diagrams beside each other; as many as fit by default.
        font_draws_all: whatever characters there are can be drawn, as in SVG, where the reader has fonts of its own.
            Otherwise the sheet says which ones are missing.
    """
    yield _heading(score, say_missing=not font_draws_all)
    yield from _diagrams(score, columns)
    yield from _staves(score)


def missing_characters(score: Score) -> str:
    """Characters of the titles that the font of PNG and PDF lacks."""
    return lettering().missing(score.title + "".join(section.title for section in score.sections))


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Lines of a text no wider than a width, broken at blanks, and within words that are wider."""
    font = lettering()
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if font.width(longer, size) <= width:
            rows[-1] = longer
            continue
        if rows[-1]:
            rows.append("")
        for character in word:
            if font.width(rows[-1] + character, size) > width:
                rows.append("")
            rows[-1] += character
    return rows


def _heading(score: Score, *, say_missing: bool) -> Block:
    shapes: list[Shape] = []
    y = 0.0
    for row in wrapped(score.title, TITLE_SIZE, WIDTH) if score.title else []:
        y += TITLE_SIZE + 4
        shapes.append(Label(0, y - 4, row, TITLE_SIZE, bold=True, anchor="start"))
    notes = facts(score)
    if say_missing and (lost := missing_characters(score)):
        count = f"{len(lost)} character{'s' if len(lost) > 1 else ''}"
        notes.append(f"{count} of the titles cannot be drawn here and stand as boxes; SVG and MusicXML have them.")
    for row in (row for note in notes for row in wrapped(note, FACTS_SIZE, WIDTH)):
        y += FACTS_SIZE + 4
        shapes.append(Label(0, y - 2, row, FACTS_SIZE, anchor="start"))
    return Block(y + 12, tuple(shapes))


def _diagrams(score: Score, columns: int | None) -> Iterator[Block]:
    shapes = score.voicings
    if not shapes:
        return
    sizes = [size_of(voicing, score.board) for voicing in shapes]
    wide, tall = max(width for width, _ in sizes), max(height for _, height in sizes)
    names = max(lettering().width(score.full_name(voicing.tones), 16) for voicing in shapes) * 1.08 + 12
    fitting = int(WIDTH / (DIAGRAM_SCALE * max(wide, names)))
    across = max(1, min(columns or fitting, len(shapes)))
    scale = min(DIAGRAM_SCALE, WIDTH / (across * max(wide, names)))
    step = scale * max(wide, names)
    for begin in range(0, len(shapes), across):
        drawn: list[Shape] = []
        for column, voicing in enumerate(shapes[begin : begin + across]):
            left = column * step + (step - scale * wide) / 2
            drawn += [
                placed(shape, left, 0, scale) for shape in diagram(voicing, score.board, score.full_name(voicing.tones))
            ]
        yield Block(scale * tall + 6, tuple(drawn))


def _staves(score: Score) -> Iterator[Block]:
    spaced = [spacing(bar, score) for bar in score.bars]
    fitting = max(1, int((WIDTH - NAMES) / max(space.width for space in spaced)))
    a_line = bars_a_line(fitting)
    for line in lines(score, fitting):
        bars = spaced[line.start : line.stop]
        by = stretch(bars, WIDTH, full=len(line) == a_line)
        shapes = staff(score, line, [space.stretched(by) for space in bars])
        yield Block(height(score, line) + LINE_GAP, tuple(shapes))
