"""All formats: found by name and by content, refused with what to do."""

from __future__ import annotations

import pytest

from chordwork.music.charts import (
    ChartFileError,
    ChartTooLargeError,
    UnknownChartError,
    format_named,
    format_names,
    read_charts,
    write_charts,
)
from chordwork.music.charts.form import MAX_BYTES
from chordwork.music.charts.formats import formats
from chordwork.music.song import Section, Song, Text, TextKind


def test_each_format_is_found_by_its_name_and_each_of_its_suffixes() -> None:
    assert [each.name for each in formats()] == list(format_names())
    for each in formats():
        assert format_named(each.name) is each
        assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in each.suffixes)
        assert all(suffix in format_named(suffix).suffixes for suffix in each.suffixes)


@pytest.mark.parametrize("data", [b"", b"\0\1\2\3" * 100, b"Lorem ipsum dolor sit amet, nothing of music"])
def test_what_is_no_chart_is_refused_with_what_would_be_one(data: bytes) -> None:
    with pytest.raises(UnknownChartError, match="give"):
        read_charts(data)


@pytest.mark.parametrize("name", ["chords-over-lyrics", "onsong"])
def test_a_sheet_of_words_has_chords(name: str) -> None:
    words = Song((Section("", (), (Text(("la la",), TextKind.WORDS),)),))
    with pytest.raises(ChartFileError, match="no chord to write"):
        write_charts((words,), name)


def test_what_cannot_be_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnknownChartError, match="'cassette' is no format of charts: give one of"):
        read_charts(b"C", form="cassette")
    with pytest.raises(UnknownChartError, match="no format"):
        format_named(".cassette")
    with pytest.raises(ChartTooLargeError):
        read_charts(b" " * (MAX_BYTES + 1))
    for each in formats():
        if each.write is not None:
            with pytest.raises(ChartFileError, match="no song"):
                write_charts((), each.name)
        if each.write is not None and not each.several:
            with pytest.raises(ChartFileError, match="one song"):
                write_charts((Song(), Song()), each.name)
