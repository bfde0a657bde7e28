"""The whole sheet in SVG, PNG and PDF: what stands on it, in any script, and what a left-handed player is told."""

from __future__ import annotations

import io
import re
import zlib
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from chordwork.music.tabs import UnsupportedError, tab
from chordwork.music.tabs.formats.western import western
from chordwork.music.tabs.layout import lines
from chordwork.music.tabs.sheets.drawing import Label
from chordwork.music.tabs.sheets.lettering import lettering
from chordwork.music.tabs.sheets.sheet import WIDTH, blocks, wrapped

from .songs import SONGS

SVG = "{http://www.w3.org/2000/svg}"
SCRIPTS = ["łódź", "Ночь", "Αθήνα", "Tiếng Việt", "Čtyři", "Þór", "Երևան", "თბილისი", "A♭ → F♯"]


def words_of_svg(document: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(document).iter(f"{SVG}text")]


def words_of_pdf(document: bytes) -> list[str]:
    """Texts as a reader copies them: the glyphs of each, by the font's own table."""
    streams = [zlib.decompress(data) for data in re.findall(rb"stream\n(.*?)\nendstream", document, re.DOTALL)]
    table: dict[str, str] = {}
    for stream in streams:
        for glyph, code in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", stream):
            table[glyph.decode()] = bytes.fromhex(code.decode()).decode("utf-16-be")
    texts = [code.decode() for stream in streams for code in re.findall(rb"<([0-9A-F]*)> Tj", stream)]
    return ["".join(table.get(text[at : at + 4], "□") for at in range(0, len(text), 4)) for text in texts]


@pytest.mark.parametrize("name", SONGS)
def test_a_sheet_has_title_key_tempo_chords_and_every_fret(name: str) -> None:
    made = SONGS[name]
    score = made.score
    frets = sorted(str(note.fret) for bar in score.bars for event in bar.events for note in event.notes)
    for words in (words_of_svg(made.svg()), words_of_pdf(made.pdf())):
        text = "\n".join(words)
        assert score.title in text
        assert str(score.metre) in text
        assert f"= {score.tempo_bpm:g}" in text
        if score.key is not None:
            assert score.key.name in text
        for bar in score.bars:
            for mark in bar.marks:
                assert score.full_name(mark.tones) in words
        for voicing in score.voicings:
            assert voicing.shape in words
        assert not set(frets) - set(words)
        assert len([word for word in words if word in frets]) >= len(frets)


def test_nothing_runs_off_the_sheet() -> None:
    for made in SONGS.values():
        for part in blocks(made.score):
            for shape in part.shapes:
                if isinstance(shape, Label):
                    width = lettering().width(shape.text, shape.size)
                    left = shape.x - (width / 2 if shape.anchor == "middle" else 0)
                    assert left > -2
                    assert left + width < WIDTH + 14
                    assert 0 < shape.y <= part.height


def test_names_of_chords_never_touch() -> None:
    made = tab("F#m7b5/E B7b9#11 Em(maj9) A13#11 | C G Am F", capo=2)
    for part in blocks(made.score):
        rows: dict[float, list[tuple[float, float]]] = {}
        for shape in part.shapes:
            if isinstance(shape, Label) and shape.bold and shape.anchor == "start":
                width = lettering().width(shape.text, shape.size)
                rows.setdefault(shape.y, []).append((shape.x, shape.x + width))
        for row in rows.values():
            row.sort()
            assert all(before[1] < after[0] for before, after in pairwise(row))


@pytest.mark.parametrize("title", SCRIPTS)
def test_titles_in_any_european_script(title: str) -> None:
    made = tab("C G", title=title, sections=[(1, title)])
    assert made.losses("pdf") == made.losses("png") == ()
    assert words_of_pdf(made.pdf()).count(title) == 2
    assert words_of_svg(made.svg()).count(title) == 2
    assert b"<FEFF" + title.encode("utf-16-be").hex().upper().encode() + b">" in made.pdf()
    drawn, boxes = tab("C", title=title).png(scale=1), tab("C", title="世" * len(title)).png(scale=1)
    assert drawn != boxes


def test_what_the_font_lacks_is_said_on_the_sheet() -> None:
    made = tab("C G", title="さくら 🎸")
    (said,) = made.losses("pdf")
    assert "'さくら🎸'" in said
    assert made.losses("svg") == made.losses("musicxml") == made.losses("text") == ()
    note = "4 characters of the titles cannot be drawn here and stand as boxes; SVG and MusicXML have them."
    assert note in words_of_pdf(made.pdf())
    assert note not in words_of_svg(made.svg())
    assert "さくら 🎸" in words_of_svg(made.svg())


@pytest.mark.parametrize(
    ("title", "plain", "changed"),
    [
        ("Café", "Café", ""),
        ("Łódź", "Lódz", "Łź"),
        ("Don’t – stop…", "Don't - stop...", ""),
        ("Ночь", "????", "Ночь"),
        ("Đà Lạt", "Dà Lat", "Đạ"),
    ],
)
def test_guitar_pro_titles_keep_what_the_format_has(title: str, plain: str, changed: str) -> None:
    gp = pytest.importorskip("guitarpro")
    assert western(title) == (plain, changed)
    made = tab("C", title=title)
    song = gp.parse(io.BytesIO(made.guitar_pro()))
    assert song.title == plain
    assert bool(song.notice) == bool(made.losses("gp5")) == bool(changed)


def test_left_handed_players_are_told_what_is_mirrored() -> None:
    right, left = tab("C G"), tab("C G", left_handed=True)
    said = "Left-handed: diagrams mirrored, tab lines as usual, the highest string on top"
    assert said in left.text().split("\n")
    assert said not in right.text()
    for words in (words_of_svg(left.svg()), words_of_pdf(left.pdf())):
        assert said in words
    staves = [made.text(boxes=False).split("\n\n", 1)[1] for made in (right, left)]
    assert staves[0] == staves[1]


def test_sections_begin_lines_in_every_form() -> None:
    made = tab("C G Am F C G", title="Song", sections=[(5, "Chorus"), (1, "Verse")])
    assert [list(line) for line in lines(made.score, 8)] == [[0, 1, 2, 3], [4, 5]]
    assert made.text().index("[Verse]") < made.text().index("[Chorus]")
    for words in (words_of_svg(made.svg()), words_of_pdf(made.pdf())):
        assert {"Verse", "Chorus"} <= set(words)
    root = ElementTree.fromstring(made.musicxml())
    found = [(measure.get("number"), measure.findtext(".//rehearsal")) for measure in root.iter("measure")]
    assert [each for each in found if each[1]] == [("1", "Verse"), ("5", "Chorus")]
    assert '\\section "Chorus"' in made.alphatex()
    assert made.chordpro().count("{start_of_grid") == 2
    mido = pytest.importorskip("mido")
    conductor = mido.MidiFile(file=io.BytesIO(made.midi())).tracks[0]
    assert [m.text for m in conductor if m.type == "marker"] == ["Verse", "C", "G", "Am", "F", "Chorus", "C", "G"]
    gp = pytest.importorskip("guitarpro")
    headers = gp.parse(io.BytesIO(made.guitar_pro())).measureHeaders
    assert [header.marker.title for header in headers if header.marker] == ["Verse", "Chorus"]


def test_wrapping_keeps_every_word() -> None:
    for text in ("one two three " * 20, "x" * 400, ""):
        rows = wrapped(text, 10, 100)
        assert all(lettering().width(row, 10) <= 100 for row in rows)
        assert "".join(rows).replace(" ", "") == text.replace(" ", "")


def test_the_embedded_font_is_one_that_others_read() -> None:
    """With the outlines that are used, of compound letters too, at the places that the character table names."""
    ttx = pytest.importorskip("fontTools.ttLib")
    pens = pytest.importorskip("fontTools.pens.recordingPen")
    font = lettering()
    whole = ttx.TTFont(io.BytesIO(font.data))
    assert whole.getBestCmap().keys() == font.glyph_of.keys()
    part = ttx.TTFont(io.BytesIO(font.part(font.glyphs("Łódź"))), checkChecksums=2)
    for character in "Łódź":
        drawings = []
        for file in (whole, part):
            pen = pens.DecomposingRecordingPen(file.getGlyphSet())
            name = file.getGlyphOrder()[font.glyph_of[ord(character)]]
            file.getGlyphSet()[name].draw(pen)
            drawings.append(pen.value)
        assert drawings[0] == drawings[1] != []
    assert whole["hmtx"].metrics[whole.getBestCmap()[ord("Ł")]][0] == font.advances[font.glyph_of[ord("Ł")]]


@pytest.mark.long
def test_a_long_sheet_is_drawn_smaller() -> None:
    """So that no picture takes more memory than a process has."""
    image = pytest.importorskip("PIL.Image")
    short, long = (image.open(io.BytesIO(tab("C G Am F " * count, pattern="whole").png())) for count in (1, 150))
    assert short.size[0] == 2040
    assert 680 <= long.size[0] < 2040
    assert long.size[0] * long.size[1] < 33_000_000


def test_a_sheet_too_long_to_be_read_is_refused() -> None:
    pytest.importorskip("PIL.Image")
    with pytest.raises(UnsupportedError, match="PDF"):
        tab([("C", 16)] * 1000, pattern="whole").png()
