"""Sheets as PNG, by way of Pillow (MIT-CMU), which the optional extra ``png`` installs."""

from __future__ import annotations

import io
from importlib import import_module
from math import sqrt
from typing import Any, Final

from chordwork.harmony.extras import install_extra
from chordwork.music.tabs.errors import MissingExtraError, UnsupportedError
from chordwork.music.tabs.model import Score
from chordwork.music.tabs.sheets.drawing import RING_WIDTH, Dot, Label, Line, Pill, Ring, Shape
from chordwork.music.tabs.sheets.lettering import composed, lettering
from chordwork.music.tabs.sheets.sheet import WIDTH, blocks

SCALE: Final = 3.0
"""Pixels a unit of the drawing, as sharp as print on A4."""
OVERSAMPLING: Final = 2
"""Drawn larger, then shrunk: Pillow draws shapes without smooth edges."""
MAX_PIXELS: Final = 32_000_000
LEAST_SCALE: Final = 1.0
"""Of a sheet that can still be read."""
MARGIN: Final = 20.0
INK: Final = 26
FAINT: Final = 120
PAPER: Final = 255
"""Shades of grey."""


def sheet_png(score: Score, *, columns: int | None = None, scale: float | None = None) -> bytes:
    """The whole sheet, black on white: title, key, tempo, every distinct shape, and the tab.

    Args:
        score: the tab.
        columns: diagrams beside each other; as many as fit by default.
        scale: pixels a unit; a sheet is 680 units wide. Three by default, fewer where a long sheet would be too large.

    Raises:
        MissingExtraError: Pillow is not installed.
        UnsupportedError: the picture would have more than 32 million pixels, or a long one less than one a unit.
    """
    try:
        image: Any = import_module("PIL.Image")
        draw: Any = import_module("PIL.ImageDraw")
        fonts: Any = import_module("PIL.ImageFont")
    except ModuleNotFoundError:
        raise MissingExtraError(f"PNG needs an extra: {install_extra('png')}; or take SVG") from None
    parts = list(blocks(score, columns=columns))
    wide, tall = WIDTH + 2 * MARGIN, sum(part.height for part in parts) + 2 * MARGIN
    if scale is None:
        scale = min(SCALE, sqrt(MAX_PIXELS / (wide * tall)))
        readable = scale >= LEAST_SCALE
    else:
        readable = scale > 0.0 and wide * tall * scale**2 <= MAX_PIXELS
    if not readable:
        raise UnsupportedError(
            f"{len(score.bars)} bars at {scale:.3g} pixels a unit are no picture: give a smaller scale, or take PDF"
        )
    width, height = max(1, round(wide * scale)), max(1, round(tall * scale))
    paper = image.new("L", (width * OVERSAMPLING, height * OVERSAMPLING), PAPER)
    pen = _Pen(draw.Draw(paper), fonts, scale * OVERSAMPLING)
    y = MARGIN
    for part in parts:
        for shape in part.shapes:
            pen.draw(shape, MARGIN, y)
        y += part.height
    stream = io.BytesIO()
    paper.reduce(OVERSAMPLING).save(stream, "PNG")
    return stream.getvalue()


class _Pen:
    """Draws shapes on a Pillow surface."""

    def __init__(self, surface: Any, fonts: Any, grain: float) -> None:
        self._surface = surface
        self._fonts = fonts
        self._grain = grain
        self._sizes: dict[float, Any] = {}

    def draw(self, shape: Shape, left: float, top: float) -> None:
        """One shape of a diagram whose corner is at ``left``, ``top``."""

        def at(x: float, y: float) -> tuple[float, float]:
            return (left + x) * self._grain, (top + y) * self._grain

        match shape:
            case Line(x1, y1, x2, y2, width):
                self._surface.line((*at(x1, y1), *at(x2, y2)), INK, max(1, round(width * self._grain)))
            case Dot(x, y, radius):
                self._surface.circle(at(x, y), radius * self._grain, fill=INK)
            case Ring(x, y, radius):
                self._surface.circle(at(x, y), radius * self._grain, outline=INK, width=round(RING_WIDTH * self._grain))
            case Pill(x, y, width, height):
                corners = (*at(x, y), *at(x + width, y + height))
                self._surface.rounded_rectangle(corners, height / 2 * self._grain, fill=INK)
            case Label(x, y, text, size):
                colour = PAPER if shape.on_dot else FAINT if shape.faint else INK
                weight = round(0.03 * size * self._grain) if shape.bold else 0
                anchor = "ls" if shape.anchor == "start" else "ms"
                self._surface.text(
                    at(x, y), composed(text), colour, self._font(size), anchor, stroke_width=weight, stroke_fill=colour
                )

    def _font(self, size: float) -> Any:
        """The font that comes with Chordwork, so that a machine without fonts draws the same."""
        if size not in self._sizes:
            file = io.BytesIO(lettering().data)
            engine = self._fonts.Layout.BASIC
            self._sizes[size] = self._fonts.truetype(file, size * self._grain, layout_engine=engine)
        return self._sizes[size]
