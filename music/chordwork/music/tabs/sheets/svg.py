"""Chord diagrams and whole sheets as SVG that a screen reader can read, in the colours of the page around them."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from chordwork.music.fretboard import MUTED, Fretboard, Voicing
from chordwork.music.tabs.layout import facts
from chordwork.music.tabs.model import Score
from chordwork.music.tabs.sheets.drawing import RING_WIDTH, Dot, Label, Line, Pill, Ring, Shape, diagram, size_of
from chordwork.music.tabs.sheets.sheet import WIDTH, blocks

MARGIN: Final = 16.0
_FINGERS: Final = ("", "index", "middle", "ring", "little")
_OPENING: Final = 'font-family="system-ui, sans-serif" text-anchor="middle" fill="currentColor" stroke="none">'


def chord_svg(voicing: Voicing, board: Fretboard, *, title: str = "", element_id: str = "chord") -> str:
    """One diagram: nut or first fret's number, strings, dots with finger numbers, barres, open and muted strings.

    Args:
        voicing: the shape.
        board: what it is played on; left-handed boards are drawn mirrored.
        title: heading; the chord's symbol by default.
        element_id: prefix of the ids inside, unique where several diagrams share a page.

    Returns:
        A standalone SVG document with ``<title>`` and ``<desc>``.
    """
    width, height = size_of(voicing, board)
    heading = title or voicing.tones.symbol
    rows = [_element(shape) for shape in diagram(voicing, board, heading)]
    return _document(width, height, element_id, heading, describe(voicing, board), rows)


def sheet_svg(score: Score, *, columns: int | None = None) -> str:
    """The whole sheet in one drawing: title, key, tempo, every distinct shape, and the tab.

    Args:
        score: the tab.
        columns: diagrams beside each other; as many as fit by default.
    """
    parts = list(blocks(score, columns=columns, font_draws_all=True))
    width = WIDTH + 2 * MARGIN
    height = sum(part.height for part in parts) + 2 * MARGIN
    spoken = " ".join([*facts(score), *(describe(voicing, score.board) for voicing in score.voicings)])
    rows: list[str] = []
    y = MARGIN
    for part in parts:
        rows.append(f'<g transform="translate({MARGIN:g} {y:g})">')
        rows.extend(map(_element, part.shapes))
        rows.append("</g>")
        y += part.height
    return _document(width, height, "sheet", score.title or "Tab", spoken, rows)


def _document(width: float, height: float, name: str, title: str, spoken: str, rows: list[str]) -> str:
    """A standalone drawing; the ids inside begin with ``name``."""
    name = escape(name)
    opening = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{name}-title {name}-desc" ' + _OPENING,
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(spoken)}</desc>',
    ]
    return "\n".join([*opening, *rows, "</svg>"]) + "\n"


def describe(voicing: Voicing, board: Fretboard) -> str:
    """The shape in words, from the bass side: "C: string 6 muted; string 5 fret 3, ring finger; …"."""
    parts = []
    for string, (fret, finger) in enumerate(zip(voicing.frets, voicing.fingers, strict=True)):
        how = "muted" if fret == MUTED else "open" if fret == 0 else f"fret {fret}, {_FINGERS[finger]} finger"
        parts.append(f"string {board.strings - string} {how}")
    for barre in (placement for placement in voicing.placements if placement.is_barre):
        parts.append(
            f"barre at fret {barre.fret} over strings {board.strings - barre.low} to {board.strings - barre.high}"
        )
    held = f", capo at fret {board.capo}" if board.capo else ""
    return f"{voicing.tones.symbol} on {board.instrument.title.lower()}{held}: {'; '.join(parts)}."


def _element(shape: Shape) -> str:
    match shape:
        case Line(x1, y1, x2, y2, width):
            ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            return f'<line {ends} stroke="currentColor" stroke-width="{_n(width)}"/>'
        case Dot(x, y, radius):
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
        case Ring(x, y, radius):
            line = f'fill="none" stroke="currentColor" stroke-width="{RING_WIDTH:g}"'
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {line}/>'
        case Pill(x, y, width, height):
            return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="{_n(height / 2)}"/>'
        case Label(x, y, text, size):
            style = ' font-weight="600"' if shape.bold else ""
            style += ' fill="#fff" style="fill:Canvas"' if shape.on_dot else ""  # a reader without CSS knows no Canvas
            style += ' opacity=".6"' if shape.faint else ""
            style += ' text-anchor="start"' if shape.anchor == "start" else ""
            return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{style}>{escape(text)}</text>'


def _n(number: float) -> str:
    """A hundredth of a unit is finer than any screen."""
    return f"{round(number, 2):g}"
