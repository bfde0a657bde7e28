"""Every tool takes a song: tabs, the band, practice, suggestions and the reading of chords."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from chordwork.harmony import UNKNOWN_SYMBOL, parse_key, parse_symbol
from chordwork.music.accompaniment import PaceError, TooMuchMusicError, accompany
from chordwork.music.charts import to_chart
from chordwork.music.parsing import parse
from chordwork.music.practice import check_chord
from chordwork.music.practice.errors import TargetError
from chordwork.music.song import Bar, Jump, PlacedChord, Section, Song, UnplayableSongError
from chordwork.music.suggestions import suggest
from chordwork.music.tabs import tab
from tests.music.song.songs import bar, song

WALTZ = Song(
    (
        Section("Verse", (bar("G", repeat_begins=True), bar("D7", repeat_times=2))),
        Section("Chorus", (bar("C"), bar("G"))),
    ),
    title="Round",
    key=parse_key("G major"),
    tempo_bpm=90.0,
    metre=(3, 4),
    capo=2,
)


def test_a_tab_follows_repeats_and_takes_title_metre_tempo_key_and_capo_from_the_song() -> None:
    made = tab(WALTZ)
    assert made.to_dict() | {"shapes": 0} == made.to_dict() | {
        "title": "Round",
        "capo": 2,
        "metre": "3/4",
        "tempo_bpm": 90.0,
        "key": "A major",
        "bars": 6,
        "chords": ["A", "E7", "A", "E7", "D", "A"],
        "shape_names": ["G", "D7", "G", "D7", "C", "G"],
        "shapes": 0,
    }
    assert [(part.bar, part.title) for part in made.score.sections] == [(0, "Verse"), (4, "Chorus")]


def test_what_is_asked_for_wins_over_the_song() -> None:
    made = tab(WALTZ, title="Mine", tempo_bpm=60, capo=0, key="D major")
    assert (made.score.title, made.score.tempo_bpm, str(made.score.key)) == ("Mine", 60, "D major")


def test_a_tempo_is_felt_beats_and_one_that_nobody_plays_is_left_alone() -> None:
    slow = attrs.evolve(WALTZ, sections=(Section("", (Bar((PlacedChord(parse_symbol("C")),)),)),), metre=(6, 8))
    assert to_chart(slow).tempo_bpm == 60.0
    assert tab(slow).score.tempo_bpm == 60.0
    assert tab(attrs.evolve(slow, tempo_bpm=2000.0)).score.tempo_bpm == 100.0
    assert accompany(attrs.evolve(slow, tempo_bpm=2000.0)).tempo_bpm == accompany(slow, tempo_bpm=56).tempo_bpm == 56


def test_a_chord_that_could_not_be_read_is_silent_and_said() -> None:
    unclear = song(bar("C"), Bar((PlacedChord(UNKNOWN_SYMBOL, written="Hmm"),)), bar("F"))
    made = tab(unclear)
    assert made.to_dict()["shape_names"] == ["C", "N.C.", "F"]
    assert made.notes == ("1 chord could not be read, and nothing is played there: mend the chart",)
    assert accompany(unclear).remarks == made.notes


@pytest.mark.parametrize("make", [tab, accompany, suggest, parse])
def test_a_song_that_cannot_be_played_is_refused_with_its_bar(make: Any) -> None:
    with pytest.raises(UnplayableSongError, match="bar 2: it goes back to a segno"):
        make(song(bar("C"), bar("G", jump=Jump.DAL_SEGNO)))


def test_the_band_plays_the_parts_in_a_groove_of_the_song() -> None:
    band = accompany(WALTZ, intro=False, ending=False)
    assert (band.groove.name, band.tempo_bpm) == ("waltz", 90.0)
    assert [(mark.title, mark.beat) for mark in band.sections] == [("Verse", 0.0), ("Chorus", 12.0)]
    assert [mark.symbol for mark in band.chords] == ["A", "E7", "A", "E7", "D", "A"]
    twice = accompany(WALTZ, intro=False, ending=False, repeats=2)
    assert [mark.title for mark in twice.sections] == ["Verse", "Chorus", "Verse", "Chorus"]
    assert twice.beats == 2 * band.beats


@pytest.mark.parametrize(
    ("style", "metre", "groove"),
    [
        ("Medium Swing", (4, 4), "swing"),
        ("Bossa Nova", (4, 4), "bossa"),
        ("Slow Waltz", (3, 4), "waltz"),
        ("Medium Swing", (3, 4), "waltz"),
        ("", (6, 8), "slow_six"),
        ("", (4, 4), "pop"),
    ],
)
def test_the_groove_is_near_what_the_song_calls_its_style(style: str, metre: tuple[int, int], groove: str) -> None:
    simple = Song((Section("", (Bar((PlacedChord(parse_symbol("C")),)),)),), style=style, metre=metre)
    assert accompany(simple).groove.name == groove


def test_a_metre_without_a_groove_is_played_with_a_remark_unless_a_groove_is_asked_for() -> None:
    march = Song((Section("", (Bar((PlacedChord(parse_symbol("C")),)),) * 2),), metre=(2, 4))
    assert accompany(march).remarks == ("bar 1 is in 2/4: chords keep their lengths, and Pop goes on in 4/4",)
    with pytest.raises(PaceError, match="2/4"):
        accompany(march, groove="pop")


def test_chords_without_lengths_last_as_long_as_is_asked() -> None:
    bare = song(bar("C"), bar("G"), timed=False)
    assert accompany(bare, intro=False, ending=False, beats_a_chord=2).beats == 4
    assert [mark.start for mark in tab(bare, beats=2).score.bars[0].marks] == [0, 24]


def test_a_song_that_is_longer_than_anything_is_refused() -> None:
    with pytest.raises(TooMuchMusicError, match="give at most 1000"):
        accompany(song(*[bar("C")] * 1001))
    with pytest.raises(TooMuchMusicError, match="at least one chord"):
        accompany(Song())


def test_suggestions_and_reading_take_what_sounds_in_the_key_of_the_song() -> None:
    assert suggest(WALTZ) == suggest("A E7 A E7 D A", key="A major")
    parsed = parse(WALTZ)
    assert parsed.texts == ("A", "E7", "A", "E7", "D", "A")
    assert [str(each.key) for each in parsed.keys] == ["A major"]


def test_practice_finds_the_chord_of_the_song_that_was_played() -> None:
    feedback = check_chord(WALTZ, notes="E G# B D")
    assert (feedback.target, feedback.verdict) == ("E7", "right")
    with pytest.raises(TargetError, match="no chord in this song"):
        check_chord(Song(), notes="C")


def test_beats_are_those_of_the_song() -> None:
    syncopated = song(
        Bar((PlacedChord(parse_symbol("C")), PlacedChord(parse_symbol("G"), Fraction(3, 2)))), bar("Am F")
    )
    assert [mark.beat for mark in accompany(syncopated, intro=False, ending=False).chords] == [0.0, 1.5, 4.0, 6.0]
