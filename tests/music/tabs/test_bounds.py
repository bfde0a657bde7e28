"""What is just allowed, and what is just not."""

from __future__ import annotations

import struct
from fractions import Fraction
from itertools import pairwise

import pytest

from chordwork.music.fretboard import Fretboard, find_instrument
from chordwork.music.tabs import Tab, TabError, tab
from chordwork.music.tabs.arrange import MAX_BARS, spans
from chordwork.music.tabs.errors import DurationError, MetreError, PatternSyntaxError, TooManyChordsError
from chordwork.music.tabs.layout import bars_a_line
from chordwork.music.tabs.metre import FASTEST_BPM, SLOWEST_BPM, Metre, NoteValue, note_values
from chordwork.music.tabs.model import Score, Section
from chordwork.music.tabs.pattern import Hit, Pattern, find_pattern
from chordwork.music.tabs.reading import read_chord, read_chords
from chordwork.music.tabs.sheets.lettering import font
from chordwork.music.tabs.sheets.sheet import wrapped

FOUR = Metre()


@pytest.mark.parametrize(("beats", "unit"), [(1, 2), (16, 8), (4, 4)])
def test_metres_that_are_one(beats: int, unit: int) -> None:
    assert Metre.parse(f" {beats}/{unit} ") == Metre(beats, unit)
    assert Metre(beats, unit).bar_ticks == beats * 48 // unit


@pytest.mark.parametrize(("beats", "unit"), [(0, 4), (17, 4), (4, 1), (4, 3), (4, 16)])
def test_metres_that_are_none(beats: int, unit: int) -> None:
    with pytest.raises(MetreError, match="1 to 16 over 2, 4 or 8"):
        Metre(beats, unit)


def test_every_written_value_lasts_as_long_as_it_says() -> None:
    seen: set[NoteValue] = set()
    for start in range(48):
        for ticks in range(1, 97):
            values = list(note_values(start, ticks))
            assert sum(value.ticks for value in values) == ticks
            seen.update(values)
    for value in seen:
        length = Fraction(48, value.divisor) * (Fraction(3, 2) if value.dots else 1)
        assert value.ticks == length * (Fraction(2, 3) if value.triplet else 1)
    assert {(value.divisor, value.dots) for value in seen if not value.triplet} == {
        (1, 0), (2, 1), (2, 0), (4, 1), (4, 0), (8, 1), (8, 0), (16, 0)
    }  # fmt: skip
    assert {value.divisor for value in seen if value.triplet} == {4, 8, 16, 32}


def test_a_pattern_has_up_to_256_words_on_four_grids() -> None:
    for grid in (12, 6, 4, 3):
        assert Pattern.read("D " * 256, grid, "strum").ticks == 256 * grid
    for words, grid in (("", 12), ("D " * 257, 12), ("D", 5), ("D", 0)):
        with pytest.raises(PatternSyntaxError, match="1 to 256 words"):
            Pattern.read(words, grid, "strum")


def test_a_pattern_of_ones_own_says_so() -> None:
    own = Pattern.read("D", 12, "strum")
    assert (own.name, own.title) == ("custom", "Custom")
    assert "Custom" in tab("C", pattern=own).text()
    for kind, part in (("bass", "a bass line"), ("strum", "chords")):
        with pytest.raises(TabError, match=f"choose one for {part}"):
            find_pattern("folk" if kind == "bass" else "walking", kind, FOUR)  # type: ignore[arg-type]


def test_words_of_a_pattern() -> None:
    assert Pattern.read("- >D - . - U b1 >a 9", 6, "strum").hits == (
        Hit(6, 12, ("all",), "down", accent=True),
        Hit(30, 6, ("all",), "up"),
        Hit(36, 6, ("b", "1"), "pluck"),
        Hit(42, 6, ("a",), "pluck", accent=True),
        Hit(48, 6, ("9",), "pluck"),
    )
    assert [hit.roles for hit in Pattern.read(">R 3 5 7 8 <", 12, "bass").hits] == [(each,) for each in "R3578<"]
    for word, kind in (("R", "strum"), ("DU", "pick"), ("0", "pick"), (">>D", "strum"), ("D", "bass"), ("9", "bass")):
        with pytest.raises(PatternSyntaxError, match=rf"'{word}' \(word 2\)"):
            Pattern.read(f"- {word}", 12, kind)  # type: ignore[arg-type]


def test_nothing_rings_where_a_pattern_is_silent() -> None:
    pattern = Pattern.read(". D - .", 12, "strum")
    assert [pattern.silent_at(tick) for tick in (0, 11, 12, 35, 36, 47, 48, 60)] == [
        *(True, True, False, False, True, True, True, False)
    ]


def test_how_many_chords() -> None:
    assert len(read_chords(["C"] * 1000, FOUR).chords) == 1000
    assert len(read_chords("C" + " " * 19_999, FOUR).chords) == 1
    for chords in (["C"] * 1001, [], "C" + " " * 20_000, "C " * 1001):
        with pytest.raises(TooManyChordsError, match=r"1 to 1000|at most 20000"):
            read_chords(chords, FOUR)


def test_how_many_beats() -> None:
    read = read_chords([("C", 1 / 3), "F", ("N.C.", Fraction(1, 2))], Metre(3, 4))
    assert [beats for _, beats in read.chords] == [Fraction(1, 3), 3, Fraction(1, 2)]
    assert [tones and tones.symbol for tones, _ in read.chords] == ["C", "F", None]
    assert [beats for _, beats in read_chords(["C", "F"], FOUR, 2.5).chords] == [2.5, 2.5]
    assert [beats for _, beats in read_chords("C F", FOUR, 2.5).chords] == [2.5, 2.5]
    assert [beats for _, beats in read_chords(["C | F G"], Metre(6, 8)).chords] == [6, 3, 3]
    for wrong in (float("nan"), float("inf"), "two", None):
        with pytest.raises(DurationError, match="no number of beats"):
            read_chords([("C", wrong)], FOUR)  # type: ignore[list-item]
    tones = read_chord("C")
    for short in (Fraction(0), Fraction(-1), Fraction(1, 13)):
        with pytest.raises(DurationError, match="positive multiple of 1/12"):
            spans([(tones, None, short)], FOUR)
    assert spans([(tones, None, Fraction(1, 12))], FOUR)[1] == 1
    assert spans([(tones, None, Fraction(4 * MAX_BARS))], FOUR)[1] == MAX_BARS
    with pytest.raises(TooManyChordsError, match="longer than 4000 bars"):
        spans([(tones, None, Fraction(4 * MAX_BARS + 1))], FOUR)


def test_spans_are_cut_at_bar_lines_and_know_what_follows() -> None:
    one, two = read_chord("C"), read_chord("F")
    cut, count = spans([(one, None, Fraction(6)), (None, None, Fraction(1)), (two, None, Fraction(2))], FOUR)
    assert count == 3
    assert [(span.bar, span.start, span.end, span.tones, span.is_new, span.following) for span in cut] == [
        (0, 0, 48, one, True, one),
        (1, 0, 24, one, False, None),
        (1, 24, 36, None, True, two),
        (1, 36, 48, two, True, two),
        (2, 0, 48, two, False, one),
    ]


def test_tempos_transpositions_and_sections_at_their_bounds() -> None:
    for bpm in (SLOWEST_BPM, FASTEST_BPM):
        assert tab("C", tempo_bpm=bpm).score.tempo_bpm == bpm
    for bpm in (SLOWEST_BPM - 1, FASTEST_BPM + 1):
        with pytest.raises(MetreError, match="bpm"):
            tab("C", tempo_bpm=bpm)
    for semitones in (24, -24):
        assert tab("C", transpose=semitones).shapes == tab("C").shapes
        with pytest.raises(TabError, match="-24 to 24"):
            tab("C", transpose=semitones + semitones // 24)
    assert tab("C | F", sections=[(2, "B"), (1, "A")]).score.sections == (Section(0, "A"), Section(1, "B"))
    for number in (0, 3):
        with pytest.raises(TabError, match="1 to 2"):
            tab("C | F", sections=[(number, "A")])


def test_frets_that_are_asked_for() -> None:
    def frets(**asked: int | tuple[int, int]) -> tuple[int, int]:
        board = tab("E", instrument="bass", pattern="roots", **asked).score.board  # type: ignore[arg-type]
        return board.lowest_fret, board.highest_fret

    assert frets() == (1, 12)
    assert frets(capo=10) == (1, 11)  # of 21
    assert frets(lowest_fret=3) == (3, 12)
    assert frets(lowest_fret=14) == (14, 14)
    assert frets(highest_fret=7) == (1, 7)
    assert frets(lowest_fret=5, highest_fret=9) == (5, 9)
    assert frets(frets=(2, 6), lowest_fret=9) == (2, 6)


def test_titles_are_kept_to_two_hundred_printable_characters() -> None:
    def titled(title: str) -> Tab:
        return tab("C", title=title)

    assert titled("x" * 201).score.title == "x" * 200
    assert titled(" a\tb\x00 ").score.title == "a b"
    assert titled("").losses("pdf") == titled("字").losses("svg") == titled("é").losses("gp5") == ()
    assert titled("字").losses("gp5")[0].startswith("Guitar Pro 5 holds Western European letters only: '字'")
    for form in ("png", "pdf"):
        assert titled("\U00020000é").losses(form)[0].startswith(f"{form.upper()} has no letters for '\U00020000'")


def test_lines_hold_two_four_or_eight_bars() -> None:
    assert [bars_a_line(fitting) for fitting in range(1, 13)] == [1, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 8]


def test_parts_begin_where_sections_do() -> None:
    def parts(*starts: int) -> list[tuple[int, int]]:
        score: Score = tab("C | F | G | C", sections=[(start, str(start)) for start in starts]).score
        return [(part.start, part.stop) for part in score.parts]

    assert parts() == [(0, 4)]
    assert parts(1) == [(0, 4)]
    assert parts(2, 4) == [(0, 1), (1, 3), (3, 4)]


def test_texts_are_broken_at_blanks_and_within_words_that_are_wider() -> None:
    lettering = font.lettering()
    assert wrapped("", 10, 100) == [""]
    assert wrapped("some words", 10, lettering.width("some words", 10)) == ["some words"]
    assert wrapped("some words", 10, lettering.width("some words", 10) - 0.01) == ["some", "words"]
    assert wrapped("abcdef", 10, lettering.width("abc", 10)) == ["abc", "def"]


def test_widths_of_letters_are_those_of_the_font() -> None:
    lettering = font.lettering()
    assert (lettering.units, lettering.ascent, lettering.descent) == (2048, 1901, -483)
    assert [round(lettering.width(text, 10), 2) for text in ("C", "i", "Cmaj7", "Łódź", "e\u0301", "字")] == [
        *WIDTHS,
    ]
    assert lettering.missing("a字b字") == "字"


WIDTHS = (6.98, 2.78, 31.99, 23.33, 6.15, 6.0)


def test_a_part_of_the_font_is_a_font_of_its_own() -> None:
    """Its table of tables as the standard has it, and the box that stands for what is missing."""
    lettering = font.lettering()
    glyph = lettering.glyph_of[ord("A")]
    data = lettering.part([glyph])
    version, count, reach, power, rest = struct.unpack(">LHHHH", data[:12])
    assert (version, count) == (0x00010000, 6)
    assert (reach, power, rest) == (64, 2, 32)
    starts = struct.unpack(f">{len(lettering.advances) + 1}L", _table(data, b"loca"))
    drawn = {number for number, (one, two) in enumerate(pairwise(starts)) if two > one}
    assert drawn == {0, glyph}
    assert len(lettering.advances) == struct.unpack(">H", _table(data, b"maxp")[4:6])[0]


def _table(data: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sLLL", data[12 + 16 * index : 28 + 16 * index])
        if tag == wanted:
            return data[offset : offset + length]
    raise AssertionError(wanted)


def test_codes_beyond_sixteen_bits_are_found_in_groups() -> None:
    groups = ((65, 67, 10), (0x1F3B8, 0x1F3B9, 40))
    table = struct.pack(">HHLLL", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    table += b"".join(struct.pack(">LLL", *group) for group in groups)
    cmap = struct.pack(">HH", 0, 1) + struct.pack(">HHL", 3, 10, 12) + table
    assert font._characters(cmap) == {65: 10, 66: 11, 67: 12, 0x1F3B8: 40, 0x1F3B9: 41}


def test_segments_count_from_a_delta_or_from_a_list() -> None:
    ends, starts, deltas = (66, 98, 0xFFFF), (65, 97, 0xFFFF), (0xFFFF - 54, 5, 1)
    ranges = (0, 4, 0)  # of the second: two places on, where the list begins
    table = struct.pack(">7H", 4, 0, 0, 2 * len(ends), 0, 0, 0) + struct.pack(">3H", *ends) + struct.pack(">H", 0)
    table += struct.pack(">3H", *starts) + struct.pack(">3H", *deltas) + struct.pack(">3H", *ranges)
    table += struct.pack(">2H", 7, 0)
    cmap = struct.pack(">HH", 0, 1) + struct.pack(">HHL", 3, 1, 12) + table
    assert font._characters(cmap) == {65: 10, 66: 11, 97: 12}


def test_a_board_says_where_it_ends() -> None:
    board = Fretboard(find_instrument("guitar"))
    assert list(board.playable_frets(0))[:2] == [0, 1]
