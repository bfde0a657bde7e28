"""Tunings by the names that players use, and the answer to a name nobody knows."""

from __future__ import annotations

import pytest

from chordwork.music.fretboard import INSTRUMENTS, NAMED_TUNINGS, Fretboard, TuningError, best_voicing, find_instrument
from chordwork.music.fretboard.notes import parse_note
from chordwork.music.tabs import read_chord, tab


@pytest.mark.parametrize(
    ("name", "said", "strings"),
    [
        ("guitar", "Eb standard", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "E flat standard", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "E♭ tuning", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "D# standard", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "half-step down", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "tuned down half a step", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "1/2 step down", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "a semitone lower", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("guitar", "D standard", "D2 G2 C3 F3 A3 D4"),
        ("guitar", "full step down", "D2 G2 C3 F3 A3 D4"),
        ("guitar", "1.5 steps down", "Db2 Gb2 B2 E3 Ab3 Db4"),
        ("guitar", "C# standard", "Db2 Gb2 B2 E3 Ab3 Db4"),
        ("guitar", "two steps down", "C2 F2 Bb2 Eb3 G3 C4"),
        ("guitar", "B standard", "B1 E2 A2 D3 F#3 B3"),
        ("guitar", "Standard tuning", "E2 A2 D3 G3 B3 E4"),
        ("guitar", "Drop-D", "D2 A2 D3 G3 B3 E4"),
        ("guitar", "dropped D tuning", "D2 A2 D3 G3 B3 E4"),
        ("guitar", "drop C#", "C#2 G#2 C#3 F#3 A#3 D#4"),
        ("guitar", "drop A", "A1 E2 A2 D3 F#3 B3"),
        ("guitar", "open D minor", "D2 A2 D3 F3 A3 D4"),
        ("guitar", "Open Ab", "Eb2 Ab2 Eb3 Ab3 C4 Eb4"),
        ("guitar", "open G major", "D2 G2 D3 G3 B3 D4"),
        ("guitar", "DADGAD tuning", "D2 A2 D3 G3 A3 D4"),
        ("12-string", "Eb standard", "Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        ("7-string", "A standard", "A1 D2 G2 C3 F3 A3 D4"),  # by its lowest string …
        ("7-string", "Eb standard", "Bb1 Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),  # … or by the E of a guitar of six
        ("7-string", "drop G", "G1 D2 G2 C3 F3 A3 D4"),
        ("8-string", "E standard", "E1 A1 D2 G2 C3 F3 A3 D4"),
        ("8-string", "drop E", "E1 B1 E2 A2 D3 G3 B3 E4"),
        ("baritone guitar", "A standard", "A1 D2 G2 C3 E3 A3"),
        ("baritone guitar", "open A", "A1 E2 A2 C#3 E3 A3"),
        ("bass", "Eb standard", "Eb1 Ab1 Db2 Gb2"),
        ("bass", "drop C", "C1 G1 C2 F2"),
        ("5-string bass", "D standard", "A0 D1 G1 C2 F2"),
        ("ukulele", "D tuning", "A4 D4 F#4 B4"),
        ("ukulele", "half step up", "Ab4 Db4 F4 Bb4"),
        ("banjo", "G", "G4 D3 G3 B3 D4"),
        ("banjo", "open D", "F#4 D3 F#3 A3 D4"),
        ("mandolin", "half step down", "Gb3 Db4 Ab4 Eb5"),
        ("tenor banjo", "Irish", "G2 D3 A3 E4"),
    ],
)
def test_tunings_by_the_names_players_use(name: str, said: str, strings: str) -> None:
    assert find_instrument(name, said).tuning == tuple(parse_note(note)[1] for note in strings.split())


@pytest.mark.parametrize("name", sorted(NAMED_TUNINGS))
def test_an_unknown_name_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(TuningError) as caught:
        find_instrument(name, "drop z")
    assert all(known in str(caught.value) for known in NAMED_TUNINGS[name])
    assert INSTRUMENTS[name].tuning_text in str(caught.value)


def test_the_nearest_name_is_offered_and_a_wrong_note_is_pointed_at() -> None:
    with pytest.raises(TuningError, match="did you mean 'drop d'"):
        find_instrument("guitar", "drop dd")
    with pytest.raises(TuningError, match="'H2' is no note name"):
        find_instrument("guitar", "E2 H2 D3")


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
def test_every_instrument_has_its_standard_tuning_by_name(name: str) -> None:
    assert find_instrument(name, "standard") == INSTRUMENTS[name]


def test_a_twelve_string_is_played_and_drawn_as_six_courses() -> None:
    twelve = find_instrument("twelve-string guitar")
    assert (twelve.strings, twelve.courses) == (6, (12, 12, 12, 12, 0, 0))
    tones = read_chord("C")
    assert tones is not None
    assert best_voicing(tones, Fretboard(twelve)).shape == "x32010"
    assert tab("C G", instrument="12-string").svg().count("x32010") == 1


def test_shapes_stay_where_all_strings_move_alike() -> None:
    """A guitar half a step down sounds Eb where the hand plays E."""
    tones = read_chord("Eb")
    assert tones is not None
    assert best_voicing(tones, Fretboard(find_instrument("guitar", "Eb standard"))).shape == "022100"
