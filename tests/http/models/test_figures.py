"""What is counted of what models say."""

from __future__ import annotations

import pytest

from chordwork.actors import EngineInfo
from chordwork.engine import ChordEvent
from chordwork.engine.events import LevelEvent
from chordwork.harmony import NO_CHORD, UNKNOWN_CHORD, all_chords, parse_label
from chordwork.http.models.correction import COARSE_CLASSES, Correction, coarse_class
from chordwork.http.models.figures import MAX_MODELS, FiguresOfModels

INFO = EngineInfo("chordwork-chord", "1", 0.05)
KEY = ("chordwork-chord", "1")


def guess(label: str, start: float, confidence: float = 0.5) -> ChordEvent:
    return ChordEvent("provisional", parse_label(label), start, None, start + 0.1, confidence)


def final(label: str, start: float, end: float, confidence: float = 0.9) -> ChordEvent:
    return ChordEvent("final", parse_label(label), start, end, end + 1.0, confidence)


def test_guesses_are_compared_with_what_they_became() -> None:
    figures = FiguresOfModels()
    watch = figures.watch(INFO)
    for event in (
        guess("C:maj", 0.0),
        LevelEvent(-6.0, -12.0, 0, 0, 0.5),
        guess("A:min", 2.0),
        guess("A:min7", 3.0),  # another quality
        final("C:maj/3", 0.0, 2.0),  # another bass is no disagreement
        guess("F:maj", 4.0),
        final("A:min7", 2.0, 4.0),  # for a second it was taken for A:min
        final("D:min", 4.0, 5.5),  # all of it was taken for F:maj
    ):
        watch(event)
    found = figures.all()[KEY]
    assert (found.finals, found.sessions) == (3, 1)
    assert (found.guessed_s, found.disagreed_s) == (5.5, 2.5)
    assert (found.chord_s["maj"], found.chord_s["min7"], found.chord_s["min"]) == (2.0, 2.0, 1.5)
    assert sum(found.confidences["provisional"]) == 4
    assert found.confidence_sums["final"] == pytest.approx(2.7)


def test_what_was_never_guessed_is_no_disagreement() -> None:
    figures = FiguresOfModels()
    figures.watch(INFO)(final("C:maj", 0.0, 2.0))
    found = figures.all()[KEY]
    assert (found.guessed_s, found.disagreed_s, found.chord_s["maj"]) == (0.0, 0.0, 2.0)


def test_sessions_of_one_model_do_not_mix_their_guesses() -> None:
    figures = FiguresOfModels()
    one, other = figures.watch(INFO), figures.watch(INFO)
    one(guess("C:maj", 0.0))
    other(guess("G:maj", 0.0))
    one(final("C:maj", 0.0, 1.0))
    other(final("G:maj", 0.0, 1.0))
    assert figures.all()[KEY].disagreed_s == 0.0


def test_corrections_are_counted_coarsely() -> None:
    figures = FiguresOfModels()
    for heard, corrected in (("A:min", "A:min7"), ("A:min", "A:minmaj7"), ("C:maj", "A:min7"), ("N", "C:5")):
        figures.note_correction(Correction(*KEY, parse_label(heard), parse_label(corrected), 0.5, 1.0, "rest"))
    assert figures.all()[KEY].corrections == {
        ("minor", "minor", "same"): 2,
        ("major", "minor", "other"): 1,
        ("N", "power", "other"): 1,
    }
    assert {coarse_class(chord) for chord in (*all_chords(), NO_CHORD, UNKNOWN_CHORD)} == set(COARSE_CLASSES)


def test_models_without_end_do_not_fill_the_memory() -> None:
    figures = FiguresOfModels()
    for version in range(3 * MAX_MODELS):
        figures.watch(EngineInfo("m", str(version)))
    assert list(figures.all()) == [("m", str(version)) for version in range(2 * MAX_MODELS, 3 * MAX_MODELS)]
