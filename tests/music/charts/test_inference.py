"""Chords from notes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from chordwork.harmony import parse_key
from chordwork.music.charts.inference import BarSpan, Inferred, SoundingNote, infer_chords
from chordwork.music.song import Signature


def _bars(count: int, metre: Signature = (4, 4)) -> list[BarSpan]:
    length = Fraction(4 * metre[0], metre[1])
    return [BarSpan(number * length, Fraction(metre[0]), metre) for number in range(count)]


def _struck(*chords: tuple[float, float, Sequence[int]]) -> list[SoundingNote]:
    return [SoundingNote(pitch, start, end) for start, end, pitches in chords for pitch in pitches]


def _said(found: Inferred) -> list[tuple[int, Fraction, str]]:
    return [(number, one.beat, str(one.symbol)) for number, bar in enumerate(found.bars) for one in bar]


def test_block_chords_are_named_and_held_over_bar_lines() -> None:
    notes = _struck(
        (0, 8, (48, 55, 60, 64)), (8, 10, (45, 57, 60, 64)), (10, 12, (43, 55, 59, 65)), (12, 16, (48, 60, 64, 67))
    )
    assert _said(infer_chords(notes, _bars(4))) == [(0, 0, "C"), (2, 0, "Am"), (2, 2, "G7"), (3, 0, "C")]


def test_broken_chords_and_passing_notes_are_one_chord() -> None:
    arpeggio = [
        SoundingNote(pitch, place / 2, place / 2 + 1) for place, pitch in enumerate((45, 52, 57, 60, 64, 60, 57, 52))
    ]
    passing = [SoundingNote(71, 1.5, 1.75), SoundingNote(74, 3.5, 3.75)]
    assert _said(infer_chords([*arpeggio, *passing], _bars(1))) == [(0, 0, "Am")]


@pytest.mark.parametrize(
    ("pitches", "name"),
    [((52, 60, 67, 72), "C/E"), ((43, 60, 64, 67), "C/G"), ((48, 52, 55, 59), "Cmaj7"), ((47, 53, 57, 62), "Bm7b5"),
     ((48, 53, 55, 60), "Csus4"), ((48, 52, 56, 60), "Caug"), ((38, 53, 57, 60, 62), "Dm7")],
)  # fmt: skip
def test_inversions_and_colours_are_heard(pitches: tuple[int, ...], name: str) -> None:
    assert _said(infer_chords(_struck((0, 4, pitches)), _bars(1))) == [(0, 0, name)]


def test_names_are_those_of_the_key() -> None:
    notes = _struck((0, 4, (44, 56, 60, 63)), (4, 8, (46, 58, 61, 65)))
    assert [name for *_, name in _said(infer_chords(notes, _bars(2), key=parse_key("Ab")))] == ["Ab", "Bbm"]
    sharp = [name for *_, name in _said(infer_chords(notes, _bars(2), key=parse_key("C# major")))]
    assert sharp == ["G#", "A#m"]


def test_without_a_key_the_likeliest_of_the_chords_spells_them() -> None:
    notes = _struck((0, 4, (51, 55, 58)), (4, 8, (44, 48, 51)), (8, 12, (46, 50, 53)), (12, 16, (51, 55, 58)))
    found = infer_chords(notes, _bars(4))
    assert str(found.key) == "Eb major"
    assert [name for *_, name in _said(found)] == ["Eb", "Ab", "Bb", "Eb"]


def test_bars_without_a_sound_have_no_chord() -> None:
    found = infer_chords(_struck((4, 8, (48, 52, 55)), (16, 20, (41, 45, 48))), _bars(5))
    assert _said(found) == [(0, 0, "N.C."), (1, 0, "C"), (2, 0, "N.C."), (4, 0, "F")]


def test_nothing_gives_nothing() -> None:
    assert infer_chords([], []) == Inferred(None, ())
    assert infer_chords([], _bars(1)).key is None


@pytest.mark.parametrize(("metre", "beats"), [((6, 8), (0, 3)), ((3, 4), (0, 1)), ((7, 8), (0, 2)), ((2, 2), (0, 1))])
def test_chords_change_on_felt_beats(metre: Signature, beats: tuple[int, int]) -> None:
    unit = 4 / metre[1]
    end = metre[0] * unit
    notes = _struck((0, beats[1] * unit, (48, 52, 55, 60)), (beats[1] * unit, end, (41, 53, 57, 60)))
    assert [(at, name) for _, at, name in _said(infer_chords(notes, _bars(1, metre)))] == [(0, "C"), (beats[1], "F")]
