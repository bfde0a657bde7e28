"""Songs at random, written as ABC and read again."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import assume, given

from chordwork.music.charts.abc import FORMAT
from chordwork.music.charts.abc.writing import write_abc
from chordwork.music.song import Feature, Song, limited, tidy
from tests.music.charts.songs import songs, through


def _first_line(song: Song) -> Song:
    """The first bar begins the first line in any case, and does not say so."""
    if not song.sections or not song.sections[0].bars:
        return song
    first = song.sections[0]
    bars = (attrs.evolve(first.bars[0], new_line=False), *first.bars[1:])
    return attrs.evolve(song, sections=(attrs.evolve(first, bars=bars), *song.sections[1:]))


@pytest.mark.parametrize("without", [(Feature.MELODY,), (Feature.LYRICS,), ()], ids=["no tune", "no words", "all"])
def test_what_the_format_carries_comes_back(without: tuple[Feature, ...]) -> None:
    carried = FORMAT.carries - set(without)

    @given(songs(carried))
    def holds(song: Song) -> None:
        assume(not any(lost.what.startswith("syllables") for lost in write_abc([song]).lost))
        assert through(song, FORMAT) == _first_line(tidy(limited(song, FORMAT.carries)[0]))

    holds()
