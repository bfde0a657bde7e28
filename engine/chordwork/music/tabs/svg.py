"""Chord diagrams as SVG that a screen reader can read, in the colours of the page around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from chordwork.music.fretboard import MUTED, Fretboard, Placement, Voicing
from chordwork.music.tabs.model import Score

STRING_GAP: Final = 18.0
FRET_GAP: Final = 22.0
LEFT: Final = 26.0
TOP: Final = 46.0
BOTTOM: Final = 24.0
DOT_RADIUS: Final = 7.5
LEAST_FRETS: Final = 4
"""User units of the drawing; it scales to any size."""

_FINGERS: Final = ("", "index", "middle", "ring", "little")


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
    width, height = _size(voicing, board)
    heading = title or voicing.tones.symbol
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{escape(element_id)}-title {escape(element_id)}-desc" '
        'font-family="system-ui, sans-serif" text-anchor="middle" fill="currentColor" stroke="none">',
        f'<title id="{escape(element_id)}-title">{escape(heading)}</title>',
        f'<desc id="{escape(element_id)}-desc">{escape(describe(voicing, board))}</desc>',
        *_drawing(voicing, board, heading),
        "</svg>",
    ]
    return "\n".join(rows) + "\n"


def sheet_svg(score: Score, *, columns: int = 4) -> str:
    """Every distinct shape of a tab, side by side in one drawing."""
    shapes = score.voicings
    sizes = [_size(voicing, score.board) for voicing in shapes]
    wide = max((width for width, _ in sizes), default=1.0)
    tall = max((height for _, height in sizes), default=1.0)
    across = max(1, min(columns, len(shapes)))
    down = -(-len(shapes) // across)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide * across:g} {tall * max(down, 1):g}" role="img" '
        'aria-labelledby="sheet-title sheet-desc" font-family="system-ui, sans-serif" text-anchor="middle" '
        'fill="currentColor" stroke="none">',
        f'<title id="sheet-title">{escape(score.title or "Chord diagrams")}</title>',
        f'<desc id="sheet-desc">{escape(" ".join(describe(voicing, score.board) for voicing in shapes))}</desc>',
    ]
    for index, voicing in enumerate(shapes):
        x, y = wide * (index % across), tall * (index // across)
        rows.append(f'<g transform="translate({x:g} {y:g})">')
        rows.extend(_drawing(voicing, score.board, _heading(voicing, score)))
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


def _heading(voicing: Voicing, score: Score) -> str:
    shape = score.shape_name(voicing.tones)
    return f"{voicing.tones.symbol} ({shape})" if score.board.capo else voicing.tones.symbol


def _window(voicing: Voicing) -> tuple[int, int]:
    low, high = voicing.pressed_range or (1, 1)
    first = 1 if high <= LEAST_FRETS else low
    return first, max(LEAST_FRETS, high - first + 1)


def _size(voicing: Voicing, board: Fretboard) -> tuple[float, float]:
    _, frets = _window(voicing)
    return 2 * LEFT + STRING_GAP * (board.strings - 1), TOP + FRET_GAP * frets + BOTTOM


def _x(string: int, board: Fretboard) -> float:
    column = board.strings - 1 - string if board.left_handed else string
    return LEFT + STRING_GAP * column


def _drawing(voicing: Voicing, board: Fretboard, heading: str) -> Iterator[str]:
    first, frets = _window(voicing)
    right = LEFT + STRING_GAP * (board.strings - 1)
    bottom = TOP + FRET_GAP * frets
    yield f'<text x="{(LEFT + right) / 2:g}" y="18" font-size="16" font-weight="600">{escape(heading)}</text>'
    yield '<g stroke="currentColor" stroke-width="1">'
    for fret in range(frets + 1):
        y = TOP + FRET_GAP * fret
        nut = ' stroke-width="4"' if fret == 0 and first == 1 else ""
        yield f'<line x1="{LEFT:g}" y1="{y:g}" x2="{right:g}" y2="{y:g}"{nut}/>'
    for string in range(board.strings):
        x = _x(string, board)
        yield f'<line x1="{x:g}" y1="{TOP:g}" x2="{x:g}" y2="{bottom:g}"/>'
    yield "</g>"
    if first > 1:
        yield f'<text x="{LEFT - 15:g}" y="{TOP + FRET_GAP / 2 + 4:g}" font-size="11">{first}</text>'
    for string, fret in enumerate(voicing.frets):
        if fret <= 0:
            mark = "×" if fret == MUTED else "○"
            yield f'<text x="{_x(string, board):g}" y="{TOP - 8:g}" font-size="13">{mark}</text>'
    for placement in voicing.placements:
        yield from _finger(placement, voicing, board, TOP + FRET_GAP * (placement.fret - first + 0.5))
    yield f'<text x="{(LEFT + right) / 2:g}" y="{bottom + 16:g}" font-size="10">{voicing.shape}</text>'


def _finger(placement: Placement, voicing: Voicing, board: Fretboard, y: float) -> Iterator[str]:
    if placement.is_barre:
        ends = sorted((_x(placement.low, board), _x(placement.high, board)))
        x, wide = ends[0] - DOT_RADIUS, ends[1] - ends[0] + 2 * DOT_RADIUS
        yield (
            f'<rect x="{x:g}" y="{y - DOT_RADIUS:g}" width="{wide:g}" height="{2 * DOT_RADIUS:g}" rx="{DOT_RADIUS:g}"/>'
        )
    for string in range(placement.low, placement.high + 1):
        if voicing.frets[string] != placement.fret:
            continue
        x = _x(string, board)
        if not placement.is_barre:
            yield f'<circle cx="{x:g}" cy="{y:g}" r="{DOT_RADIUS:g}"/>'
        yield f'<text x="{x:g}" y="{y + 4:g}" font-size="11" fill="Canvas">{placement.finger}</text>'
