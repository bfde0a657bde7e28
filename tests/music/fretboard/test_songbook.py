"""What songbooks print comes first, the root or bass is lowest, and rules hold for the first shape of every chord."""

from __future__ import annotations

from typing import Final

import pytest

from bench.voicings.command import every_chord
from bench.voicings.rules import PAIRS, PLAYED, alike, judge_levels
from chordwork.music.fretboard import (
    INSTRUMENTS,
    LEVELS,
    ChordTones,
    Fretboard,
    Hand,
    best_voicing,
    find_instrument,
    make_easy,
    voice_progression,
)
from chordwork.music.fretboard.familiar import read_shape
from chordwork.music.fretboard.songbook import BANJO, GUITAR, MANDOLIN, UKULELE
from chordwork.music.tabs import read_chord, tab

BOOKS: Final = {"guitar": GUITAR, "ukulele": UKULELE, "mandolin": MANDOLIN, "banjo": BANJO}


def tones_of(symbol: str) -> ChordTones:
    tones = read_chord(symbol)
    assert tones is not None
    return tones


@pytest.mark.parametrize("name", BOOKS)
def test_the_table_of_songbook_shapes_is_true(name: str) -> None:
    """Hand-written facts: no foreign note, nothing missing, the bass lowest where the instrument carries it."""
    board = Fretboard(INSTRUMENTS[name])
    for symbol, shapes in BOOKS[name].items():
        tones = tones_of(symbol)
        for shape in shapes.split():
            frets = read_shape(shape)
            pitches = [board.pitch(string, fret) for string, fret in enumerate(frets) if fret >= 0]
            heard = {pitch % 12 for pitch in pitches}
            assert tones.required <= heard <= tones.allowed, (symbol, shape)
            if board.instrument.carries_bass:
                assert min(pitches) % 12 == (tones.root if tones.bass is None else tones.bass), (symbol, shape)


@pytest.mark.parametrize("name", BOOKS)
def test_the_songbook_shape_comes_first(name: str) -> None:
    board = Fretboard(INSTRUMENTS[name])
    found = {symbol: best_voicing(tones_of(symbol), board).shape for symbol in BOOKS[name]}
    assert found == {symbol: shapes.split()[0] for symbol, shapes in BOOKS[name].items()}


@pytest.mark.parametrize(
    ("level", "chords", "shapes"),
    [
        ("intermediate", "C6", "x32210"),  # not 002010, an A minor seventh over E
        ("beginner", "C6", "x32210"),
        ("intermediate", "C13", "x32355"),
        ("intermediate", "D7alt", "x54566"),
        ("intermediate", "Dm9 G13", "x5355x 3x345x"),
        ("intermediate", "Cadd9 E7#9 C6/9", "x32030 076780 x32233"),
        ("intermediate", "Am/F# F", "202210 133211"),
        ("intermediate", "Db/F D/F#", "xx3121 200232"),
        ("beginner", "F#m", "xx4222"),  # the index over three strings, as beginners' books have it
        ("beginner", "Bb", "x1333x"),
        ("beginner", "Bm", "x2443x"),
        ("beginner", "F", "xx3211"),
        ("beginner", "C#m", "x4665x"),
    ],
)
def test_shapes_that_players_expect(level: str, chords: str, shapes: str) -> None:
    found = voice_progression(
        [tones_of(chord) for chord in chords.split()], Fretboard(INSTRUMENTS["guitar"]), LEVELS[level]
    )
    assert " ".join(voicing.shape for voicing in found) == shapes


@pytest.mark.parametrize(
    ("name", "chord", "shape"),
    [
        ("banjo", "G", "00000"),
        ("banjo", "C", "02012"),  # the drone is a G, the fifth of C
        ("banjo", "D", "x0234"),  # it is no note of D
        ("ukulele", "C/E", "0003"),
        ("ukulele", "G/B", "0232"),
        ("ukulele", "D/F#", "2220"),
        ("ukulele", "C/B", "0002"),  # a bass that the plain chord lacks is let in
        ("baritone ukulele", "G", "0003"),
        ("baritone ukulele", "D/F#", "4232"),  # strings in order: the bass can be lowest
        ("mandolin", "A", "2245"),
        ("12-string", "Cadd9", "x32030"),
        ("7-string", "Cadd9", "xx32030"),
        ("8-string", "G", "xx320003"),
    ],
)
def test_other_instruments_as_their_books_print(name: str, chord: str, shape: str) -> None:
    assert best_voicing(tones_of(chord), Fretboard(find_instrument(name))).shape == shape


def test_a_ukulele_says_that_its_bass_is_not_lowest() -> None:
    assert tab("G/B", instrument="ukulele").notes == (
        "G/B: its bass cannot be the lowest note here; let a bass player have it",
    )


def test_what_a_hand_cannot_hold_and_what_is_left_out_is_said() -> None:
    assert tab("C11").notes == ("C11: played without its third, as usual beside an eleventh",)
    (note,) = tab("F", level=Hand(fingers=2, barre_strings=1, inner_mutes=0), frets=(1, 3)).notes
    assert note == "F: more than this hand holds; simplify the chord, or take it as a goal"


def test_a_capo_and_strings_tuned_alike_keep_the_songbook() -> None:
    assert best_voicing(tones_of("Ebadd9"), Fretboard(INSTRUMENTS["guitar"], capo=3)).shape == "x32030"
    lowered = Fretboard(find_instrument("guitar", "D standard"))
    assert best_voicing(tones_of("Bbadd9"), lowered).shape == "x32030"
    assert best_voicing(tones_of("Cadd9"), Fretboard(find_instrument("guitar", "drop d"))).shape == "x32030"


@pytest.mark.parametrize(
    ("chord", "shape"),
    [
        ("D", "000232"),  # all six strings: what the string is dropped for
        ("Dm", "000231"),
        ("D7", "000212"),
        ("D5", "000xxx"),
        ("E", "222100"),  # the lowest string two frets up
        ("Em", "222000"),
        ("G", "520003"),
        ("A", "x02220"),  # without the dropped string as ever
        ("C", "x32010"),
    ],
)
def test_a_dropped_string_has_its_own_shapes(chord: str, shape: str) -> None:
    board = Fretboard(find_instrument("guitar", "drop d"))
    assert best_voicing(tones_of(chord), board).shape == shape
    shapes = tab(f"{chord} G A", tuning="drop d").to_dict()["shapes"]  # among others, too: was x54232 for D
    assert "".join("x" if fret is None else str(fret) for fret in shapes[0]["frets"]) == shape


@pytest.mark.parametrize(
    ("chords", "capo", "shapes"),
    [
        ("F Bb C", 3, "D G A"),  # without a barre; C F G at 5 would need one
        ("Bb Eb F", 1, "A D E"),
        ("Ab Db Eb", 1, "G C D"),
        ("B E F#", 2, "A D E"),
        ("Eb Ab Bb", 1, "D G A"),
        ("Bb F Gm Eb", 3, "G D Em C"),
        ("B F# G#m E", 4, "G D Em C"),
        ("Fm Db Ab Eb", 1, "Em C G D"),
        ("F#m D A E", 2, "Em C G D"),
        ("F Bb C7", 1, "E A B7"),
        ("C G Am F", 0, "C G Am F"),  # one barre is no reason for a capo at 5
        ("G D Em C", 0, "G D Em C"),
    ],
)
@pytest.mark.parametrize("level", ["beginner", "intermediate"])
def test_an_easy_capo_is_low_and_spares_barres(level: str, chords: str, capo: int, shapes: str) -> None:
    plan = make_easy([tones_of(chord) for chord in chords.split()], Fretboard(INSTRUMENTS["guitar"]), LEVELS[level])[0]
    assert (plan.capo, " ".join(plan.shapes)) == (capo, shapes)


@pytest.mark.long
def test_rules_hold_for_first_shapes() -> None:
    """A few of all chords, on every instrument at every level; the bench takes more."""
    verdicts = judge_levels(every_chord()[::170], {})
    assert {verdict.instrument for verdict in verdicts} == set(PLAYED)
    for verdict in verdicts:
        assert verdict.pairs == 2 * len(PAIRS)
        assert verdict.foreign == verdict.untold == 0, verdict
        if verdict.instrument.startswith("guitar"):
            assert verdict.bass == verdict.traded == verdict.none == verdict.mutes == 0, verdict


def test_shapes_are_alike_but_for_outer_strings() -> None:
    assert alike(read_shape("x3234x"), read_shape("x32343"))
    assert not alike(read_shape("x32010"), read_shape("x32013"))
    assert not alike(read_shape("x3x010"), read_shape("x32010"))
