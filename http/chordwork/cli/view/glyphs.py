"""Big letters for chord symbols, from a 5×7 pixel font, two pixels to a character cell with half blocks."""

from __future__ import annotations

import re
from typing import Final

GLYPH_HEIGHT_PIXELS: Final = 7
BIG_ROWS: Final = 7
"""Text rows of a big chord: the root at double size."""

_SYMBOL: Final = re.compile(r"(?P<root>[A-G])(?P<accidental>[#b]?)(?P<suffix>[^/]*)(?P<bass>/[A-G][#b]?)?")

Pixels = set[tuple[int, int]]
"""Lit pixels, as (x, y) from the top left."""


def big_chord(symbol: str) -> list[str]:
    """Draw a chord symbol: root large, its accidental raised, quality and bass at the foot, as lead sheets print it.

    >>> print("\\n".join(big_chord("Am7/C")))  # doctest: +SKIP

    Returns:
        :data:`BIG_ROWS` lines of equal length, made of spaces and half blocks.
    """
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        pixels, width = _word(symbol, 0, GLYPH_HEIGHT_PIXELS // 2)
        return _half_blocks(pixels, width)
    root, x = _word(match["root"], 0, 0, scale=2)
    raised, raised_end = _word(match["accidental"], x, 0)
    foot, foot_end = _word(f"{match['suffix']}{match['bass'] or ''}", x, GLYPH_HEIGHT_PIXELS)
    return _half_blocks(root | raised | foot, max(raised_end, foot_end))


def _word(text: str, x: int, y: int, scale: int = 1) -> tuple[Pixels, int]:
    pixels: Pixels = set()
    for character in text:
        rows = _FONT.get(character, _FONT["?"])
        for row, line in enumerate(rows):
            for column, mark in enumerate(line):
                if mark == "#":
                    for step in range(scale * scale):
                        pixels.add((x + column * scale + step % scale, y + row * scale + step // scale))
        x += (len(rows[0]) + 1) * scale
    return pixels, x


def _half_blocks(pixels: Pixels, width: int) -> list[str]:
    cells = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    return [
        "".join(cells[(x, 2 * row) in pixels, (x, 2 * row + 1) in pixels] for x in range(width))
        for row in range(BIG_ROWS)
    ]


_FONT: Final[dict[str, tuple[str, ...]]] = {
    "A": (" ### ", "#   #", "#   #", "#####", "#   #", "#   #", "#   #"),
    "B": ("#### ", "#   #", "#   #", "#### ", "#   #", "#   #", "#### "),
    "C": (" ### ", "#   #", "#    ", "#    ", "#    ", "#   #", " ### "),
    "D": ("#### ", "#   #", "#   #", "#   #", "#   #", "#   #", "#### "),
    "E": ("#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#####"),
    "F": ("#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#    "),
    "G": (" ### ", "#   #", "#    ", "# ###", "#   #", "#   #", " ### "),
    "N": ("#   #", "##  #", "##  #", "# # #", "#  ##", "#  ##", "#   #"),
    "#": ("     ", " # # ", "#####", " # # ", "#####", " # # ", "     "),
    "b": ("#   ", "#   ", "### ", "#  #", "#  #", "#  #", "### "),
    "m": ("     ", "     ", "## # ", "# # #", "# # #", "# # #", "# # #"),
    "a": ("    ", "    ", " ## ", "   #", " ###", "#  #", " ###"),
    "j": ("  #", "   ", " ##", "  #", "  #", "# #", " # "),
    "d": ("   #", "   #", " ###", "#  #", "#  #", "#  #", " ###"),
    "i": (" # ", "   ", "## ", " # ", " # ", " # ", "###"),
    "u": ("    ", "    ", "#  #", "#  #", "#  #", "#  #", " ###"),
    "g": ("    ", "    ", " ###", "#  #", " ###", "   #", "### "),
    "s": ("    ", "    ", " ###", "#   ", " ## ", "   #", "### "),
    "0": (" ## ", "#  #", "#  #", "#  #", "#  #", "#  #", " ## "),
    "1": (" # ", "## ", " # ", " # ", " # ", " # ", "###"),
    "2": (" ## ", "#  #", "   #", "  # ", " #  ", "#   ", "####"),
    "3": ("### ", "   #", "   #", " ## ", "   #", "   #", "### "),
    "4": ("  # ", " ## ", "# # ", "# # ", "####", "  # ", "  # "),
    "5": ("####", "#   ", "### ", "   #", "   #", "#  #", " ## "),
    "6": (" ## ", "#   ", "### ", "#  #", "#  #", "#  #", " ## "),
    "7": ("####", "   #", "  # ", "  # ", " #  ", " #  ", " #  "),
    "8": (" ## ", "#  #", "#  #", " ## ", "#  #", "#  #", " ## "),
    "9": (" ## ", "#  #", "#  #", " ###", "   #", "   #", " ## "),
    "(": (" #", "# ", "# ", "# ", "# ", "# ", " #"),
    ")": ("# ", " #", " #", " #", " #", " #", "# "),
    "/": ("   #", "   #", "  # ", "  # ", " #  ", " #  ", "#   "),
    ".": ("  ", "  ", "  ", "  ", "  ", "##", "##"),
    "?": (" ## ", "#  #", "   #", "  # ", " #  ", "    ", " #  "),
    " ": ("  ",) * 7,
}
