"""A song as a value: what is refused, and the one way in which equal songs are written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from chordwork.harmony import NO_SYMBOL, parse_key, parse_symbol
from chordwork.music.song import (
    STANDARD_TUNING,
    Bar,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    SongError,
    Syllable,
    Text,
    TextKind,
    tidy,
)
from chordwork.music.song.model import no_chord
from tests.music.song.songs import bar, song


def at(*beats: float) -> tuple[Syllable, ...]:
    return tuple(Syllable("la ", Fraction(beat)) for beat in beats)


@pytest.mark.parametrize(
    "right",
    [
        Song(),
        *(song(bar("C"), metre=(1, unit)) for unit in (1, 2, 4, 8, 16, 32)),
        song(metre=(64, 4)),
        song(Bar((PlacedChord(NO_SYMBOL, Fraction(399, 100)),), syllables=at(0, 0, 1, 3.9))),
        song(bar("C"), bar("C", metre=(6, 8)), Bar(syllables=at(5.5))),
        song(Bar(beats=Fraction(1, 2), syllables=at(0.4)), Bar(beats=Fraction(6), syllables=at(5))),
        song(bar("C", melody=(MelodyNote(60, Fraction(3), Fraction(9)),))),
        Song((Section("A", (bar("C"),)), Section(of="A"))),
    ],
)
def test_values_that_are_a_song_are_the_song(right: Song) -> None:
    assert right.check() is right


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (song(metre=(65, 4)), "65/4 is no metre: give 1 to 64 over a power of two"),
        (song(metre=(0, 4)), "0/4 is no metre"),
        (song(metre=(4, 64)), "4/64 is no metre"),
        (song(metre=(4, 3)), "4/3 is no metre"),
        (song(bar("C"), bar("C", metre=(0, 4))), "bar 2: 0/4 is no metre"),
        (song(bar("C"), Bar(beats=Fraction(0))), "bar 2: a bar is longer than nothing"),
        (song(Bar(beats=Fraction(-1))), "bar 1: a bar is longer than nothing"),
        (song(Bar(syllables=at(4))), "bar 1: beat 4 is out of order, or not in a bar of 4"),
        (song(Bar(syllables=at(-1))), "bar 1: beat -1 is out of order"),
        (song(Bar(syllables=at(1, 0.5))), "bar 1: beat 1/2 is out of order"),
        (song(Bar(melody=(MelodyNote(60, Fraction(4), Fraction(1)),))), "bar 1: beat 4"),
        (song(bar("C", metre=(3, 4)), Bar(syllables=at(3))), "bar 2: beat 3 is out of order, or not in a bar of 3"),
        (song(Bar(beats=Fraction(1), syllables=at(1))), "bar 1: beat 1 is out of order, or not in a bar of 1"),
        (Song((Section("B", (bar("C"),), of="A"),)), "section 'B' is 'A' again and has bars of its own"),
    ],
)
def test_values_that_are_no_song_are_refused_with_their_place(wrong: Song, why: str) -> None:
    with pytest.raises(SongError, match="^" + why.replace(".", r"\.")):
        wrong.check()


D, F = parse_key("D"), parse_key("F")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # What holds already is not said again,
        ([{"metre": (3, 4)}], [{}]),
        ([{"key": D}], [{}]),
        ([{"tempo_bpm": 90.0}], [{}]),
        ([{"metre": (6, 8)}, {"metre": (6, 8)}, {"metre": (3, 4)}], [{"metre": (6, 8)}, {}, {"metre": (3, 4)}]),
        ([{"key": F}, {"key": F}, {"key": D}], [{"key": F}, {}, {"key": D}]),
        ([{"tempo_bpm": 60.0}, {"tempo_bpm": 60.0}, {"tempo_bpm": 90.0}], [{"tempo_bpm": 60.0}, {}, {"tempo_bpm": 90}]),
        # a bar as long as its metre has no length of its own,
        ([{"beats": Fraction(3)}], [{}]),
        ([{"beats": Fraction(1)}, {"beats": Fraction(4)}], [{"beats": Fraction(1)}, {"beats": Fraction(4)}]),
        (
            [{"metre": (6, 8), "beats": Fraction(6)}, {"beats": Fraction(8)}],
            [{"metre": (6, 8)}, {"beats": Fraction(8)}],
        ),
        # and a section begins a line without a sign.
        ([{"new_line": True}, {"new_line": True}], [{}, {"new_line": True}]),
    ],
)
def test_what_says_nothing_new_is_left_out(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    values: dict[str, Any] = {"metre": (3, 4), "key": D, "tempo_bpm": 90.0}
    whole = song(*(bar("C", **each) for each in before), **values)
    assert tidy(whole) == song(*(bar("C", **each) for each in after), **values)
    assert tidy(tidy(whole)) == tidy(whole)


def test_a_key_is_said_where_the_song_has_none() -> None:
    assert tidy(song(bar("C", key=D, tempo_bpm=90.0))) == song(bar("C", key=D, tempo_bpm=90.0))


def test_only_sections_with_nothing_in_them_are_left_out() -> None:
    something = (Section("A"), Section(of="A"), Section("", (bar("C"),)), Section("", (), (Text(("la",)),)))
    assert tidy(Song((Section(), *something, Section(times=2)))) == Song(something)


def test_each_jump_says_where_from_and_where_it_ends() -> None:
    assert {jump.value: (jump.to_segno, jump.ends) for jump in Jump} == {
        "D.C.": (False, ""),
        "D.C. al Fine": (False, "fine"),
        "D.C. al Coda": (False, "coda"),
        "D.S.": (True, ""),
        "D.S. al Fine": (True, "fine"),
        "D.S. al Coda": (True, "coda"),
    }


def test_what_sounds_is_what_is_written_capo_and_part_together() -> None:
    part = song(bar("C"), capo=3, transposition=-2, key=parse_key("C"))
    assert (part.sounds_higher_by, part.sounding_key) == (1, parse_key("Db"))
    assert attrs.evolve(part, key=None).sounding_key is None


def test_symbols_are_those_that_are_played() -> None:
    whole = song(bar("C"), Bar((PlacedChord(parse_symbol("Am"), optional=True), no_chord(Fraction(1)))))
    assert [str(symbol) for symbol in whole.symbols] == ["C", "N.C."]
    assert no_chord() == PlacedChord(NO_SYMBOL, Fraction(0))


def test_what_a_song_is_where_nothing_is_said() -> None:
    plain = Song()
    assert (plain.metre, plain.timed, plain.capo, plain.transposition, plain.tuning) == ((4, 4), True, 0, 0, None)
    assert STANDARD_TUNING == (40, 45, 50, 55, 59, 64)
    assert Section().times == 1
    assert (Syllable("la").verse, Syllable("la").new_line, Syllable("la").beat) == (1, False, 0)
    assert Text(("la",)).before == 0
    assert [kind.value for kind in TextKind] == ["words", "tab", "comment", "other"]
    assert Bar() == Bar(
        *((), None, None, None, None, False, 0, (), False, False, False, False, None, "", 0, False, (), (), "")
    )
