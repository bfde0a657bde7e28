"""All that songs become in MusicXML is what the W3C's schema of version 4.0 allows; skipped where that is not there."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.exports.checking import Failed, Missing
from bench.exports.schema import validate
from chordwork.harmony import parse_symbol
from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.charts import read_charts, write_charts
from chordwork.music.song import Bar, Feature, PlacedChord, Section, Song, Syllable, Text, TextKind
from tests.music.charts.songs import songs
from tests.music.charts.test_written import SONGS, verse

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def held_against_the_schema(song: Song) -> None:
    try:
        validate(write_charts((song,), "musicxml").data.decode())
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("make", SONGS)
def test_songs_with_a_little_of_everything(make: Callable[[], Song]) -> None:
    held_against_the_schema(make())


@pytest.mark.parametrize("without", [set(), {Feature.TIMES}, {Feature.MELODY}], ids=["all", "no times", "no tune"])
def test_songs_at_random(without: set[Feature]) -> None:
    @settings(suppress_health_check=_SLOW)
    @given(songs(set(Feature) - without))
    def holds(song: Song) -> None:
        held_against_the_schema(song)

    holds()


def test_every_chord_over_every_bass() -> None:
    names = [f"{root}{suffix}/{bass}" for suffix in LEAD_SHEET_SUFFIXES for root, bass in (("F#", "C"), ("Bbb", "E#"))]
    bars = tuple(Bar((PlacedChord(parse_symbol(name)),)) for name in names)
    held_against_the_schema(Song((Section("", bars),)))


@settings(suppress_health_check=_SLOW)
@given(st.text(), st.text(), st.text(min_size=1))
def test_any_text(title: str, name: str, sung: str) -> None:
    """Whatever stands in a file of another format, also what XML has no letter for."""
    bar = Bar(
        (PlacedChord(parse_symbol("C")),), rehearsal=title, words=name, syllables=(Syllable(sung), Syllable(f"{name} "))
    )
    section = Section(name, (bar,), (Text((title,), TextKind.WORDS, 1),))
    song = Song((section,), title=title, artist=name, composer=sung, copyright=title, tags=((name or "x", title),))
    held_against_the_schema(song)
    data = write_charts((song,), "musicxml").data
    assert [str(symbol) for symbol in read_charts(data, form="musicxml").songs[0].symbols] == ["C"]


def test_a_wrong_document_is_refused() -> None:
    held_against_the_schema(verse())
    good = write_charts((attrs.evolve(verse(), title="Sun"),), "musicxml").data.decode()
    for right, wrong in (("root-step>C<", "root-step>H<"), ("<fifths>0<", "<fifths>none<")):
        assert right in good
        with pytest.raises(Failed, match="line"):
            validate(good.replace(right, wrong, 1))
