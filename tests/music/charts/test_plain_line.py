"""A line of everyday chords is read word by word, as the reader of all texts would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.music.charts.text import reading
from chordwork.music.charts.text.charting import read_chart
from chordwork.music.charts.text.plain_line import MOST_CHARACTERS, plain_line

ROOTS = st.builds(str.__add__, st.sampled_from("ABCDEFG"), st.sampled_from(["", "#", "b"]))
KINDS = st.just("") | st.sampled_from(
    [
        "maj7",
        "m7b5",
        "m7",
        "m6",
        "m9",
        "m",
        "7sus4",
        "7",
        "6",
        "9",
        "sus4",
        "sus2",
        "dim7",
        "dim",
        "aug",
        "add9",
        "maj9",
        "5",
        "13",
        "°",
    ]
)
BASSES = st.just("") | st.just("") | ROOTS.map(lambda name: f"/{name}")
WORDS = st.tuples(ROOTS, KINDS, BASSES).map("".join) | st.sampled_from(["D.C.", "A:", "x2", "|", "%", "N.C.", "C:maj"])
LINES = st.lists(WORDS, max_size=9).map(" ".join)


@given(text=LINES, metre=st.sampled_from([(4, 4), (3, 4), (6, 8), (5, 4)]))
def test_it_is_what_the_reader_reads(text: str, metre: tuple[int, int]) -> None:
    plain = plain_line(text)
    if plain is None:
        return
    assert read_chart(text, metre=metre) == reading.read_chart(text, metre=metre)
    written = reading.read_written(text, "english")
    assert plain == [placed for bar in written.bars for cell in bar.cells for placed in cell.chords]


@pytest.mark.parametrize("line", ["C G", "C G Am F", "F#m7b5 B7 Em/G", "Bbmaj7 Eb C7sus4 A#dim7 Gsus2/D"])
def test_everyday_lines_are_plain(line: str) -> None:
    placed = plain_line(line)
    assert placed is not None
    assert [line[begin:end] for _, begin, end in placed] == line.split()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "C",
        "A",
        "C  G",
        " C G",
        "C G ",
        "C\nG",
        "C | G",
        "c g",
        "H E",
        "C G%",
        "C Gx",
        "C G/",
        "C D.C.",
        "Verse C",
        "C/E/G C",
    ],
)
def test_all_else_is_left_to_the_reader(text: str) -> None:
    assert plain_line(text) is None


def test_a_long_line_is_left_to_it_too() -> None:
    assert plain_line("C G " * (MOST_CHARACTERS // 4 - 1) + "Am") is not None
    assert plain_line("C G " * (MOST_CHARACTERS // 4) + "Am") is None
