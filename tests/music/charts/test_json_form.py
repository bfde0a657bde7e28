"""Songs as JSON: all of a song comes back, and what is no song is refused with its place."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol, parse_key, parse_symbol
from chordwork.harmony.notes import Degree, Note
from chordwork.music.charts import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, MAX_SONGS
from chordwork.music.charts.json_form import FORMAT, likeness, read, write
from chordwork.music.song import (
    STANDARD_TUNING,
    Bar,
    Feature,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    Text,
    TextKind,
    features_of,
)

FULL = Song(
    sections=(
        Section(
            "Verse 1",
            (
                Bar(
                    (
                        PlacedChord(parse_symbol("C7alt"), Fraction(0), Fraction(1, 2), "C7+5", optional=True),
                        PlacedChord(NO_SYMBOL, Fraction(5, 2)),
                        PlacedChord(UNKNOWN_SYMBOL, Fraction(8, 3), written="H♮"),
                    ),
                    metre=(6, 8),
                    beats=Fraction(7, 2),
                    key=parse_key("F# dorian"),
                    tempo_bpm=66.6,
                    repeat_begins=True,
                    repeat_times=3,
                    endings=(1, 2),
                    segno=True,
                    coda=True,
                    to_coda=True,
                    fine=True,
                    jump=Jump.DAL_SEGNO_AL_CODA,
                    rehearsal="A",
                    same_as=1,
                    new_line=True,
                    syllables=(Syllable("Hé\n", Fraction(1), 2, new_line=True), Syllable("llo", Fraction(1))),
                    melody=(MelodyNote(60, Fraction(1), Fraction(1, 3)),),
                    words="ritardando",
                ),
                Bar(),
            ),
            (Text(("e|--0", "B|--1"), TextKind.TAB, 1), Text(("la",), TextKind.WORDS), Text(("hm",))),
            times=2,
        ),
        Section("Again", of="Verse 1"),
    ),
    title="Grüße",
    subtitle="s",
    artist="a",
    composer="c",
    lyricist="l",
    copyright="©",
    style="Medium Swing",
    key=parse_key("Bb minor"),
    tempo_bpm=120.5,
    metre=(7, 8),
    timed=True,
    capo=2,
    transposition=-2,
    tuning=STANDARD_TUNING,
    strum="D DU",
    tags=(("ccli", "1"), ("ccli", "2")),
)


def document(**song: Any) -> bytes:
    return json.dumps({"format": "chordwork-chart", "version": 1, "songs": [song]}).encode()


def in_bar(**bar: Any) -> bytes:
    return document(sections=[{"bars": [{}, bar]}])


def test_everything_that_a_song_can_have_comes_back() -> None:
    assert features_of(FULL) == frozenset(Feature)
    written = write([FULL, Song(timed=False)])
    assert not written.lost
    assert read(written.data).songs == (FULL, Song(timed=False))
    assert likeness(written.data, "") == 1.0


def test_a_song_is_a_line_without_what_goes_without_saying() -> None:
    song = Song((Section("", (Bar((PlacedChord(parse_symbol("Am7")), PlacedChord(NO_SYMBOL, Fraction(3, 2)))),)),))
    assert write([song]).data.decode().splitlines()[1] == (
        '{"metre":"4/4","sections":[{"bars":[{"chords":[{"symbol":"Am7"},{"symbol":"N.C.","beat":"3/2"}]}]}]}'
    )


@given(
    st.sets(st.builds(Degree, st.integers(1, 13), st.integers(-1, 1)), max_size=7),
    st.builds(Note, st.sampled_from("CDEFGAB"), st.integers(-2, 2)),
    st.builds(Note, st.sampled_from("CDEFGAB"), st.integers(-1, 1)),
)
def test_every_chord_keeps_its_value(degrees: set[Degree], root: Note, bass: Note) -> None:
    song = Song((Section("", (Bar((PlacedChord(ChordSymbol.of(root, frozenset(degrees), bass)),)),)),))
    assert read(write([song]).data).songs == (song,)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"{}", ""),
        (b"[]", ""),
        (b"", ""),
        (b"\xff\xfe{", ""),
        (b'{"a":' * 100_000, ""),
        (b"[" * 100_000, ""),
        (document(title=3), "songs[0].title"),
        (document(tempo="fast"), "songs[0]"),
        (document(key="Q"), "song 1, key"),
        (document(metre="0/4"), "song 1"),
        (document(metre="4"), "songs[0].metre"),
        (in_bar(chords=[{"symbol": "Hx"}]), "song 1, section 1, bar 2"),
        (in_bar(chords=[{"symbol": "C", "beat": "1/0"}]), "song 1, section 1, bar 2"),
        (in_bar(chords=[{"symbol": "C", "beat": 4}]), "song 1"),
        (in_bar(beats=0), "song 1"),
        (in_bar(jump="D.C. al Dente"), "songs[0].sections[0].bars[1].jump"),
    ],
)
def test_what_is_no_song_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(ChartFileError) as caught:
        read(data)
    assert caught.value.form == "json"
    assert caught.value.place == place
    assert caught.value.reason
    assert "\n" not in str(caught.value)


def test_no_more_songs_and_bars_than_any_real_file_has() -> None:
    bars = b",".join([b"{}"] * (MAX_BARS + 1))
    with pytest.raises(ChartTooLargeError, match="10001 bars"):
        read(b'{"format":"chordwork-chart","version":1,"songs":[{"sections":[{"bars":[%s]}]}]}' % bars)
    songs = b",".join([b"{}"] * (MAX_SONGS + 1))
    with pytest.raises(ChartTooLargeError, match="5000"):
        read(b'{"format":"chordwork-chart","version":1,"songs":[%s]}' % songs)
    with pytest.raises(ChartFileError, match="no song"):
        read(b'{"format":"chordwork-chart","version":1,"songs":[]}')


def test_it_is_told_from_other_json() -> None:
    assert likeness(b'{"chords": []}', "x.json") == 0.0
    assert likeness(b"\xef\xbb\xbf" + write([Song()]).data, "") == 1.0
    assert FORMAT.several
