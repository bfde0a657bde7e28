"""Lines of chords, as players type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import ProgressionError, SymbolSyntaxError, parse_symbol
from chordwork.music.charts import read_bars, read_progression


def names(text: str) -> list[list[str]]:
    return [[str(placed.symbol) for placed in bar] for bar in read_bars(text)]


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("C G Am F", [["C", "G", "Am", "F"]]),
        ("C, G; Am – F", [["C", "G", "Am", "F"]]),
        ("C - G -> Am → F", [["C", "G", "Am", "F"]]),
        ("| Dm7 | G7 |\n| Cmaj7 | % |", [["Dm7"], ["G7"], ["Cmaj7"], ["Cmaj7"]]),
        ("C G || Am", [["C", "G"], ["Am"]]),
        ("C7(b9, #11) F6/9", [["C7b9#11", "F6/9"]]),
        ("A:min7/b3 C:maj7(9,*5)", [["Am7/C", "Cmaj9(no5)"]]),
        ("N.C. B♭Δ", [["N.C.", "Bbmaj7"]]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_what_is_read(text: str, bars: list[list[str]]) -> None:
    assert names(text) == bars


def test_every_chord_knows_its_place() -> None:
    text = "% | C"
    with pytest.raises(SymbolSyntaxError) as caught:
        read_bars(text)
    assert caught.value.position == text.index("%")
    assert [placed.position for bar in read_bars("C | G7(b9)  Am") for placed in bar] == [0, 4, 12]


@pytest.mark.parametrize(
    ("text", "position"),
    [("C Gx Am", 3), ("C | Hm", 4), ("Am(add9 C", 2), ("%", 0), ("🎸 C", 0), ("C/", 1), ("C G7b", 5), ("C\nAmy", 4)],
)
def test_errors_point_into_the_whole_line(text: str, position: int) -> None:
    with pytest.raises(SymbolSyntaxError) as caught:
        read_bars(text)
    assert (caught.value.text, caught.value.position) == (text, position)
    line, caret = caught.value.pointer
    assert caret.strip() == "^"
    assert len(line) <= 60
    assert "\n" not in line


def test_the_caret_stands_under_the_character() -> None:
    with pytest.raises(SymbolSyntaxError) as caught:
        read_bars("C " * 300 + "Cm7\tG!y")
    line, caret = caught.value.pointer
    assert line[len(caret) - 1] == "!"
    assert str(caught.value).splitlines()[1:] == [f"    {line}", f"    {caret}"]


def test_german_names_on_request() -> None:
    assert [str(symbol) for symbol in read_progression("H7 Em B", german=True)] == ["B7", "Em", "Bb"]


def test_lines_without_end_are_refused() -> None:
    for text in ("C " * 50_000, "C C C C C C C C | " + "% | " * 4000):
        with pytest.raises(ProgressionError) as caught:
            read_bars(text)
        assert caught.value.code == "progression"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    refused: list[SymbolSyntaxError] = []
    try:
        bars = read_bars(text)
    except SymbolSyntaxError as error:
        bars = ()
        refused.append(error)
    assert all(0 <= error.position <= len(text) and error.pointer[1].endswith("^") for error in refused)
    assert all(parse_symbol(str(placed.symbol)) == placed.symbol for bar in bars for placed in bar)
