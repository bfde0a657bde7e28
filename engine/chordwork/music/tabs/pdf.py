"""A printable chart: diagrams and tab lines on A4, as a PDF written from its specification (ISO 32000-1, 7.5).

Only the standard fonts every reader has are used, so nothing is embedded; the file holds no date and is deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chordwork.music.fretboard import MUTED, Fretboard, Voicing
from chordwork.music.tabs.model import Score
from chordwork.music.tabs.text import text_tab

PAGE_WIDTH: Final = 595.0
PAGE_HEIGHT: Final = 842.0
MARGIN: Final = 40.0
"""A4, in points of 1/72 inch."""
LINE_POINTS: Final = 10.5
TAB_POINTS: Final = 9.0
TAB_WIDTH: Final = 95
"""Characters of Courier, 0.6 em wide each, that fit between the margins."""

_STRING_GAP: Final = 11.0
_FRET_GAP: Final = 13.0
_DOT: Final = 4.6
_BOX_HEIGHT: Final = 108.0
_CIRCLE: Final = 0.5523
"""Control points of a quarter circle by a cubic curve."""


def pdf(score: Score) -> bytes:
    """The tab as a PDF: title, facts, every shape, then the tab lines; systems are not split between pages."""
    heading, *systems = text_tab(score, width=TAB_WIDTH, boxes=False).rstrip("\n").split("\n\n")
    pages: list[list[str]] = [[]]
    y = PAGE_HEIGHT - MARGIN
    for number, line in enumerate(heading.split("\n")):
        size = 16.0 if number == 0 and score.title else 9.0
        y -= size + 4
        pages[-1].append(_text(line, MARGIN, y, size, "F1"))
    y -= 14
    for row in _rows(score):
        if y - _BOX_HEIGHT < MARGIN:
            pages.append([])
            y = PAGE_HEIGHT - MARGIN
        for x, voicing, title in row:
            pages[-1].extend(_diagram(voicing, score.board, title, x, y))
        y -= _BOX_HEIGHT
    for system in systems:
        lines = system.split("\n")
        if y - LINE_POINTS * len(lines) < MARGIN and y < PAGE_HEIGHT - MARGIN:
            pages.append([])
            y = PAGE_HEIGHT - MARGIN
        for line in lines:
            y -= LINE_POINTS
            pages[-1].append(_text(line, MARGIN, y, TAB_POINTS, "F2"))
        y -= LINE_POINTS
    return _document(["\n".join(page) for page in pages], score.title)


def _rows(score: Score) -> Iterator[list[tuple[float, Voicing, str]]]:
    wide = _STRING_GAP * (score.board.strings - 1) + 34
    across = max(1, int((PAGE_WIDTH - 2 * MARGIN) // wide))
    shapes = score.voicings
    for begin in range(0, len(shapes), across):
        row = []
        for column, voicing in enumerate(shapes[begin : begin + across]):
            name = voicing.tones.symbol
            title = f"{name} ({score.shape_name(voicing.tones)})" if score.board.capo else name
            row.append((MARGIN + 12 + column * wide, voicing, title))
        yield row


def _escaped(text: str) -> str:
    plain = text.replace("♯", "#").replace("♭", "b").encode("cp1252", "replace").decode("cp1252")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _text(text: str, x: float, y: float, size: float, font: str) -> str:
    return f"BT /{font} {size:g} Tf {x:.2f} {y:.2f} Td ({_escaped(text)}) Tj ET"


def _line(x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> str:
    return f"{width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"


def _circle(x: float, y: float, radius: float, paint: str) -> str:
    c = radius * _CIRCLE
    curves = (
        (x + radius, y + c, x + c, y + radius, x, y + radius),
        (x - c, y + radius, x - radius, y + c, x - radius, y),
        (x - radius, y - c, x - c, y - radius, x, y - radius),
        (x + c, y - radius, x + radius, y - c, x + radius, y),
    )
    path = " ".join(" ".join(f"{v:.2f}" for v in curve) + " c" for curve in curves)
    return f"0.6 w {x + radius:.2f} {y:.2f} m {path} {paint}"


def _diagram(voicing: Voicing, board: Fretboard, title: str, x: float, top: float) -> Iterator[str]:
    low, high = voicing.pressed_range or (1, 1)
    first = 1 if high <= 4 else low
    frets = max(4, high - first + 1)
    right = x + _STRING_GAP * (board.strings - 1)
    nut = top - 28

    def column(string: int) -> float:
        return x + _STRING_GAP * (board.strings - 1 - string if board.left_handed else string)

    yield _text(title, x, top - 10, 10, "F1")
    for fret in range(frets + 1):
        y = nut - _FRET_GAP * fret
        yield _line(x, y, right, y, 2.4 if fret == 0 and first == 1 else 0.6)
    for string in range(board.strings):
        yield _line(column(string), nut, column(string), nut - _FRET_GAP * frets)
    if first > 1:
        yield _text(str(first), x - 13, nut - _FRET_GAP / 2 - 3, 8, "F1")
    for string, fret in enumerate(voicing.frets):
        if fret == MUTED:
            yield _text("x", column(string) - 2, nut + 4, 8, "F1")
        elif fret == 0:
            yield _circle(column(string), nut + 6.5, 2.4, "S")
    for placement in voicing.placements:
        y = nut - _FRET_GAP * (placement.fret - first + 0.5)
        if placement.is_barre:
            yield f"1 J {_line(column(placement.low), y, column(placement.high), y, 2 * _DOT)} 0 J"
        for string in range(placement.low, placement.high + 1):
            if voicing.frets[string] == placement.fret:
                yield _circle(column(string), y, _DOT, "f")
                yield f"1 g {_text(str(placement.finger), column(string) - 1.9, y - 2.4, 7, 'F1')} 0 g"


def _document(contents: list[str], title: str) -> bytes:
    """Objects, cross-reference table and trailer; object 1 is the catalogue, 2 the page tree, 3 and 4 the fonts."""
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({_escaped(title or 'Tab')}) /Producer (Chordwork) >>",
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {7 + 2 * index} 0 R >>"
        )
        length = len(content.encode("cp1252"))
        objects.append(f"<< /Length {length} >>\nstream\n{content}\nendstream")
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(data)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data + trailer.encode()
