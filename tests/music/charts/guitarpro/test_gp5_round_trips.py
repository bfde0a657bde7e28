"""Songs at random, written as Guitar Pro 5 and read again."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import assume, given

from chordwork.harmony import parse_key
from chordwork.music.charts.guitarpro.gp5 import FORMAT
from chordwork.music.charts.guitarpro.writing import CARRIES, write_five
from chordwork.music.song import Bar, PlacedChord, Song, limited, tidy
from tests.music.charts.songs import songs, through

pytest.importorskip("guitarpro", reason="Guitar Pro 3 to 5 needs the extra guitarpro")


def _once(song: Song) -> Song:
    """A chord that is struck again in its bar is one chord."""

    def once(bar: Bar) -> Bar:
        kept: list[PlacedChord] = []
        for chord in bar.chords:
            if not kept or kept[-1].symbol != chord.symbol:
                kept.append(chord)
        return attrs.evolve(bar, chords=tuple(kept))

    return attrs.evolve(
        song,
        sections=tuple(attrs.evolve(one, bars=tuple(once(bar) for bar in one.bars)) for one in song.sections),
    )


def _expected(song: Song) -> Song:
    """What the format does not leave open: it has a key, a tempo and a tuning in any case."""
    return attrs.evolve(
        _once(song),
        key=song.key or parse_key("C"),
        tempo_bpm=song.tempo_bpm or 120.0,
        tuning=song.tuning or (40, 45, 50, 55, 59, 64),
    )


@given(songs(CARRIES))
def test_what_the_format_carries_comes_back(song: Song) -> None:
    assume(all(lost.what != "signs of the form" for lost in write_five([song]).lost))
    assert through(song, FORMAT) == tidy(_expected(limited(song, CARRIES)[0]))
