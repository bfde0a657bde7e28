"""Charts as they are typed: to a song and back."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.charts import ChartFileError, ChartTooLargeError, read_chart, read_charts, to_chart, write_charts
from chordwork.music.charts.text.reading import MAX_TEXT_CHARACTERS
from chordwork.music.song import Bar, PlacedChord, Section, Song


@pytest.mark.parametrize(
    "text",
    [
        "C G Am F",
        "C | G Am | F",
        "|: C | G :| x3",
        "|: A | B |1. C :|2. D |",
        "C . . G | F~G . . . | % | Dm",
        "3/4 C G | Am | 4/4 F",
        "Verse: C G\nChorus x2: F\nVerse",
        "| C | G To Coda | Am D.C. al Coda |\nCoda: F G",
        "Capo 2\n[C]Hello [G]world",
        "C / / G / / / / Am / / / Fine F / / / D.C. al Fine",
    ],
)
def test_a_song_of_what_is_typed_sounds_like_the_chart_and_so_does_what_is_written(text: str) -> None:
    heard = [(bar.chords, bar.metre) for bar in read_chart(text).bars]
    reading = read_charts(text.encode(), form="typed")
    written = write_charts(reading.songs, "typed")
    again = read_charts(written.data)
    assert written.lost == ()
    for songs in (reading.songs, again.songs):
        chart = to_chart(songs[0])
        mine = [([(one.symbol, one.beats) for one in bar.chords], bar.metre) for bar in chart.bars]
        assert mine == [([(one.symbol, one.beats) for one in chords], metre) for chords, metre in heard]


def test_a_song_is_written_as_people_type_it() -> None:
    text = "Title: Sun\nTempo: 96\nCapo: 2\n\n[Verse]\n| C | G Am |: F | C . . G :| x3\n"
    text += "| % To Coda | Dm D.C. al Coda |\n\n[Coda]\n| C |\n"
    assert write_charts(read_charts(text.encode(), form="typed").songs, "typed").data.decode() == text


def test_what_cannot_be_read_is_pointed_at() -> None:
    with pytest.raises(ChartFileError, match="typed: line 2, column 4") as caught:
        read_charts(b"C G\nAm Qx F", form="typed")
    assert (caught.value.line, caught.value.column) == (2, 4)
    with pytest.raises(ChartFileError, match="no chord"):
        read_charts(b"", form="typed")
    with pytest.raises(ChartTooLargeError, match="20001 characters"):
        read_charts(b"C " * (MAX_TEXT_CHARACTERS // 2) + b"C", form="typed")
    with pytest.raises(ChartTooLargeError, match="more than"):
        read_charts(b"(C G) x64 " * 100, form="typed")


def test_chords_beyond_a_bar_whose_length_is_no_metre_are_kept() -> None:
    odd = Bar(
        tuple(PlacedChord(parse_symbol(name), beat) for name, beat in (("C", Fraction(0)), ("G", Fraction(4)))),
        beats=Fraction(13, 3),
    )
    for form in ("typed", "chordpro"):
        writing = write_charts((Song((Section("", (odd,)),)),), form)
        (read,) = read_charts(writing.data, form=form).songs
        assert [str(symbol) for symbol in read.symbols] == ["C", "G"]
