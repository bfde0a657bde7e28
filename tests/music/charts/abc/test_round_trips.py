"""Songs at random, written as ABC and read again: with a tune, with words alone, with both."""

from __future__ import annotations

import pytest
from hypothesis import given

from chordwork.music.charts.abc import FORMAT
from chordwork.music.song import Feature, Song
from tests.music.charts.songs import songs, through


@pytest.mark.parametrize("without", [(Feature.MELODY,), (Feature.LYRICS,), ()], ids=["no tune", "no words", "all"])
def test_what_the_format_carries_comes_back(without: tuple[Feature, ...]) -> None:
    @given(songs(FORMAT.carries - set(without)))
    def holds(song: Song) -> None:
        assert through(song, FORMAT) == FORMAT.limited(song)[0]

    holds()
