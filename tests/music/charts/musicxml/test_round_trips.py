"""Songs that are written as scores and read again, and scores that other programs wrote."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import NO_SYMBOL, UNKNOWN_SYMBOL, Key, Mode, Note, parse_symbol
from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.charts.musicxml import FORMAT, fit, read, write, write_archive
from chordwork.music.song import (
    Bar,
    Feature,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    features_of,
    play,
)
from tests.music.song.songs import bar, song

SCORES = Path("../shared/charts/musicxml")

symbols = st.sampled_from(
    [
        *(NO_SYMBOL, UNKNOWN_SYMBOL),
        *map(parse_symbol, ("C", "Am7", "F#m7b5/E", "Bb13#11", "Gsus", "Ebm(add11)", "C##7", "B#o/F", "C:13", "D7alt")),
    ]
)
beats = st.builds(Fraction, st.integers(0, 11), st.sampled_from((1, 2, 3, 4)))
keys = st.builds(Key, st.sampled_from((Note("C"), Note("F", 1), Note("B", -1))), st.sampled_from(Mode))


@st.composite
def bars(draw: st.DrawFn, length: int) -> Bar:
    def inside(count: int) -> list[Fraction]:
        return sorted({beat for beat in draw(st.lists(beats, max_size=count)) if beat < length})

    chords = [PlacedChord(draw(symbols), beat, optional=draw(st.booleans())) for beat in inside(3)]
    texts = st.sampled_from(("la ", "so", "Wort ", "a b "))
    syllables = [Syllable(draw(texts), beat, draw(st.integers(1, 2)), draw(st.booleans())) for beat in inside(2)]
    melody = [MelodyNote(draw(st.integers(40, 90)), beat, draw(beats) + Fraction(1, 2)) for beat in inside(2)]
    return Bar(
        tuple(chords),
        key=draw(st.none() | keys),
        tempo_bpm=draw(st.sampled_from((None, None, 90.5))),
        repeat_begins=draw(st.booleans()),
        repeat_times=draw(st.sampled_from((0, 0, 2, 3))),
        endings=draw(st.sampled_from(((), (), (1,), (1, 2)))),
        segno=draw(st.booleans()),
        jump=draw(st.sampled_from((None, None, *Jump))),
        rehearsal=draw(st.sampled_from(("", "", "A", "Long mark"))),
        same_as=draw(st.sampled_from((0, 0, 1, 2))),
        new_line=draw(st.booleans()),
        words=draw(st.sampled_from(("", "Half time", "Fine", "a; b"))),
        syllables=tuple(syllables),
        melody=tuple(melody),
    )


@st.composite
def songs(draw: st.DrawFn) -> Song:
    metre = draw(st.sampled_from(((4, 4), (3, 4), (6, 8), (7, 8), (2, 2))))
    name = st.sampled_from(("", "A", "Verse 1", "Chorus"))
    parts = st.builds(Section, name, st.lists(bars(metre[0]), max_size=3).map(tuple), times=st.integers(1, 2))
    names = st.sampled_from(("", "A Name", "<&> ", "Füße"))
    return Song(
        tuple(draw(st.lists(parts, max_size=3))),
        **{each: draw(names) for each in ("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style")},
        key=draw(st.none() | keys),
        metre=metre,
        tempo_bpm=draw(st.sampled_from((None, 120.0, 66.6))),
        transposition=draw(st.integers(-14, 14)),
        capo=draw(st.integers(0, 5)),
        timed=draw(st.booleans()),
        tuning=draw(st.sampled_from((None, (40, 45, 50, 55, 59, 64)))),
        tags=draw(st.sampled_from(((), (("mood", "blue"),)))),
    )


@given(songs())
def test_what_is_written_is_read_again_but_for_what_is_said_to_be_lost(song: Song) -> None:
    kept, lost = fit(song)
    assert read(write([song]).data).songs == (kept,)
    assert fit(kept) == (kept, ())
    assert all(each.times > 0 and each.what for each in lost)


@pytest.mark.parametrize("suffix", LEAD_SHEET_SUFFIXES)
def test_every_usual_chord_comes_back(suffix: str) -> None:
    one = song(bar(f"C{suffix}"), bar(f"F#{suffix}/C#"), key=Key(Note("C")))
    assert read(write([one]).data).songs == (one,)


def test_what_a_score_has_is_not_lost() -> None:
    whole = Song(
        (
            Section("Intro", (bar("C G", repeat_begins=True), bar("F", repeat_times=3))),
            Section(
                "A",
                (
                    bar("Am F", segno=True, repeat_begins=True, rehearsal="B"),
                    bar("G", to_coda=True, beats=Fraction(2)),
                    bar("C", endings=(1,), repeat_times=2),
                    bar("E7", endings=(2,), jump=Jump.DAL_SEGNO_AL_CODA, words="ritardando", new_line=True),
                ),
            ),
            Section(
                "",
                (
                    Bar(
                        (PlacedChord(parse_symbol("C")), PlacedChord(parse_symbol("Am"), optional=True)),
                        coda=True,
                        metre=(6, 8),
                        key=Key(Note("D"), Mode.DORIAN),
                        tempo_bpm=90.0,
                        melody=(MelodyNote(60, Fraction(0), Fraction(2)), MelodyNote(64, Fraction(2), Fraction(9))),
                        syllables=(
                            Syllable("Hal", Fraction(0), 1, True),
                            Syllable("One ", Fraction(0), 2),
                            Syllable("lo ", Fraction(2)),
                        ),
                    ),
                    Bar(
                        (PlacedChord(parse_symbol("C")), PlacedChord(parse_symbol("Am"), optional=True)),
                        same_as=1,
                        syllables=(Syllable("Du ", Fraction(1), 1, True),),
                    ),
                ),
            ),
        ),
        title="A Title",
        subtitle="of an album",
        artist="Somebody",
        composer="First Last",
        lyricist="Other",
        copyright="2020",
        style="Swing",
        key=Key(Note("C")),
        metre=(3, 4),
        tempo_bpm=100.0,
        transposition=-2,
        capo=3,
        tuning=(38, 45, 50, 55, 59, 64),
        strum="D DU",
        tags=(("mood", "blue"),),
    )
    assert features_of(whole) == FORMAT.carries
    assert fit(whole) == (whole, ())
    assert read(write([whole]).data).songs == (whole,)
    assert read(write_archive([whole]).data).songs == (whole,)


def test_a_song_without_times_keeps_its_words_with_its_chords() -> None:
    lines = (Syllable("Hello "), Syllable("dark"), Syllable("ness "))
    one = song(Bar((PlacedChord(parse_symbol("Am")),), syllables=lines), timed=False, key=Key(Note("C")))
    (again,) = read(write([one]).data).songs
    assert not again.timed
    assert [each.text for each in next(iter(again.bars)).syllables] == ["Hello darkness "]


@pytest.mark.skipif(not SCORES.exists(), reason="../shared/charts is not here")
def test_scores_of_others_are_read_and_written_again() -> None:
    chords = bars = 0
    for path in sorted(SCORES.iterdir()):
        (one,) = read(path.read_bytes()).songs
        assert play(one.check())
        kept, lost = fit(one)
        assert read(write([one]).data).songs == (kept,)
        assert {each.what for each in lost} <= {Feature.WRITTEN.value, Feature.MELODY.value, Feature.LYRICS.value}
        chords += len(one.symbols)
        bars += len(list(one.bars))
    assert (chords, bars) == (57, 36)


def test_times_that_are_too_fine_are_moved_and_said() -> None:
    fine = [Bar((PlacedChord(parse_symbol("C"), Fraction(1, prime)),)) for prime in (997, 991, 983)]
    one = song(*fine, key=Key(Note("C")))
    kept, lost = fit(one)
    assert [each.what for each in lost] == ["lengths of chords"]
    assert read(write([one]).data).songs == (kept,)
    assert all(
        abs(a.chords[0].beat - b.chords[0].beat) < Fraction(1, 900) for a, b in zip(fine, kept.bars, strict=True)
    )
    assert attrs.evolve(kept, sections=()) == attrs.evolve(one, sections=())
