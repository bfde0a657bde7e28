"""How much a chord wants to move on, chord by chord as the plan tells the player: 0 at rest, 1 at most."""

import pytest

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.songwriting.prompts.reasons import planned

IN_C = {
    "N.C.": 0.0, "C": 0.05, "C/E": 0.1,  # at rest
    "Am": 0.3, "Em": 0.3,  # two notes of home
    "F": 0.45, "Dm": 0.45, "Dm7": 0.45, "F/A": 0.5, "F/C": 0.5,  # a step away
    "Bdim": 0.7, "Bm7b5": 0.7, "G": 0.75, "G7": 0.85, "G7/B": 0.9,  # they pull home; with a tritone, more
    "F#dim7": 0.9, "C7": 0.9, "D7": 0.9, "E7": 0.9, "A7": 0.9, "B7": 0.9, "Db7": 0.9,  # they pull to another chord
    "Eb": 0.4, "Fm": 0.55, "Ab": 0.55, "Db": 0.55, "Bb": 0.7, "F#m": 0.75,  # from outside the key
}  # fmt: skip
IN_A_MINOR = {
    "Am": 0.05, "C": 0.3, "F": 0.45, "Dm": 0.45, "Bdim": 0.55, "Bb": 0.55, "G": 0.6, "Em": 0.75, "E": 0.75, "E7": 0.85,
}  # fmt: skip
ROLES = {"C": "home", "Am": "home", "F": "away", "Dm7": "away", "G7": "tension", "D7": "tension", "Fm": "colour"}


def tension(chord: str, key: str) -> float:
    (found,) = planned([(parse_symbol(chord), 1.0)], parse_key(key))
    return found.tension


@pytest.mark.parametrize("chord", IN_C)
def test_tension_in_a_major_key(chord: str) -> None:
    assert tension(chord, "C") == IN_C[chord]


@pytest.mark.parametrize("chord", IN_A_MINOR)
def test_tension_in_a_minor_key(chord: str) -> None:
    assert tension(chord, "A minor") == IN_A_MINOR[chord]


def test_tension_moves_with_the_key() -> None:
    assert [tension(chord, "Eb") for chord in ("Eb", "Cm", "Ab", "Bb7")] == [0.05, 0.3, 0.45, 0.85]


@pytest.mark.parametrize("chord", ROLES)
def test_what_a_chord_does(chord: str) -> None:
    (found,) = planned([(parse_symbol(chord), 1.0)], parse_key("C"))
    assert found.role == ROLES[chord]


def test_a_chord_that_stays_says_so() -> None:
    symbols = [parse_symbol(chord) for chord in ("C", "C", "N.C.", "C")]
    reasons = [each.why for each in planned([(symbol, 1.0) for symbol in symbols], parse_key("C"))]
    assert reasons[1] == reasons[3] == "Stays: let it ring."
    assert reasons[2] == "A rest: silence makes the next chord louder."
    assert reasons[0] == "Start at home: it tells the ear where the song lives."
