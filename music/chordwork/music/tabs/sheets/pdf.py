"""The whole sheet on A4 as a PDF written from its specification (ISO 32000-1, 7.5 and 9.7).

The letters that are used are embedded, so that any reader draws them; the file holds no date and is deterministic.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from chordwork.music.tabs.model import Score
from chordwork.music.tabs.sheets.drawing import RING_WIDTH, Dot, Label, Line, Pill, Ring, Shape
from chordwork.music.tabs.sheets.lettering import composed, lettering
from chordwork.music.tabs.sheets.sheet import WIDTH, Block, blocks

PAGE_WIDTH: Final = 595.0
PAGE_HEIGHT: Final = 842.0
MARGIN: Final = 40.0
"""A4, in points of 1/72 inch."""
SCALE: Final = (PAGE_WIDTH - 2 * MARGIN) / WIDTH
"""Points a unit of the drawing."""

_CIRCLE: Final = 0.5523
"""Control points of a quarter circle by a cubic curve."""
_BOLDNESS: Final = 0.035
"""Width of the outline that makes letters bold, in ems."""


def pdf(score: Score, *, columns: int | None = None) -> bytes:
    """The tab as a PDF: title, facts, every shape, then the tab; lines are not split between pages.

    Args:
        score: the tab.
        columns: diagrams beside each other; as many as fit by default.
    """
    used: dict[int, str] = {}
    pages = [
        "\n".join(_drawn(shape, top, used) for block, top in page for shape in block.shapes)
        for page in _pages(blocks(score, columns=columns))
    ]
    return _document(pages, score.title or "Tab", used)


def _pages(parts: Iterator[Block]) -> Iterator[list[tuple[Block, float]]]:
    """Blocks with the height of their top on the page, in points from below."""
    page: list[tuple[Block, float]] = []
    y = PAGE_HEIGHT - MARGIN
    for part in parts:
        if page and y - SCALE * part.height < MARGIN:
            yield page
            page, y = [], PAGE_HEIGHT - MARGIN
        page.append((part, y))
        y -= SCALE * part.height
    yield page


def _drawn(shape: Shape, top: float, used: dict[int, str]) -> str:
    """Operators for a shape of a block; the glyphs it uses are noted with their characters."""

    def at(x: float, y: float) -> tuple[float, float]:
        return MARGIN + SCALE * x, top - SCALE * y

    match shape:
        case Line(x1, y1, x2, y2, width):
            (left, upper), (right, lower) = at(x1, y1), at(x2, y2)
            return f"{SCALE * width:.2f} w {left:.2f} {upper:.2f} m {right:.2f} {lower:.2f} l S"
        case Dot(x, y, radius):
            return _circle(*at(x, y), SCALE * radius) + " f"
        case Ring(x, y, radius):
            return f"{SCALE * RING_WIDTH * 0.72:.2f} w " + _circle(*at(x, y), SCALE * radius) + " S"
        case Pill(x, y, width, height):
            (left, middle), (right, _) = at(x + height / 2, y + height / 2), at(x + width - height / 2, y)
            return f"1 J {SCALE * height:.2f} w {left:.2f} {middle:.2f} m {right:.2f} {middle:.2f} l S 0 J"
        case Label(x, y, _, size):
            return _text(shape, *at(x, y), SCALE * size, used)


def _circle(x: float, y: float, radius: float) -> str:
    c = radius * _CIRCLE
    curves = (
        (x + radius, y + c, x + c, y + radius, x, y + radius),
        (x - c, y + radius, x - radius, y + c, x - radius, y),
        (x - radius, y - c, x - c, y - radius, x, y - radius),
        (x + c, y - radius, x + radius, y - c, x + radius, y),
    )
    path = " ".join(" ".join(f"{v:.2f}" for v in curve) + " c" for curve in curves)
    return f"{x + radius:.2f} {y:.2f} m {path}"


def _text(label: Label, x: float, y: float, size: float, used: dict[int, str]) -> str:
    glyphs = lettering().glyphs(label.text)
    used |= {glyph: character for glyph, character in zip(glyphs, composed(label.text), strict=True) if glyph}
    x -= lettering().width(label.text, size) / 2 if label.anchor == "middle" else 0.0
    shade = "1" if label.on_dot else "0.45" if label.faint else "0"
    bold = f"2 Tr {_BOLDNESS * size:.3f} w {shade} G " if label.bold else "0 Tr "
    codes = "".join(f"{glyph:04X}" for glyph in glyphs)
    return f"q BT {shade} g {bold}/F1 {size:.2f} Tf {x:.2f} {y:.2f} Td <{codes}> Tj ET Q"


def _document(contents: list[str], title: str, used: dict[int, str]) -> bytes:
    """Objects, cross-reference table and trailer: 1 the catalogue, 2 the page tree, 3 to 7 the font, 8 the facts."""
    font = lettering()
    kids = " ".join(f"{9 + 2 * index} 0 R" for index in range(len(contents)))
    em = 1000 / font.units
    widths = " ".join(f"{glyph} [{font.advances[glyph] * em:.0f}]" for glyph in sorted({0, *used}))
    box = " ".join(f"{edge * em:.0f}" for edge in font.box)
    name = "/AAAAAA+DejaVuSans"
    file = font.part(used)
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H /DescendantFonts [4 0 R] "
        f"/ToUnicode 7 0 R >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} /CIDToGIDMap /Identity /DW 600 /W [{widths}] "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R >>".encode(),
        f"<< /Type /FontDescriptor /FontName {name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /StemV 80 "
        f"/Ascent {font.ascent * em:.0f} /Descent {font.descent * em:.0f} /CapHeight 729 /FontFile2 6 0 R >>".encode(),
        _stream(file, f"/Length1 {len(file)} "),
        _stream(_to_unicode(used).encode()),
        f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> /Producer (Chordwork) >>".encode(),
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {10 + 2 * index} 0 R >>".encode()
        )
        objects.append(_stream(content.encode()))
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data + trailer.encode()


def _stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< %s/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(packed), packed)


def _to_unicode(used: dict[int, str]) -> str:
    """So that text can be searched and copied (9.10.3); at most a hundred glyphs a section."""
    lines = sorted((glyph, character) for glyph, character in used.items())
    sections = []
    for begin in range(0, len(lines), 100):
        part = lines[begin : begin + 100]
        rows = "\n".join(f"<{glyph:04X}> <{character.encode('utf-16-be').hex().upper()}>" for glyph, character in part)
        sections.append(f"{len(part)} beginbfchar\n{rows}\nendbfchar")
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + "\n".join(sections)
        + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
