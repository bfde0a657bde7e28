"""Songs at random, written as MIDI files and read again."""

from __future__ import annotations

from hypothesis import given

from chordwork.music.charts.midi import FORMAT
from chordwork.music.song import Song, limited, tidy
from tests.music.charts.songs import songs, through


@given(songs(FORMAT.carries))
def test_what_the_format_carries_comes_back(song: Song) -> None:
    assert through(song, FORMAT) == tidy(limited(song, FORMAT.carries)[0])
