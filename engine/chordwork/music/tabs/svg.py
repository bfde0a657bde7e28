"""Chord diagrams as SVG that a screen reader can read, in the colours of the page around them."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from chordwork.music.fretboard import MUTED, Fretboard, Voicing
from chordwork.music.tabs.drawing import (
    RING_WIDTH,
    Dot,
    Label,
    Line,
    Pill,
    Ring,
    Shape,
    diagram,
    heading_of,
    sheet_size,
    size_of,
)
from chordwork.music.tabs.model import Score

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
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{escape(element_id)}-title {escape(element_id)}-desc" '
        + _OPENING,
        f'<title id="{escape(element_id)}-title">{escape(heading)}</title>',
        f'<desc id="{escape(element_id)}-desc">{escape(describe(voicing, board))}</desc>',
        *map(_element, diagram(voicing, board, heading)),
        "</svg>",
    ]
    return "\n".join(rows) + "\n"


def sheet_svg(score: Score, *, columns: int = 4) -> str:
    """Every distinct shape of a tab, side by side in one drawing."""
    shapes = score.voicings
    across, wide, tall = sheet_size(score, columns)
    down = max(1, -(-len(shapes) // across))
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide * across:g} {tall * down:g}" '
        f'width="{wide * across:g}" height="{tall * down:g}" role="img" '
        'aria-labelledby="sheet-title sheet-desc" ' + _OPENING,
        f'<title id="sheet-title">{escape(score.title or "Chord diagrams")}</title>',
        f'<desc id="sheet-desc">{escape(" ".join(describe(voicing, score.board) for voicing in shapes))}</desc>',
    ]
    for index, voicing in enumerate(shapes):
        x, y = wide * (index % across), tall * (index // across)
        rows.append(f'<g transform="translate({x:g} {y:g})">')
        rows.extend(map(_element, diagram(voicing, score.board, heading_of(voicing, score))))
        rows.append("</g>")
    return "\n".join([*rows, "</svg>"]) + "\n"


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
            ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
            return f'<line {ends} stroke="currentColor" stroke-width="{width:g}"/>'
        case Dot(x, y, radius):
            return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
        case Ring(x, y, radius):
            line = f'fill="none" stroke="currentColor" stroke-width="{RING_WIDTH:g}"'
            return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {line}/>'
        case Pill(x, y, width, height):
            return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{height / 2:g}"/>'
        case Label(x, y, text, size, bold, on_dot):
            weight = ' font-weight="600"' if bold else ""
            colour = ' fill="#fff" style="fill:Canvas"' if on_dot else ""  # a reader without CSS knows no Canvas
            return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight}{colour}>{escape(text)}</text>'
