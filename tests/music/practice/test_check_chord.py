"""A chord against what was heard: notes, verdict, strings and words."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.harmony import NO_CHORD, Chord, SymbolSyntaxError, all_chords
from chordwork.harmony.errors import ChordworkError
from chordwork.music.fretboard import INSTRUMENTS, MUTED, ChordTones, Fretboard, best_voicing
from chordwork.music.practice import HeardError, PracticeError, ShapeError, TargetError, check_chord

CHORDS = st.sampled_from(all_chords())
PLAYED = st.sampled_from([name for name in INSTRUMENTS if not name.startswith("bass")])


def heard(pitch_classes: set[int] | frozenset[int], *, level: float = 0.95) -> list[float]:
    return [level if tone in pitch_classes else 0.02 for tone in range(12)]


def shape_of(chord: Chord, instrument: str) -> tuple[Fretboard, tuple[int, ...]]:
    board = Fretboard(INSTRUMENTS[instrument])
    return board, best_voicing(ChordTones.from_chord(chord), board).frets


@given(chord=CHORDS, instrument=PLAYED)
@settings(max_examples=150, deadline=None)
def test_playing_the_shape_is_right(chord: Chord, instrument: str) -> None:
    board, frets = shape_of(chord, instrument)
    classes = {board.pitch(string, fret) % 12 for string, fret in enumerate(frets) if fret != MUTED}
    feedback = check_chord(chord, heard(classes), instrument=instrument)
    assert (feedback.verdict, feedback.missing, feedback.foreign, feedback.checks) == ("right", (), (), ())


@given(chord=CHORDS, instrument=PLAYED, data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_string_that_alone_sounds_its_note_is_named_when_it_is_silent(
    chord: Chord, instrument: str, data: st.DataObject
) -> None:
    board, frets = shape_of(chord, instrument)
    tones = {string: board.pitch(string, fret) % 12 for string, fret in enumerate(frets) if fret != MUTED}
    alone = [string for string, tone in tones.items() if list(tones.values()).count(tone) == 1]
    if not alone:
        return
    string = data.draw(st.sampled_from(alone))
    feedback = check_chord(chord, heard(set(tones.values()) - {tones[string]}), instrument=instrument)
    assert feedback.verdict != "right"
    assert [note.pitch_class for note in feedback.missing] == [tones[string]]
    assert feedback.checks[0].string == board.strings - string
    assert feedback.checks[0].problem == "silent"


@given(chord=CHORDS, foreign=st.integers(0, 11))
@settings(deadline=None)
def test_a_note_that_does_not_belong_is_foreign_and_costs(chord: Chord, foreign: int) -> None:
    if foreign in chord.pitch_classes:
        return
    plain = check_chord(chord, heard(chord.pitch_classes), instrument="piano")
    feedback = check_chord(chord, heard({*chord.pitch_classes, foreign}), instrument="piano")
    assert [note.pitch_class for note in feedback.foreign] == [foreign]
    assert feedback.score < plain.score == 1.0
    assert feedback.verdict != "right"


@pytest.mark.parametrize(
    ("target", "shape", "notes", "string", "problem", "text"),
    [
        ("D", "xx0232", "D A F# E", 6, "unmuted", "The open low E string sounds (E) and should be muted."),
        ("C", "x32010", "C E G B", 2, "open", "The B string rings open (B): press it at fret 1."),
        ("A", "x02220", "A E B C#", 2, "open", "The B string rings open (B): press it at fret 2."),
        ("Am", "x02210", "A E C#", 2, "wrong fret", "The B string sounds C#, a half step too high: fret 1, not 2."),
        ("C", "x32010", "C G", 1, "silent", "The high E string (open) does not sound, nor does the D: E is missing."),
        ("E7", "020100", "E G# B", 4, "silent", "The D string (open) does not sound: D is missing."),
    ],
)
def test_the_string_to_look_at(target: str, shape: str, notes: str, string: int, problem: str, text: str) -> None:
    feedback = check_chord(target, notes=notes, shape=shape)
    best = feedback.checks[0]
    assert (best.string, best.problem, best.text) == (string, problem, text)
    assert feedback.hint == text


def test_another_chord_is_recognised() -> None:
    feedback = check_chord("G", notes="A C E")
    assert feedback.sounds_like == "Am"
    assert feedback.hint.startswith("This sounds more like Am than G.")


def test_what_is_neither_sure_to_sound_nor_sure_not_to_is_not_held_against_the_player() -> None:
    probabilities = heard({0, 4, 7})
    probabilities[4] = 0.35
    probabilities[11] = 0.35
    feedback = check_chord("C", probabilities, instrument="piano")
    assert (feedback.missing, feedback.foreign) == ((), ())
    assert [note.note for note in feedback.unclear] == ["E", "B"]


def test_silence_is_no_failure() -> None:
    feedback = check_chord("Bm", [0.05] * 12)
    assert (feedback.verdict, feedback.score, feedback.checks) == ("silent", 0.0, ())


def test_a_capo_moves_what_is_expected() -> None:
    assert check_chord("D", notes="D F# A", shape="x32010", capo=2).verdict == "right"
    with pytest.raises(ShapeError, match="sounds D, F#, A: name the chord that sounds"):
        check_chord("C", notes="D F# A", shape="x32010", capo=2)


def test_names_follow_the_chord() -> None:
    assert [note.note for note in check_chord("Ebm", notes="Eb Gb Bb", instrument="piano").present] == [
        "Eb",
        "Gb",
        "Bb",
    ]
    degrees = [note.degree for note in check_chord("G7", notes="G B D F", instrument="piano").present]
    assert degrees == ["root", "third", "fifth", "seventh"]


def test_chords_beyond_the_recognisers_vocabulary_can_be_practised() -> None:
    assert check_chord("Cadd9", notes="C D E G", instrument="piano").verdict == "right"
    assert check_chord("G13", notes="G B F E", shape="3x345x").verdict != "silent"


def test_feedback_is_json() -> None:
    data = check_chord("C", notes="C E F").to_dict()
    assert json.loads(json.dumps(data)) == json.loads(json.dumps(data, allow_nan=False))
    assert data["missing"][0]["note"] == "G"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"target": "C"}, HeardError),
        ({"target": "C", "heard": [0.1] * 11}, HeardError),
        ({"target": "C", "heard": [math.nan] * 12}, HeardError),
        ({"target": "C", "heard": [1.5] * 12}, HeardError),
        ({"target": "C", "heard": ["C"] * 12}, HeardError),
        ({"target": "C", "heard": [0.1] * 12, "notes": "C"}, HeardError),
        ({"target": "C", "notes": "H"}, HeardError),
        ({"target": "C", "notes": [128]}, HeardError),
        ({"target": "C", "notes": ["C"] * 1000}, HeardError),
        ({"target": "N.C.", "notes": "C"}, TargetError),
        ({"target": NO_CHORD, "notes": "C"}, TargetError),
        ({"target": "Cx9z", "notes": "C"}, SymbolSyntaxError),
        ({"target": "C", "notes": "C", "shape": "x3201"}, ShapeError),
        ({"target": "C", "notes": "C", "shape": "x32q10"}, ShapeError),
        ({"target": "C", "notes": "C", "shape": "xxxxxx"}, ShapeError),
        ({"target": "C", "notes": "C", "shape": "0-0-0-0-0-99"}, ShapeError),
        ({"target": "C", "notes": "C", "shape": [0, 0, 0, 0, 0, -2]}, ShapeError),
        ({"target": "C", "notes": "C", "instrument": "kazoo"}, ChordworkError),
        ({"target": "C", "notes": "C", "capo": 99}, ChordworkError),
    ],
)  # fmt: skip
def test_bad_input_is_a_typed_error(arguments: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        check_chord(**arguments)  # type: ignore[arg-type]
    assert isinstance(caught.value, ChordworkError)


def test_every_error_is_a_value_error_with_a_code_of_its_own() -> None:
    classes = [PracticeError, TargetError, HeardError, ShapeError]
    assert len({each.code for each in classes}) == len(classes)
    assert all(issubclass(each, ValueError) for each in classes)
