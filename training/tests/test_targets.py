import numpy as np
import pytest

from chordwork.engine import CHORDS
from chordwork.engine._spec import FEATURE_SPEC
from evaluation.scoring import score
from training.evaluate import ClipScore, summarize
from training.targets import IGNORED, TARGET_DELAY_S, UNKNOWN_NOTES, hop_times, targets_for

CLIP = {
    "chords": [[0.0, 1.0, "N"], [1.0, 2.0, "C:maj/3"], [2.0, 3.0, "X"], [3.0, 4.0, "A:min7"]],
    "notes": [[1.0, 2.0, 52, "piano"], [1.0, 2.0, 60, "piano"], [3.0, 4.0, 57, "piano"]],
}


def at(seconds: float) -> int:
    return int(np.searchsorted(hop_times(100), seconds))


def test_each_hop_is_about_the_moment_before_its_end() -> None:
    assert hop_times(3)[0] == pytest.approx(FEATURE_SPEC.hop_seconds - TARGET_DELAY_S)


def test_chords_basses_and_notes() -> None:
    targets = targets_for(CLIP, 86)
    assert CHORDS[targets.chord[at(0.5)]].label == "N"
    assert CHORDS[targets.chord[at(1.5)]].label == "C:maj"
    assert targets.chord[at(2.5)] == IGNORED
    assert CHORDS[targets.chord[at(3.5)]].label == "A:min7"
    assert (targets.bass[at(0.5)], targets.bass[at(1.5)], targets.bass[at(3.5)]) == (IGNORED, 4, 0)
    assert (targets.notes[at(0.5)], targets.notes[at(1.5)], targets.notes[at(3.5)]) == (0, 1 << 4 | 1, 1 << 9)


def test_what_nobody_labelled_is_no_chord() -> None:
    assert CHORDS[targets_for({"chords": []}, 10).chord[9]].label == "N"


def test_scores_are_weighted_by_duration() -> None:
    reference = [(0.0, 3.0, "C:maj"), (3.0, 4.0, "A:min")]
    assert score(reference, [(0.0, 4.0, "C:maj")])["majmin"] == (pytest.approx(0.75), pytest.approx(4.0))
    cells = {"final": {"majmin": (1.0, 1.0)}}, {"final": {"majmin": (0.0, 3.0)}}
    mean, low, high = summarize([ClipScore("x", "band", "", cell) for cell in cells], "final", "majmin")
    assert mean == pytest.approx(0.25)
    assert low <= mean <= high


@pytest.mark.parametrize(("rest", "label"), [(0.5, "C:maj"), (0.9, "N")])
def test_a_short_silence_belongs_to_the_chord_before_it(rest: float, label: str) -> None:
    clip = {"chords": [[0.0, 1.0, "C:maj/3"], [1.0, 1.0 + rest, "N"], [1.0 + rest, 4.0, "G:maj"]]}
    targets = targets_for(clip, 86)
    assert CHORDS[targets.chord[at(1.0 + rest / 2)]].label == label
    assert targets.bass[at(1.0 + rest / 2)] == (4 if label != "N" else IGNORED)


def test_silence_at_either_end_is_silence() -> None:
    clip = {"chords": [[0.0, 0.4, "N"], [0.4, 3.0, "G:maj"], [3.0, 3.4, "N"]]}
    targets = targets_for(clip, 86)
    assert {CHORDS[targets.chord[at(moment)]].label for moment in (0.2, 3.2)} == {"N"}


def test_notes_that_nobody_wrote_down_are_unknown_and_not_absent() -> None:
    assert set(targets_for({"chords": CLIP["chords"]}, 86).notes) == {UNKNOWN_NOTES}
    assert set(targets_for({"chords": CLIP["chords"], "notes": []}, 86).notes) == {0}
