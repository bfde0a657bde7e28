"""Instruments, tunings and hands: what is read, and what is refused with which code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony.chord import NO_CHORD
from chordwork.music.fretboard import (
    INSTRUMENTS,
    NAMED_TUNINGS,
    ChordTones,
    Fretboard,
    FretboardError,
    Hand,
    Instrument,
    TuningError,
    find_hand,
    find_instrument,
)
from chordwork.music.fretboard.notes import note_name, parse_note


@pytest.mark.parametrize(
    ("name", "strings"),
    [("guitar", 6), ("7-string", 7), ("Bass", 4), ("bass 5", 5), ("6-string bass", 6), ("UKE", 4), ("mandolin", 4),
     ("5-string banjo", 5)],
)  # fmt: skip
def test_instruments_by_any_name(name: str, strings: int) -> None:
    assert find_instrument(name).strings == strings


@pytest.mark.parametrize(
    ("tuning", "expected"),
    [
        ("DADGBE", "D2 A2 D3 G3 B3 E4"),
        ("drop D", "D2 A2 D3 G3 B3 E4"),
        ("D2 A2 D3 G3 B3 E4", "D2 A2 D3 G3 B3 E4"),
        ("Eb-Ab-Db-Gb-Bb-Eb", "Eb2 Ab2 C#3 F#3 Bb3 Eb4"),
        ("EbAbDbGbBbEb", "Eb2 Ab2 C#3 F#3 Bb3 Eb4"),
        ("eadgbe", "E2 A2 D3 G3 B3 E4"),
        (["E2", "A2", "D3", "G3", "B3", "E4"], "E2 A2 D3 G3 B3 E4"),
        ([40, 45, 50], "E2 A2 D3"),
        (None, "E2 A2 D3 G3 B3 E4"),
    ],
)
def test_tunings_as_players_write_them(tuning: str | list[str | int] | None, expected: str) -> None:
    assert find_instrument("guitar", tuning).tuning_text == expected


def test_a_ukulele_is_reentrant_and_a_banjo_has_a_drone() -> None:
    assert find_instrument("ukulele").tuning == (67, 60, 64, 69)
    banjo = Fretboard(find_instrument("banjo"), capo=2)
    assert banjo.pitch(0, 0) == 69
    assert list(banjo.playable_frets(0)) == [0]
    assert banjo.pitch(1, 2) == 50 + 2 + 2


def test_fret_wires_are_where_luthiers_put_them() -> None:
    board = Fretboard(INSTRUMENTS["guitar"])
    assert board.wire_mm(12) == pytest.approx(324.0)
    assert board.wire_mm(1) == pytest.approx(36.37, abs=0.01)
    assert Fretboard(INSTRUMENTS["guitar"], capo=5).wire_mm(12) == pytest.approx(324.0 * 2 ** (-5 / 12))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: find_instrument("guitar", ["E2"] * 40), "tuning"),
        (lambda: find_instrument("guitar", "E" * 40), "tuning"),
        (lambda: find_instrument("guitar", "E2 H2 D3"), "tuning"),
        (lambda: find_instrument("guitar", "🎸"), "tuning"),
        (lambda: find_instrument("guitar", [400]), "tuning"),
        (lambda: find_instrument("guitar", []), "tuning"),
        (lambda: find_instrument("kazoo"), "unknown_instrument"),
        (lambda: find_instrument("x" * 1_000_000), "unknown_instrument"),
        (lambda: find_instrument(""), "unknown_instrument"),
        (lambda: Fretboard(INSTRUMENTS["guitar"], capo=99), "capo"),
        (lambda: Fretboard(INSTRUMENTS["guitar"], capo=-1), "capo"),
        (lambda: Fretboard(INSTRUMENTS["guitar"], capo="2nd"), "capo"),  # type: ignore[arg-type]
        (lambda: Fretboard(INSTRUMENTS["guitar"], capo=2.5), "capo"),  # type: ignore[arg-type]
        (lambda: Fretboard(INSTRUMENTS["guitar"], highest_fret=40), "fret_range"),
        (lambda: Fretboard(INSTRUMENTS["guitar"], lowest_fret=9, highest_fret=5), "fret_range"),
        (lambda: Instrument("custom", "Custom", (40,), frets=0), "fret_range"),
        (lambda: Instrument("custom", "Custom", (40,), scale_mm=9.0), "tuning"),
        (lambda: find_hand("virtuoso"), "hand"),
        (lambda: Hand(fingers=9), "hand"),
        (lambda: Hand(reach_mm=float("nan")), "hand"),
        (lambda: ChordTones.from_chord(NO_CHORD), "chord_tones"),
        (lambda: ChordTones(0, frozenset()), "chord_tones"),
    ],
)
def test_bad_input_is_refused_with_a_code(make: Callable[[], object], code: str) -> None:
    with pytest.raises(FretboardError) as caught:
        make()
    assert caught.value.code == code
    assert len(str(caught.value)) < 500  # an unknown tuning names those there are


@given(st.text(max_size=30))
def test_any_text_is_a_tuning_or_a_tuning_error(text: str) -> None:
    try:
        instrument = find_instrument("guitar", text)
    except TuningError:
        return
    assert 1 <= instrument.strings <= 12


@given(st.integers(12, 108))
def test_note_names_round_trip(pitch: int) -> None:
    assert parse_note(note_name(pitch)) == (pitch % 12, pitch)


def test_named_tunings_fit_their_instruments() -> None:
    for name, tunings in NAMED_TUNINGS.items():
        for title, tuning in tunings.items():
            assert len(tuning) == INSTRUMENTS[name].strings
            assert find_instrument(name, title.upper()).tuning == tuning
