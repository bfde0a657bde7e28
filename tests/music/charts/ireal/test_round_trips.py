"""Songs that are written and read again, and fifty that other people wrote."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import NO_SYMBOL, Key, Mode, Note, parse_symbol
from chordwork.music.charts.ireal import FORMAT, fit, link, plain_link, read
from chordwork.music.charts.ireal.names import METRES
from chordwork.music.song import (
    Bar,
    Feature,
    Jump,
    Lost,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    features_of,
    play,
)
from tests.music.song.songs import bar, song

BLUES = Path("../shared/charts/ireal/blues50.txt")

symbols = st.sampled_from(
    [
        NO_SYMBOL,
        *(parse_symbol(name) for name in ("C", "Am7", "F#m7b5/E", "Bb13#11", "Gsus", "Ebm(add11)", "C##7", "B#o/F")),
    ]
)


@st.composite
def bars(draw: st.DrawFn, metre: tuple[int, int]) -> Bar:
    beats = draw(st.lists(st.integers(0, 4 * metre[0] - 1), max_size=4, unique=True))
    chords = [
        PlacedChord(draw(symbols), Fraction(beat, draw(st.sampled_from((1, 2, 4)))), optional=draw(st.booleans()))
        for beat in beats
    ]
    chords = sorted((each for each in chords if each.beat < metre[0]), key=lambda each: each.beat)
    return Bar(
        tuple(chords),
        repeat_times=draw(st.sampled_from((0, 0, 0, 2, 3))),
        words=draw(st.sampled_from(("", "", "Half time", "Fine", "fermata", "a; b", "3x"))),
        same_as=draw(st.sampled_from((0, 0, 0, 1, 2))),
    )


@st.composite
def songs(draw: st.DrawFn) -> Song:
    metre = draw(st.sampled_from((*METRES, (11, 8))))
    sections = draw(
        st.lists(
            st.builds(
                Section,
                st.sampled_from(("", "A", "B", "Intro", "Verse", "Verse 2", "Chorus")),
                st.lists(bars(metre), max_size=6).map(tuple),
                times=st.integers(1, 2),
            ),
            max_size=4,
        )
    )
    names = st.sampled_from(("", "A Name", "The One", "x = y", "Füße", "100% <b>"))
    tempo = draw(st.none() | st.integers(1, 400).map(float))
    key = draw(
        st.none() | st.builds(Key, st.sampled_from((Note("C"), Note("F", 1), Note("B", -2))), st.sampled_from(Mode))
    )
    return Song(
        tuple(sections),
        title=draw(names),
        composer=draw(names),
        style=draw(names),
        key=key,
        metre=metre,
        tempo_bpm=tempo,
        transposition=draw(st.integers(-14, 14)),
        tags=draw(
            st.sampled_from(((), (("groove", "Pop-Rock"), ("choruses", "3")), (("playlist", "P"), ("other", "x"))))
        ),
    )


@given(songs())
def test_what_is_written_is_read_again_but_for_what_is_said_to_be_lost(song: Song) -> None:
    kept, lost = fit(song)
    again = read(link([song]).encode()).songs[0]
    assert again == kept
    assert fit(kept) == (kept, ())
    assert all(each.times > 0 and each.what for each in lost)
    plain = read(plain_link([song]).encode()).songs[0]
    assert plain.sections == kept.sections


@given(songs(), songs())
def test_a_page_of_two_songs_loses_no_more(one: Song, two: Song) -> None:
    writing = FORMAT.write([one, two])  # type: ignore[misc]
    first, second = read(writing.data).songs
    assert (first.sections, second.sections) == (fit(one)[0].sections, fit(two)[0].sections)


def test_what_ireal_pro_has_is_not_lost() -> None:
    whole = Song(
        (
            Section("Intro", (bar("C G", repeat_begins=True), bar("F", repeat_times=2))),
            Section(
                "A",
                (
                    bar("Am F", segno=True, repeat_begins=True),
                    bar("G", to_coda=True),
                    bar("C", endings=(1,), repeat_times=2),
                    bar("E7", endings=(2,), jump=Jump.DAL_SEGNO_AL_CODA, words="ritardando; fermata"),
                ),
            ),
            Section("B", (bar("C F", coda=True), Bar((PlacedChord(parse_symbol("C7"), Fraction(0)),), metre=(3, 4)))),
        ),
        title="A Title",
        composer="First Last",
        style="Swing",
        key=Key(Note("C")),
        tempo_bpm=100.0,
        transposition=-2,
        tags=(("groove", "Jazz"),),
    )
    assert fit(whole) == (whole, ())
    assert read(link([whole]).encode()).songs == (whole,)
    assert features_of(whole) - {Feature.SECTIONS, Feature.DIRECTIONS, Feature.TAGS} <= FORMAT.carries


def test_what_is_lost_is_listed() -> None:
    full = song(
        bar("C", beats=Fraction(2)),
        bar("G", syllables=(Syllable("la"),), melody=(MelodyNote(60, Fraction(0), Fraction(4)),), metre=(11, 8)),
        bar("D", tempo_bpm=90.0),
        title="T",
        artist="Somebody",
        capo=2,
        tempo_bpm=100.4,
        key=Key(Note("D"), Mode.DORIAN),
    )
    lost = {each.what: each for each in FORMAT.write([full]).lost}  # type: ignore[misc]
    assert lost["tempo"] == Lost("tempo", why="rounded to whole beats a minute")
    assert set(lost) == {
        *("artist", "capo", "key", "tempo", "lyrics", "melody", "changes of tempo"),
        *("changes of metre", "bars that are shorter or longer than their metre"),
    }


def test_a_pickup_becomes_a_metre_of_its_own() -> None:
    again = read(link([song(bar("C", beats=Fraction(2)), bar("G"), key=Key(Note("C")))]).encode()).songs[0]
    assert (again.metre, [each.metre for each in again.bars]) == ((2, 4), [None, (4, 4)])


def test_long_songs_fit_the_page_of_ireal_pro() -> None:
    many = song(*[bar("C G")] * 90, key=Key(Note("C")))
    assert len(list(read(link([many]).encode()).songs[0].bars)) == 90
    tight = plain_link([many])
    assert tight.count("C%2CG") == 90


@pytest.mark.skipif(not BLUES.exists(), reason="../shared/charts is not here")
def test_fifty_blues_are_read_and_written_without_loss() -> None:
    reading = read(BLUES.read_bytes())
    assert len(reading.songs) == 54
    assert reading.remarks == ()
    assert {dict(each.tags)["playlist"] for each in reading.songs} == {"Blues 50"}
    assert sum(len(list(each.bars)) for each in reading.songs) == 1081
    for each in reading.songs:
        assert fit(each) == (each, ())
        assert len(play(each.check())) >= len({id(one) for one in each.bars}) // 2
    assert read(link(reading.songs).encode()).songs == reading.songs
