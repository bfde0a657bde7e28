"""What people look at: text tabs, SVG diagrams and the PDF chart."""

from __future__ import annotations

import io
import re
import sys
from xml.etree import ElementTree

import pytest

from chordwork.music.tabs import MissingExtraError, UnsupportedError, tab
from chordwork.music.tabs.sheets.sheet import blocks

from .songs import POP, SONGS


def test_svg_is_well_formed_and_speaks() -> None:
    for made in SONGS.values():
        for drawing in (made.svg(), *made.diagrams()):
            root = ElementTree.fromstring(drawing)
            assert root.get("role") == "img"
            ids = {element.get("id") for element in root}
            assert set((root.get("aria-labelledby") or "").split()) <= ids
            assert root.findtext("{http://www.w3.org/2000/svg}title")
    (drawing,) = tab(["C"]).diagrams()
    description = ElementTree.fromstring(drawing).findtext("{http://www.w3.org/2000/svg}desc")
    assert description == (
        "C on guitar: string 6 muted; string 5 fret 3, ring finger; string 4 fret 2, middle finger; string 3 open; "
        "string 2 fret 1, index finger; string 1 open."
    )


def test_left_handed_diagrams_are_mirrored() -> None:
    right, left = tab(["C"]), tab(["C"], left_handed=True)
    assert right.shapes == left.shapes
    assert right.svg() != left.svg()
    heads = [made.text().split("\n\n")[1].split("\n")[1] for made in (right, left)]
    assert heads == ["x     o   o", "o   o     x"]


def test_text_tab_of_one_bar() -> None:
    assert tab(["Am"], pattern="quarters", title="Still").text() == (
        "Still\n"
        "Guitar, E2 A2 D3 G3 B3 E4, A minor, 4/4, quarter = 100 bpm, Four down strums\n"
        "\n"
        "Am\n"
        "x o       o\n"
        "===========\n"
        "| | | | 1 |\n"
        "| | 2 3 | |\n"
        "| | | | | |\n"
        "| | | | | |\n"
        "\n"
        "   Am\n"
        "   1  2  3  4\n"
        "e|-0--0--0--0--|\n"
        "B|-1--1--1--1--|\n"
        "G|-2--2--2--2--|\n"
        "D|-2--2--2--2--|\n"
        "A|-0--0--0--0--|\n"
        "E|-------------|\n"
        "   D  D  D  D\n"
    )


def test_text_shows_barres_positions_and_wide_frets() -> None:
    text = tab(["F"], frets=(1, 5), open_strings=False, pattern="whole").text()
    assert "1-1" in text
    high = tab(["Bb"], frets=(9, 14), open_strings=False, pattern="whole").text()
    assert re.search(r"\d+fr", high)
    for made in SONGS.values():
        for line in made.text(width=60, boxes=False).split("\n"):
            assert line == line.rstrip()
        systems = made.text(boxes=False).split("\n\n")[1:]
        for system in systems:
            lines = [line for line in system.split("\n") if re.match(r"^\S{1,2} ?\|", line)]
            assert len(lines) == made.score.board.strings
            assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize("name", SONGS)
def test_pdf_objects_are_where_its_table_says(name: str) -> None:
    data = SONGS[name].pdf()
    assert data.startswith(b"%PDF-1.4")
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    header, count = data[start:].split(b"\n")[:2]
    assert header == b"xref"
    offsets = re.findall(rb"(\d{10}) 00000 n", data[start:])
    assert len(offsets) == int(count.split()[1]) - 1
    for number, offset in enumerate(offsets, start=1):
        assert data[int(offset) :].startswith(b"%d 0 obj" % number)
    for length, content in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL):
        assert len(content) == int(length)


def test_png_shows_the_whole_sheet() -> None:
    """Title, a diagram for each shape in two columns, and the tab below, as tall as the blocks of the sheet."""
    image = pytest.importorskip("PIL.Image")
    made = tab("C G Am F Dm", title="Five chords")
    parts = list(blocks(made.score, columns=2))
    picture = image.open(io.BytesIO(made.png(columns=2, scale=2.0))).convert("L")
    assert picture.size == (1360, round(2 * (sum(part.height for part in parts) + 40)))
    top = 20.0
    inked = []
    for part in parts:
        band = picture.crop((0, round(2 * top), 1360, round(2 * (top + part.height))))
        inked.append(sum(pixel < 128 for pixel in band.tobytes()))
        top += part.height
    assert len(parts) == 1 + 3 + 2  # heading, rows of diagrams, lines of tab
    assert all(ink > 2000 for ink in inked)
    assert inked[3] < 0.6 * inked[2]  # one diagram rather than two


def test_png_is_refused_where_it_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for scale in (1e6, 0.0, -1.0, float("nan")):
        with pytest.raises(UnsupportedError, match="smaller"):
            tab("C").png(scale=scale)
    for module in ("PIL.Image", "PIL.ImageDraw", "PIL.ImageFont"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(MissingExtraError, match=r"install -e '\.\[png\]'"):
        tab("C").png()


def test_a_long_song_takes_several_pages() -> None:
    assert tab(POP * 40).pdf().count(b"/Type /Page ") > 2
