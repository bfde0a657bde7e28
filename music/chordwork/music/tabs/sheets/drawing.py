"""A chord diagram as lines, dots and words on a plane; what each picture format draws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import attrs

from chordwork.music.fretboard import MUTED, Fretboard, Placement, Voicing
from chordwork.music.tabs.model import diagram_frets

STRING_GAP: Final = 18.0
FRET_GAP: Final = 22.0
LEFT: Final = 26.0
TOP: Final = 46.0
BOTTOM: Final = 24.0
DOT_RADIUS: Final = 7.5
NUT_WIDTH: Final = 4.0
RING_WIDTH: Final = 1.3
"""User units of the drawing; it scales to any size."""


@attrs.frozen
class Line:
    """A stroke from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 1.0


@attrs.frozen
class Dot:
    """A filled circle: a finger."""

    x: float
    y: float
    radius: float


@attrs.frozen
class Ring:
    """An empty circle: an open string."""

    x: float
    y: float
    radius: float


@attrs.frozen
class Pill:
    """A filled bar with round ends: a barre."""

    x: float
    y: float
    width: float
    height: float


@attrs.frozen
class Label:
    """A word, its middle or its start at ``x``, its baseline at ``y``; ``on_dot`` in the colour of the paper."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    on_dot: bool = False
    faint: bool = False
    anchor: Literal["middle", "start"] = "middle"


Shape = Line | Dot | Ring | Pill | Label


def placed(shape: Shape, left: float, top: float, scale: float = 1.0) -> Shape:
    """The same shape, scaled about the corner of its drawing and moved there."""
    match shape:
        case Line(x1, y1, x2, y2, width):
            ends = (left + scale * x1, top + scale * y1, left + scale * x2, top + scale * y2)
            return attrs.evolve(shape, x1=ends[0], y1=ends[1], x2=ends[2], y2=ends[3], width=scale * width)
        case Dot(x, y, radius) | Ring(x, y, radius):
            return attrs.evolve(shape, x=left + scale * x, y=top + scale * y, radius=scale * radius)
        case Pill(x, y, width, height):
            return Pill(left + scale * x, top + scale * y, scale * width, scale * height)
        case Label(x, y):
            return attrs.evolve(shape, x=left + scale * x, y=top + scale * y, size=scale * shape.size)


def size_of(voicing: Voicing, board: Fretboard) -> tuple[float, float]:
    """Width and height of a diagram."""
    return 2 * LEFT + STRING_GAP * (board.strings - 1), TOP + FRET_GAP * len(diagram_frets(voicing)) + BOTTOM


def diagram(voicing: Voicing, board: Fretboard, heading: str) -> Iterator[Shape]:
    """Nut or first fret's number, strings, fingers, barres, open and muted strings, and the shape in letters."""
    shown = diagram_frets(voicing)
    first, frets = shown.start, len(shown)
    right = LEFT + STRING_GAP * (board.strings - 1)
    bottom = TOP + FRET_GAP * frets
    yield Label((LEFT + right) / 2, 18, heading, 16, bold=True)
    for fret in range(frets + 1):
        y = TOP + FRET_GAP * fret
        yield Line(LEFT, y, right, y, NUT_WIDTH if fret == 0 and first == 1 else 1.0)
    for string in range(board.strings):
        x = _x(string, board)
        yield Line(x, TOP, x, bottom)
    if first > 1:
        yield Label(LEFT - 15, TOP + FRET_GAP / 2 + 4, str(first), 11)
    for string, fret in enumerate(voicing.frets):
        if fret <= 0:
            yield from _above_the_nut(_x(string, board), fret)
    for placement in voicing.placements:
        yield from _finger(placement, voicing, board, TOP + FRET_GAP * (placement.fret - first + 0.5))
    yield Label((LEFT + right) / 2, bottom + 16, voicing.shape, 10)


def _x(string: int, board: Fretboard) -> float:
    column = board.strings - 1 - string if board.left_handed else string
    return LEFT + STRING_GAP * column


def _above_the_nut(x: float, fret: int) -> Iterator[Shape]:
    y, arm = TOP - 11.0, 4.0
    if fret == MUTED:
        yield Line(x - arm, y - arm, x + arm, y + arm, 1.5)
        yield Line(x - arm, y + arm, x + arm, y - arm, 1.5)
    else:
        yield Ring(x, y, arm)


def _finger(placement: Placement, voicing: Voicing, board: Fretboard, y: float) -> Iterator[Shape]:
    if placement.is_barre:
        ends = sorted((_x(placement.low, board), _x(placement.high, board)))
        yield Pill(ends[0] - DOT_RADIUS, y - DOT_RADIUS, ends[1] - ends[0] + 2 * DOT_RADIUS, 2 * DOT_RADIUS)
    for string in range(placement.low, placement.high + 1):
        if voicing.frets[string] != placement.fret:
            continue
        x = _x(string, board)
        if not placement.is_barre:
            yield Dot(x, y, DOT_RADIUS)
        yield Label(x, y + 4, str(placement.finger), 11, on_dot=True)
