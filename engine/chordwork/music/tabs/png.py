"""Chord diagrams as PNG, by way of Pillow (MIT-CMU), which the optional extra ``png`` installs."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any, Final

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
)
from chordwork.music.tabs.errors import MissingExtraError, UnsupportedError
from chordwork.music.tabs.model import Score
from chordwork.native.errors import install_extra

SCALE: Final = 3.0
"""Pixels a unit of the drawing, as sharp as print at postcard size."""
OVERSAMPLING: Final = 2
"""Drawn larger, then shrunk: Pillow draws shapes without smooth edges."""
MAX_PIXELS: Final = 64_000_000
INK: Final = (24, 26, 31)
PAPER: Final = (255, 255, 255)


def sheet_png(score: Score, *, columns: int = 4, scale: float = SCALE) -> bytes:
    """Every distinct shape of a tab, side by side, black on white.

    Args:
        score: the tab.
        columns: diagrams beside each other.
        scale: pixels a unit; a six-string diagram is 142 units wide.

    Raises:
        MissingExtraError: Pillow is not installed.
        UnsupportedError: the picture would have more than 64 million pixels.
    """
    try:
        image: Any = import_module("PIL.Image")
        draw: Any = import_module("PIL.ImageDraw")
        fonts: Any = import_module("PIL.ImageFont")
    except ModuleNotFoundError:
        raise MissingExtraError(f"PNG needs an extra: {install_extra('png')}; or take SVG") from None
    across, wide, tall = sheet_size(score, columns)
    down = max(1, -(-len(score.voicings) // across))
    if not (scale > 0.0 and wide * across * tall * down * scale**2 <= MAX_PIXELS):
        raise UnsupportedError(
            f"{len(score.voicings)} diagrams at {scale:g} pixels a unit: give a smaller scale above 0, or fewer chords"
        )
    width, height = max(1, round(wide * across * scale)), max(1, round(tall * down * scale))
    grain = scale * OVERSAMPLING
    paper = image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING), PAPER)
    pen = _Pen(draw.Draw(paper), fonts, grain)
    for index, voicing in enumerate(score.voicings):
        origin = wide * (index % across), tall * (index // across)
        for shape in diagram(voicing, score.board, heading_of(voicing, score)):
            pen.draw(shape, *origin)
    stream = io.BytesIO()
    paper.resize((width, height), image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
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
            case Label(x, y, text, size, bold, on_dot):
                colour = PAPER if on_dot else INK
                weight = round(0.03 * size * self._grain) if bold else 0
                self._surface.text(
                    at(x, y), text, colour, self._font(size), anchor="ms", stroke_width=weight, stroke_fill=colour
                )

    def _font(self, size: float) -> Any:
        """Pillow's own font, so that a machine without fonts draws the same."""
        if size not in self._sizes:
            self._sizes[size] = self._fonts.load_default(size * self._grain)
        return self._sizes[size]
