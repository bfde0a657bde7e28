"""What slipped: for a shape and what was heard, the strings to look at, likeliest first, as a teacher says it."""

from __future__ import annotations

import pytest

from chordwork.harmony import ChordworkError, parse_symbol
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.practice import HeardError, PracticeError, TargetError, check_chord

SLIPS = [
    (
        "C",
        "x32010",
        "C E G F",
        0.857,
        [
            (4, "wrong fret", 0.4, "The D sounds F, a half step too high: fret 2, not 3."),
            (1, "slipped", 0.35, "The high E should ring open, but a finger presses it at fret 1 (F)."),
            (6, "unmuted", 0.3, "The low E sounds (F) under your finger and should be muted."),
        ],
    ),
    (
        "D",
        "xx0232",
        "D A F# G",
        0.857,
        [
            (3, "open", 0.55, "The G rings open (G): press it at fret 2."),
            (1, "wrong fret", 0.4, "The high E sounds G, a half step too high: fret 2, not 3."),
        ],
    ),
    (
        "G",
        "320003",
        "G B D A#",
        0.857,
        [
            (5, "wrong fret", 0.4, "The A sounds Bb, a half step too low: fret 2, not 1."),
            (3, "wrong fret", 0.25, "The G should ring open, but a finger presses it at fret 3 (Bb)."),
        ],
    ),
    (
        "G",
        "320003",
        "G B D C",
        0.857,
        [
            (5, "wrong fret", 0.4, "The A sounds C, a half step too high: fret 2, not 3."),
            (2, "wrong fret", 0.25, "The B should ring open, but a finger presses it at fret 1 (C)."),
        ],
    ),
    (
        "F",
        "133211",
        "F A C F#",
        0.857,
        [
            (1, "wrong fret", 0.4, "The high E sounds Gb, a half step too high: fret 1, not 2."),
            (4, "wrong fret", 0.4, "The D sounds Gb, a half step too high: fret 3, not 4."),
            (6, "wrong fret", 0.4, "The low E sounds Gb, a half step too high: fret 1, not 2."),
        ],
    ),
    (
        "F",
        "133211",
        "F C E",
        0.667,
        [
            (3, "silent", 0.9, "The G (fret 2) does not sound: A is missing."),
            (1, "open", 0.55, "The high E rings open (E): press it at fret 1."),
            (6, "open", 0.55, "The low E rings open (E): press it at fret 1."),
            (4, "wrong fret", 0.4, "The D sounds E, a half step too low: fret 3, not 2."),
        ],
    ),
    (
        "Bm",
        "x24432",
        "B D F# F",
        0.857,
        [
            (1, "wrong fret", 0.4, "The high E sounds F, a half step too low: fret 2, not 1."),
            (4, "wrong fret", 0.4, "The D sounds F, a half step too low: fret 4, not 3."),
        ],
    ),
    (
        "Am",
        "x02210",
        "A C E F",
        0.857,
        [
            (4, "wrong fret", 0.4, "The D sounds F, a half step too high: fret 2, not 3."),
            (1, "slipped", 0.35, "The high E should ring open, but a finger presses it at fret 1 (F)."),
            (6, "unmuted", 0.3, "The low E sounds (F) under your finger and should be muted."),
        ],
    ),
    (
        "Am",
        "x02210",
        "A C E G#",
        0.857,
        [(3, "wrong fret", 0.4, "The G sounds G#, a half step too low: fret 2, not 1.")],
    ),
    (
        "E",
        "022100",
        "E G# B A",
        0.857,
        [
            (5, "open", 0.55, "The A rings open (A): press it at fret 2."),
            (3, "wrong fret", 0.4, "The G sounds A, a half step too high: fret 1, not 2."),
        ],
    ),
    (
        "Em",
        "022000",
        "E",
        0.5,
        [
            (3, "silent", 0.9, "The G (open) does not sound: G is missing."),
            (2, "silent", 0.45, "The B (open) does not sound, nor does the A: B is missing."),
            (5, "silent", 0.45, "The A (fret 2) does not sound, nor does the B: B is missing."),
        ],
    ),
    (
        "Em",
        "022000",
        "E B A C",
        0.571,
        [
            (3, "slipped", 0.9, "The G should ring open, but a finger presses it at fret 2 (A)."),
            (5, "open", 0.55, "The A rings open (A): press it at fret 2."),
            (2, "wrong fret", 0.25, "The B should ring open, but a finger presses it at fret 1 (C)."),
        ],
    ),
    ("B", "x-2-4-4-4-2", "B D# F# A", 0.857, [(5, "open", 0.55, "The A rings open (A): press it at fret 2.")]),
    (
        "Dm",
        "x,x,0,2,3,1",
        "D F A E",
        0.857,
        [
            (6, "unmuted", 0.6, "The open low E sounds (E) and should be muted."),
            (1, "open", 0.55, "The high E rings open (E): press it at fret 1."),
            (4, "slipped", 0.35, "The D should ring open, but a finger presses it at fret 2 (E)."),
        ],
    ),
    (
        "A",
        "x02220",
        "A C# E D",
        0.857,
        [
            (4, "open", 0.55, "The D rings open (D): press it at fret 2."),
            (2, "wrong fret", 0.4, "The B sounds D, a half step too high: fret 2, not 3."),
        ],
    ),
]


@pytest.mark.parametrize(("target", "shape", "notes", "score", "checks"), SLIPS)
def test_the_strings_to_look_at(
    target: str, shape: str, notes: str, score: float, checks: list[tuple[int, str, float, str]]
) -> None:
    feedback = check_chord(target, notes=notes, shape=shape)
    assert feedback.score == score
    found = [
        (each.string, each.problem, each.likelihood, each.text.replace(" string", "", 1)) for each in feedback.checks
    ]
    assert found == checks


@pytest.mark.parametrize(
    ("heard", "verdict", "score", "hint"),
    [
        ({"C": 0.5, "E": 0.5, "G": 0.5}, "right", 1.0, "That was C: every note is there and nothing else."),
        (
            {"C": 1.0, "E": 0.2, "G": 1.0, "B": 0.3},
            "almost",
            0.838,
            "Nearly C: play it once more, a little more evenly.",
        ),
        ({"C": 0.3, "E": 0.3, "G": 0.1}, "almost", 0.636, "G is missing."),
        (
            {"C": 0.29, "E": 0.29, "G": 0.29},
            "silent",
            0.0,
            "Nothing clear was heard: strike all strings of the chord once and let them ring.",
        ),
        ({"C": 0.9, "E": 0.9, "G": 0.9, "F#": 0.5, "A": 0.5}, "almost", 0.844, "F# and A should not sound."),
        (
            {"C": 0.9, "E": 0.9, "G": 0.9, "C#": 0.6, "D": 0.6, "D#": 0.6},
            "not yet",
            0.75,
            "Db and D and Eb should not sound.",
        ),
        ({"C": 0.9}, "not yet", 0.5, "This sounds more like C5 than C."),
        ({"C": 0.9, "F": 0.9, "G#": 0.9}, "not yet", 0.333, "This sounds more like Fm than C."),
        ({"E": 0.9}, "not yet", 0.5, "This sounds more like E5 than C."),
    ],
)
def test_how_sure_it_was(heard: dict[str, float], verdict: str, score: float, hint: str) -> None:
    names = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
    feedback = check_chord("C", [heard.get(name, 0.0) for name in names], instrument="piano")
    assert (feedback.verdict, feedback.score, feedback.hint) == (verdict, score, hint)


def test_certainty_is_a_probability() -> None:
    assert check_chord("C", [1.0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0], instrument="piano").verdict == "right"


def test_notes_in_other_names() -> None:
    assert check_chord("Cis", notes="cis4 eis gis-1", instrument="piano", notation="german").verdict == "right"
    assert check_chord("Do", notes="do mi sol", instrument="piano", notation="solfege").verdict == "right"
    with pytest.raises(HeardError, match="no note in german names"):
        check_chord("C", notes="c e gx", instrument="piano", notation="german")


def test_a_shape_is_read_with_any_mark_between() -> None:
    shapes = ["x32010", "x-3-2-0-1-0", "x,3,2,0,1,0", "x 3 2 0 1 0", "X, 3, 2, 0, 1, 0", [None, 3, 2, 0, 1, 0]]
    assert {check_chord("C", notes="C E G", shape=shape).shape for shape in shapes} == {"x32010"}  # type: ignore[arg-type]


def test_strings_of_one_name_are_told_apart() -> None:
    checks = check_chord("G", notes="B D", shape="000000", tuning="open G").checks
    assert [each.name for each in checks] == ["high G", "low G"]
    checks = check_chord("G", notes="G B", shape="000000", tuning="open G").checks
    assert [each.name for each in checks] == ["high D", "D (string 4)", "low D"]


def test_a_symbol_without_notes_is_no_target() -> None:
    with pytest.raises(TargetError):
        check_chord(parse_symbol("N.C."), notes="C")
    assert (PracticeError.code, issubclass(PracticeError, ChordworkError)) == ("practice", True)
    assert isinstance(parse_symbol("C"), ChordSymbol)
