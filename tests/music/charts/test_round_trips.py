"""What a format says that it keeps is there again, for each format that is written and read, and for each two."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.harmony import ChordSymbol
from chordwork.music.charts import format_named, to_chart
from chordwork.music.charts.form import Format
from chordwork.music.charts.formats import formats
from chordwork.music.song import Feature, Song
from tests.music.charts.songs import songs, through

WITHOUT_GUITARPRO: Final = find_spec("guitarpro") is None
FORMS: Final = tuple(
    each.name
    for each in formats()
    if each.read is not None and each.write is not None and not (each.extra and WITHOUT_GUITARPRO)
)
_SLOW: Final = [HealthCheck.too_slow, HealthCheck.data_too_large]
_OF_THE_SOURCE: Final = {Feature.WRITTEN, Feature.OPTIONAL}


def test_all_that_are_written_are_tried() -> None:
    every = {
        *("chordpro", "chords-over-lyrics", "onsong", "typed", "json", "lab", "jams", "sonic-visualiser"),
        *("ireal", "musicxml", "abc", "midi"),
    }
    assert set(FORMS) == every | (set() if WITHOUT_GUITARPRO else {"gp5"})


@pytest.mark.parametrize("name", FORMS)
@settings(suppress_health_check=_SLOW)
@given(st.data())
def test_what_is_kept_is_read_again(name: str, data: st.DataObject) -> None:
    form = format_named(name)
    features = data.draw(st.sampled_from([form.carries, frozenset(Feature)]))
    song = data.draw(songs(features - data.draw(st.sampled_from([set(), {Feature.TIMES}]))))
    assert through(song, form) == form.limited(song)[0]


def _two(data: st.DataObject) -> tuple[Format, Format]:
    first, second = (format_named(data.draw(st.sampled_from(FORMS))) for _ in range(2))
    return first, second


@settings(suppress_health_check=_SLOW)
@given(st.data())
def test_what_two_formats_keep_goes_through_both(data: st.DataObject) -> None:
    first, second = _two(data)
    untimed = data.draw(st.sampled_from([set(), {Feature.TIMES}]))
    song = data.draw(songs((first.carries & second.carries) - untimed))
    kept, _ = first.limited(song)
    assert through(through(song, first), second) == second.limited(kept)[0]


@settings(suppress_health_check=_SLOW)
@given(st.data())
def test_the_chords_that_sound_go_through_any_two_formats(data: st.DataObject) -> None:
    first, second = _two(data)
    moves = {Feature.CAPO, Feature.TRANSPOSITION} - (first.carries & second.carries)
    untimed = data.draw(st.sampled_from([set(), {Feature.TIMES}]))
    song = data.draw(songs(frozenset(Feature) - untimed - moves - _OF_THE_SOURCE))
    assert _sounding(through(through(song, first), second)) == _sounding(song)


def _sounding(song: Song) -> list[object]:
    """Chords in the order in which they are heard; one that is struck again is one."""
    made: list[object] = []
    for symbol in to_chart(song).symbols:
        notes = _notes(symbol)
        if not made or made[-1] != notes:
            made.append(notes)
    return made


def _notes(symbol: ChordSymbol) -> object:
    if symbol.root is None or symbol.bass is None:
        return None
    return symbol.bass.pitch_class, symbol.pitch_classes
