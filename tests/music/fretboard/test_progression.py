"""Voice leading over a progression, and the capo and key optimiser."""

from __future__ import annotations

from itertools import pairwise, product

import attrs
import pytest

from bench.voicings.judge import faults
from chordwork.music.fretboard import (
    INSTRUMENTS,
    LEVELS,
    CapoError,
    ChordTones,
    Fretboard,
    FretboardError,
    Hand,
    Voicing,
    change_cost,
    make_easy,
    voice_progression,
    voicings,
)
from chordwork.music.fretboard.progression import SHAPES_PER_CHORD
from chordwork.music.tabs import read_chord

GUITAR = Fretboard(INSTRUMENTS["guitar"])


def tones(text: str) -> list[ChordTones]:
    read = [read_chord(symbol) for symbol in text.split()]
    return [chord for chord in read if chord is not None]


def total(shapes: tuple[Voicing, ...], board: Fretboard) -> float:
    changes = sum(change_cost(old, new, board) for old, new in pairwise(shapes))
    return sum(voicing.cost for voicing in shapes) + changes


@pytest.mark.parametrize("progression", ["Dm7 G7 Cmaj7", "C G Am", "Bm Em F#m", "C C G"])
def test_the_path_is_the_cheapest_there_is(progression: str) -> None:
    chords = tones(progression)
    choices = [voicings(chord, GUITAR, limit=SHAPES_PER_CHORD) for chord in chords]
    cheapest = min(total(shapes, GUITAR) for shapes in product(*choices))
    assert total(voice_progression(chords, GUITAR), GUITAR) == pytest.approx(cheapest, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "song", "shapes"),
    [
        ("guitar", "C G Am F", "x32010 320003 x02210 133211"),
        ("guitar", "E A B7 E", "022100 x02220 x21202 022100"),
        ("guitar", "Dm7 G7 Cmaj7", "xx0211 320001 x32000"),
        ("guitar", "F#m7b5 B7 Em", "202210 x21202 022000"),
        ("guitar", "Bb F Gm", "x13331 133211 355333"),
        ("guitar", "A7 D7 E7", "x02020 xx0212 020100"),
        ("guitar", "E5 G5 A5 C5", "022xxx 355xxx x022xx x355xx"),
        ("ukulele", "C G Am F", "0003 0232 2000 2010"),
        ("ukulele", "Bb C F Dm7", "3211 0003 2010 2213"),
    ],
)
def test_songs_get_the_shapes_of_songbooks(name: str, song: str, shapes: str) -> None:
    board = Fretboard(INSTRUMENTS[name])
    assert " ".join(voicing.shape for voicing in voice_progression(tones(song), board)) == shapes


def test_staying_is_cheaper_than_moving() -> None:
    am, e = voice_progression(tones("Am E"), GUITAR)
    assert change_cost(am, am, GUITAR) < change_cost(am, e, GUITAR)


def test_a_bass_an_instrument_cannot_put_lowest_is_let_go() -> None:
    high = Fretboard(INSTRUMENTS["ukulele"], highest_fret=4)
    (voicing,) = voice_progression(tones("C/B"), high)
    assert {pitch % 12 for pitch in voicing.pitches} == {0, 4, 7, 11}


def test_make_easy_finds_the_capo_players_use() -> None:
    plans = make_easy(tones("Bb F Gm Eb"), GUITAR, LEVELS["beginner"])
    best = plans[0]
    assert (best.capo, best.shapes, best.sounding) == (3, ("G", "D", "Em", "C"), ("Bb", "F", "Gm", "Eb"))
    assert "no barre chords" in best.reasons
    assert [plan.points for plan in plans] == sorted(plan.points for plan in plans)


def test_easy_songs_need_no_capo() -> None:
    assert make_easy(tones("G D Em C"), GUITAR)[0].capo == 0


def test_every_plan_sounds_what_it_says_and_is_playable() -> None:
    for plan in make_easy(tones("C# G# Bbm F#"), GUITAR, transpose=True, limit=12):
        board = Fretboard(INSTRUMENTS["guitar"], capo=plan.capo)
        for voicing, name in zip(plan.voicings, plan.sounding, strict=True):
            sounding = read_chord(name)
            assert sounding is not None
            assert {pitch % 12 for pitch in voicing.pitches} == sounding.allowed
            moved = voicing.tones.transposed(plan.capo)
            assert moved.allowed == sounding.allowed
            assert faults(attrs.evolve(voicing, tones=moved), board, Hand()) == []


def test_bad_input() -> None:
    with pytest.raises(CapoError):
        make_easy(tones("C"), GUITAR, max_capo=99)
    with pytest.raises(FretboardError):
        make_easy(tones("C") * 10_000, GUITAR)
    assert make_easy([], GUITAR) == ()
    assert voice_progression([], GUITAR) == ()
