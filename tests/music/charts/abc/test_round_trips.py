"""Songs at random, written as ABC and read again: with a tune, with words alone, with both."""

from __future__ import annotations

import pytest
from hypothesis import given

from chordwork.music.charts import read_charts, write_charts
from chordwork.music.charts.abc import FORMAT
from chordwork.music.song import Feature, Song
from tests.music.charts.songs import songs, through


@pytest.mark.parametrize("without", [(Feature.MELODY,), (Feature.LYRICS,), ()], ids=["no tune", "no words", "all"])
def test_what_the_format_carries_comes_back(without: tuple[Feature, ...]) -> None:
    @given(songs(FORMAT.carries - set(without)))
    def holds(song: Song) -> None:
        assert through(song, FORMAT) == FORMAT.limited(song)[0]

    holds()


@pytest.mark.parametrize(("typed", "written"), [("Csus4", "Csus"), ("Gsus4/C", "Gsus/C"), ("C7sus4", "C7sus4")])
def test_a_suspended_triad_is_spelled_as_the_standard_has_it(typed: str, written: str) -> None:
    (song,) = read_charts(typed.encode(), form="typed").songs
    assert f'"{written}"z8' in write_charts([song], "abc").data.decode()
    assert through(song, FORMAT).symbols == song.symbols
