"""What the accuracy benchmark means by delay, flicker, bass, confusion and calibration, on timelines made by hand."""

import math

import pytest

from chordwork.harmony.score import Segment
from evaluation.calibration import calibration_error, reliability
from evaluation.listening import Decision
from evaluation.naming import bass_recall, confusions, same_triad, sureness
from evaluation.timing import (
    decision_delays,
    false_chords,
    naming_delays,
    needless_changes,
    onsets,
    silence_recall,
)

REFERENCE: list[Segment] = [
    (0.0, 1.0, "N"), (1.0, 2.0, "C:maj"), (2.0, 3.0, "C:7/3"), (3.0, 4.0, "A:min"), (4.0, 5.0, "N")
]  # fmt: skip


def test_a_chord_that_keeps_its_triad_needs_no_new_name() -> None:
    assert onsets(REFERENCE) == [(1.0, 3.0, "C:maj"), (3.0, 4.0, "A:min")]


def test_the_same_chord_after_a_rest_or_after_x_is_an_onset() -> None:
    for between in ("N", "X"):
        timeline: list[Segment] = [(0.0, 1.0, "C:maj"), (1.0, 2.0, between), (2.0, 3.0, "C:maj")]
        assert [start for start, _, _ in onsets(timeline)] == [0.0, 2.0]


@pytest.mark.parametrize(
    ("shown", "delay"),
    [
        ([(0.0, 1.2, "N"), (1.2, 3.0, "C:maj7/5")], 0.2),  # quality and bass may be wrong
        ([(0.0, 1.2, "N"), (1.2, 1.4, "C:min"), (1.4, 3.0, "C:maj")], 0.4),
        ([(0.0, 0.9, "N"), (0.9, 3.0, "C:maj")], 0.0),  # was there already
        ([(0.0, 0.9, "C:maj"), (0.9, 1.1, "G:maj"), (1.1, 3.0, "C:maj")], 0.1),
        ([(0.0, 3.0, "N"), (3.0, 5.0, "C:maj")], None),  # came after the chord had ended
    ],
)
def test_delay_until_root_and_triad_are_right(shown: list[Segment], delay: float | None) -> None:
    first = naming_delays(REFERENCE, shown)[0]
    assert first == (None if delay is None else pytest.approx(delay))


def test_mir_eval_counts_a_foreign_bass_as_a_note_and_the_triad_does_not() -> None:
    assert same_triad("C:min/2", "C:min")
    assert not same_triad("X", "C:min")
    assert not same_triad("C:maj", "N")


def test_one_change_a_segment_is_needed_and_the_others_are_not() -> None:
    shown: list[Segment] = [
        (0.0, 1.1, "N"), (1.1, 1.2, "A:min"), (1.2, 1.3, "C:7"), (1.3, 3.1, "C:maj"), (3.1, 5.0, "A:min")
    ]  # fmt: skip
    assert needless_changes(REFERENCE, shown) == (2, 5)


def test_a_change_that_was_left_out_does_not_pay_for_a_needless_one() -> None:
    shown: list[Segment] = [(0.0, 1.1, "N"), (1.1, 1.2, "A:min"), (1.2, 5.0, "C:maj")]
    assert needless_changes(REFERENCE, shown) == (1, 5)


def test_neighbouring_segments_with_one_label_are_one() -> None:
    assert needless_changes([(0.0, 1.0, "N"), (1.0, 2.0, "N")], [(0.0, 2.0, "N")]) == (0, 1)


def test_final_delay_leaves_out_what_the_end_of_the_audio_forced() -> None:
    decisions = [Decision(0.0, 1.0, "C:maj", 0.9, 2.1), Decision(1.0, 3.0, "N", 0.9, 3.0)]
    assert decision_delays(decisions, 3.0) == [pytest.approx(1.1)]


def test_false_chords_are_stretches_with_one_name() -> None:
    assert false_chords([(0, 1, "C:maj"), (1, 2, "C:maj"), (2, 3, "G:maj"), (3, 4, "N"), (4, 5, "G:maj")]) == 3
    assert false_chords([(0, 1, "N"), (1, 2, "X")]) == 0


def test_recall_of_silence() -> None:
    assert silence_recall(REFERENCE, [(0.0, 0.5, "N"), (0.5, 4.5, "C:maj")]) == (pytest.approx(0.5), 2.0)
    assert silence_recall(REFERENCE[1:4], [(0.0, 5.0, "N")]) == (0.0, 0.0)


def test_the_bass_counts_where_the_chord_is_right() -> None:
    reference: list[Segment] = [
        (0.0, 1.0, "C:maj"), (1.0, 2.0, "C:maj/3"), (2.0, 3.0, "A:min/2"), (3.0, 4.0, "F:maj/5"), (4.0, 5.0, "N")
    ]  # fmt: skip
    estimate: list[Segment] = [
        (0.0, 1.0, "C:7/5"), (1.0, 2.0, "C:7/3"), (2.0, 3.0, "A:min"), (3.0, 4.0, "G:maj/4"), (4.0, 5.0, "N")
    ]  # fmt: skip
    shares = bass_recall(reference, estimate)
    assert shares == {"all": (pytest.approx(1 / 3), 3.0), "inverted": (pytest.approx(1 / 2), 2.0)}


def test_confusions_are_named_from_the_right_root() -> None:
    reference: list[Segment] = [(0.0, 4.0, "C:maj6/3"), (4.0, 5.0, "N"), (5.0, 6.0, "X")]
    estimate: list[Segment] = [
        (0.0, 1.0, "C:maj6"), (1.0, 2.0, "A:min7"), (2.0, 3.0, "C:maj"), (3.0, 4.0, "N"), (4.0, 6.0, "G:5")
    ]  # fmt: skip
    assert confusions(reference, estimate) == {
        "maj6": {"=": 1.0, "+9 min7": 1.0, "maj": 1.0, "N": 1.0},
        "N": {"5": 1.0},
    }


def test_sureness_counts_seconds_in_which_root_and_quality_are_right() -> None:
    reference: list[Segment] = [(0.0, 1.0, "C:maj/3"), (1.0, 2.0, "C:7"), (2.0, 3.0, "X")]
    decisions = [Decision(0.0, 1.5, "C:maj", 0.9, 2.0), Decision(1.5, 2.5, "C:7", 0.4, 3.0)]
    decisions.append(Decision(2.5, 3.0, "C:7", 0.3, 3.0))
    assert sureness(reference, decisions) == [(0.9, pytest.approx(1.0), 1.5), (0.4, 0.5, 0.5)]


def test_calibration() -> None:
    clip = [(0.95, 9.0, 10.0), (1.0, 10.0, 10.0), (0.25, 1.0, 5.0)]
    bins = reliability(clip)
    assert (bins[9].chords, bins[9].seconds) == (2, 20.0)
    assert (bins[9].confidence, bins[9].right) == (pytest.approx(0.975), pytest.approx(0.95))
    assert (bins[2].confidence, bins[2].right) == (pytest.approx(0.25), pytest.approx(0.2))
    assert bins[0].chords == 0
    assert math.isnan(bins[0].right)
    error = calibration_error([clip, []])
    assert error is not None
    assert error.value == pytest.approx((20 * 0.025 + 5 * 0.05) / 25)
    assert calibration_error([[]]) is None


def test_a_program_that_is_as_sure_as_it_is_right_has_no_error() -> None:
    error = calibration_error([[(0.8, 8.0, 10.0)], [(0.3, 3.0, 10.0)]])
    assert error is not None
    assert error.high == pytest.approx(0.0)
