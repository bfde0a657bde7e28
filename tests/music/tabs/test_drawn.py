"""What tabs look like, what basses play and what each format says, written down: a line that moved is found here.

The files of ``drawn/`` record what was written, and hold what is rather than what should be;
``python -m tests.music.tabs.test_drawn`` writes them anew, to be looked at before they are kept.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, tostring

import attrs
import pytest

from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.fretboard import ChordTones, Fretboard, Voicing, find_instrument
from chordwork.music.tabs import PATTERNS, Tab, TabError, read_chord, tab
from chordwork.music.tabs.formats.guitarpro_chord import diagram
from chordwork.music.tabs.formats.musicxml_harmony import add_harmony
from chordwork.music.tabs.formats.western import western
from chordwork.music.tabs.metre import Metre, note_values
from chordwork.music.tabs.model import ChordMark
from chordwork.music.tabs.pattern import find_pattern
from chordwork.music.tabs.spelling import spell

DRAWN: Final = Path(__file__).parent / "drawn"
CHORDS: Final = "F | Bdim | Bb9 | Esus4 A7 | F#m7b5 | B+ | Ebmaj7#11 | Dm6 | C5 | N.C."
ROOTS: Final = ("C", "C#", "Db", "D", "D#", "Eb", "E", "F", "F#", "Gb", "G", "G#", "Ab", "A", "A#", "Bb", "B")
QUALITIES: Final = ("", "m", "7", "dim7", "m7b5", "+", "7b9", "13", "mmaj7", "7b13", "maj7#5", "6", "m6", "7#9")


def verse() -> Tab:
    """Capo, sections, pushes and accents, a chord held over a bar line, silence, and a name that needs escaping."""
    chords = [("Bb", 4), ("F/A", 1), ("Gm7", 3), ("N.C.", 2), ("Eb", 4), ("F7", 1.5), ("Bb", 0.5)]
    return tab(
        chords, capo=3, title='Łódź & "Rain" <1>', pattern="pop", tempo_bpm=96, sections=[(1, "Verse"), (3, "Bridge")]
    )


def blues() -> Tab:
    return tab(
        [("A7", 2.5), ("D7", 1.5), ("E7#9", 4)], pattern="shuffle", tempo_bpm=72, title="Triplets", key="A minor"
    )


def boogie() -> Tab:
    return tab([("A7", 2), ("D7", 1.5), ("Eb7", 0.5)], instrument="bass-5", pattern="shuffle-bass", tempo_bpm=128)


def jig() -> Tab:
    """Another hand, another neck, another metre, a church mode, German names."""
    return tab(
        "Am | G | Hdim | Am", instrument="guitar-7", metre="6/8", left_handed=True, key="A dorian", notation="german"
    )


def high() -> Tab:
    return tab("Abm | Dbmaj7 Eb", frets=(9, 14), open_strings=False, pattern="fingerstyle", title="High")


SONGS: Final[dict[str, Callable[[], Tab]]] = {
    "verse": cache(verse), "blues": cache(blues), "boogie": cache(boogie), "jig": cache(jig), "high": cache(high),
}  # fmt: skip


def _midi(made: Tab) -> str:
    mido = pytest.importorskip("mido")
    tracks = mido.MidiFile(file=io.BytesIO(made.midi())).tracks
    return "\n\n".join("\n".join(map(str, track)) for track in tracks) + "\n"


def _guitar_pro(made: Tab) -> str:
    song = pytest.importorskip("guitarpro").parse(io.BytesIO(made.guitar_pro()))
    return "\n".join(_told(song, "")) + "\n"


def _told(value: Any, name: str) -> Iterator[str]:
    """What differs from a field's default, by its path."""
    if isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _told(each, f"{name}[{index}]")
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            told = field.repr and field.name not in ("song", "track", "measure", "voice", "beat", "header")
            if told and (isinstance(inner, list) or attrs.has(type(inner)) or inner != field.default):
                yield from _told(inner, f"{name}.{field.name}")
    else:
        yield f"{name}: {value}"


def _pdf(made: Tab) -> str:
    """What it says and draws; the embedded letters are held elsewhere."""
    data = made.pdf()
    streams = [zlib.decompress(found[1]) for found in re.finditer(rb"stream\n(.*?)\nendstream", data, re.DOTALL)]
    said = [*re.findall(rb"obj\n(<< /Type.*?>>)\n(?:endobj|stream)", data), *streams[1:]]
    return "\n\n".join(each.decode("latin-1") for each in said) + "\n"


def _picture(made: Tab) -> str:
    """A picture as shades from 0 to 9, ten pixels a character and twenty a line."""
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(made.png(scale=1.5)))
    wide, tall = image.size
    small = image.reduce((6, 12)).point(lambda shade: 9 - shade * 9 // 255)
    assert small.size == (-(-wide // 6), -(-tall // 12))
    rows = [small.crop((0, row, small.size[0], row + 1)).tobytes() for row in range(small.size[1])]
    return (
        f"{wide} x {tall}\n" + "\n".join("".join(" 123456789"[shade] for shade in row).rstrip() for row in rows) + "\n"
    )


def _answer(made: Tab) -> str:
    return json.dumps(made.to_dict() | {"shapes told": made.shapes}, indent=1, ensure_ascii=False) + "\n"


def _rhythms() -> Iterator[str]:
    """Every pattern as it is struck, and what each metre is played with unless told."""
    for name, pattern in PATTERNS.items():
        hits = (f"{hit.at}+{hit.length} {''.join(hit.roles)} {hit.stroke}{' >' * hit.accent}" for hit in pattern.hits)
        yield f"{name} ({pattern.title}, {pattern.kind}, {pattern.ticks}): {'; '.join(hits)}"
    for kind in ("strum", "pick", "bass"):
        for metre in ("2/2", "2/4", "3/4", "4/4", "5/4", "7/4", "3/8", "5/8", "6/8", "7/8", "9/8", "12/8"):
            yield f"{kind} in {metre}: {find_pattern(None, kind, Metre.parse(metre)).name}"


def _durations() -> Iterator[str]:
    """Written values of every length from every place that a bar of four quarters has."""
    for start in range(0, 48, 1):
        row = [
            f"{ticks}:" + "+".join(f"{each.divisor}{'.' * each.dots}{'t' * each.triplet}" for each in values)
            for ticks in (1, 2, 3, 4, 5, 6, 8, 9, 12, 15, 16, 18, 20, 24, 30, 36, 45, 48)
            if (values := list(note_values(start, ticks))) and start + ticks <= 48
        ]
        yield f"{start}  {' '.join(row)}"


def _kinds() -> Iterator[str]:
    """Every suffix as MusicXML writes it, and as Guitar Pro's dialog does."""
    gp = pytest.importorskip("guitarpro")
    for suffix in (*LEAD_SHEET_SUFFIXES, "/3", "m/b7"):
        symbol = {"/3": "A/C#", "m/b7": "Am/G"}.get(suffix, f"Bb{suffix}")
        tones = read_chord(symbol)
        assert isinstance(tones, ChordTones)
        measure = Element("measure")
        add_harmony(measure, ChordMark(0, tones), Fretboard(find_instrument("guitar")), 0)
        yield f"{symbol}: " + tostring(measure[0], encoding="unicode").removeprefix("<harmony>").removesuffix(
            "</harmony>"
        )
        chord = diagram(gp, Voicing(tones, (-1,) * 6, (), ()), symbol)
        names = (
            "root",
            "bass",
            "type",
            "fifth",
            "ninth",
            "eleventh",
            "extension",
            "tonality",
            "add",
            "omissions",
            "sharp",
        )
        yield "  " + ", ".join(
            f"{name} {getattr(getattr(chord, name), 'name', getattr(chord, name))}" for name in names
        )


def _letters() -> Iterator[str]:
    """What letters become in a format of one byte a character."""
    for code in (*range(0xA0, 0x250), *range(0x1E9E, 0x1EA2), *range(0x2010, 0x2027), 0x2206, 0x2212, 0x25B3, 0x266D,
                 0x266E, 0x266F, 0x394, 0x3A9, 0x5B57, 0x301):  # fmt: skip
        said, changed = western(chr(code))
        if changed or said != chr(code):
            yield f"{code:04X} {chr(code)}: {said!r}{' changed' * bool(changed)}"


def pages() -> dict[str, Callable[[], str]]:
    """Names and contents of the files."""

    def lines(of: Callable[[], Iterable[str]]) -> str:
        return "\n".join(of()) + "\n"

    def song(name: str, form: Callable[[Tab], str]) -> Callable[[], str]:
        return lambda: form(SONGS[name]())

    return {
        "guitar.svg": lambda: tab("F | Bdim Bb9 | Esus4", title="A sheet").svg(columns=4),
        "bass.txt": lambda: tab(CHORDS, instrument="bass", style="bass", pattern="walking").text(),
        "bass-5.txt": lambda: tab(
            "Baug | Gdim7 | Ab7 | D", instrument="bass-5", style="bass", pattern="walking"
        ).text(),
        "spelling.txt": partial(lines, lambda: [_spelled(root + quality) for root in ROOTS for quality in QUALITIES]),
        "rhythms.txt": partial(lines, _rhythms),
        "durations.txt": partial(lines, _durations),
        "kinds.txt": partial(lines, _kinds),
        "letters.txt": partial(lines, _letters),
        **{f"{name}.txt": song(name, Tab.text) for name in SONGS},
        **{f"{name}.alphatex": song(name, Tab.alphatex) for name in SONGS},
        **{f"{name}.chordpro": song(name, Tab.chordpro) for name in SONGS},
        **{f"{name}.musicxml": song(name, Tab.musicxml) for name in ("verse", "blues")},
        **{f"{name}.midi.txt": song(name, _midi) for name in ("verse", "blues", "jig")},
        **{f"{name}.gp5.txt": song(name, _guitar_pro) for name in ("verse", "blues")},
        **{f"{name}.svg": song(name, Tab.svg) for name in ("verse", "jig", "high")},
        **{f"{name}.pdf.txt": song(name, _pdf) for name in ("verse", "high")},
        "high.png.txt": song("high", _picture),
        **{f"{name}.json": song(name, _answer) for name in SONGS},
        "easy.json": lambda: _answer(
            tab("Bb | Ebmaj7 Cm7 | F11 | Bb/D", capo="easy", level="beginner", title="Easier")
        ),
        "uke.json": lambda: _answer(tab("C/E | Dm11 | G13 | N.C. | E7#9", instrument="ukulele", lowest_fret=2)),
        "bass.json": lambda: _answer(tab("C", instrument="bass", tuning="drop d", pattern="folk", style="strum")),
    }


def _spelled(symbol: str) -> str:
    tones = read_chord(symbol)
    assert isinstance(tones, ChordTones)
    pitches = [60 + tones.root + interval for interval in sorted(tones.intervals)]
    return f"{symbol}: {' '.join(spell(pitch, tones).name for pitch in pitches)}"


def as_it_was(name: str) -> None:
    page, was = pages()[name](), (DRAWN / name).read_text(encoding="utf-8")
    if name.endswith(".png.txt"):  # other versions of Pillow may round otherwise
        assert [len(row) for row in page.splitlines()] == [len(row) for row in was.splitlines()]
        pairs = zip(page.replace(" ", "0"), was.replace(" ", "0"), strict=True)
        assert all(one == two or abs(int(one) - int(two)) == 1 for one, two in pairs)
    else:
        assert page == was


@pytest.mark.parametrize(
    "spelled",
    [
        "Cmaj7#11: C E F# G B",  # a sharp eleventh beside its fifth,
        "C7b5: C E Gb Bb",  # a flat fifth in its place
        "C7#9: C D# E G Bb",
        "Cm7: C Eb G Bb",
        "Ebmaj7#11: Eb G A Bb D",
        "Caug: C E G#",
        "C7b13: C E G Ab Bb",
    ],
)
def test_notes_are_spelled_by_their_degree(spelled: str) -> None:
    assert _spelled(spelled.partition(":")[0]) == spelled


def ending(*ends: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", [name for name in pages() if name.endswith(ends)])


@pytest.mark.parametrize("name", ["bass.txt", "bass-5.txt", *(f"{name}.txt" for name in SONGS)])
def test_text_is_as_it_was(name: str) -> None:
    as_it_was(name)


def test_notes_are_spelled_as_they_were() -> None:
    as_it_was("spelling.txt")


def test_rhythms_are_as_they_were() -> None:
    as_it_was("rhythms.txt")


def test_durations_are_written_as_they_were() -> None:
    as_it_was("durations.txt")


def test_kinds_of_chords_are_named_as_they_were() -> None:
    as_it_was("kinds.txt")


def test_letters_of_a_one_byte_format_are_as_they_were() -> None:
    as_it_was("letters.txt")


@ending(".alphatex")
def test_alphatex_is_as_it_was(name: str) -> None:
    as_it_was(name)


@ending(".chordpro")
def test_chordpro_is_as_it_was(name: str) -> None:
    as_it_was(name)


@ending(".musicxml")
def test_musicxml_is_as_it_was(name: str) -> None:
    as_it_was(name)


@ending(".midi.txt")
def test_midi_is_as_it_was(name: str) -> None:
    as_it_was(name)


@ending(".gp5.txt")
def test_guitar_pro_is_as_it_was(name: str) -> None:
    as_it_was(name)


@ending(".svg")
def test_svg_is_as_it_was(name: str) -> None:
    as_it_was(name)


@ending(".pdf.txt")
def test_pdf_is_as_it_was(name: str) -> None:
    as_it_was(name)


def test_png_is_as_it_was() -> None:
    as_it_was("high.png.txt")


@ending(".json")
def test_answers_are_as_they_were(name: str) -> None:
    as_it_was(name)


def test_every_page_is_held() -> None:
    assert {path.name for path in DRAWN.iterdir()} == pages().keys()


@pytest.mark.parametrize("style", ["walking", "", "STRUM"])
def test_a_style_that_is_none_is_refused_with_those_that_are(style: Any) -> None:
    with pytest.raises(TabError, match="choose auto, strum, pick, bass"):
        tab("C | F", style=style)


def test_an_answer_tells_how_the_instrument_is_tuned() -> None:
    drop_d = find_instrument("guitar", "drop d")
    told = tab("C | F", instrument=drop_d, capo=2).to_dict()
    assert (told["tuning"], told["capo"], told["metre"]) == (["D2", "A2", "D3", "G3", "B3", "E4"], 2, "4/4")


if __name__ == "__main__":
    DRAWN.mkdir(exist_ok=True)
    for name, page in pages().items():
        (DRAWN / name).write_text(page(), encoding="utf-8")
