"""Scores against mir_eval, and what "may be late" means."""

import mir_eval
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.accuracy.measure import ALLOWED_LATE_S, MEASURES, key_score
from chordwork.harmony.score import Segment
from evaluation.calibration import logistic_line
from evaluation.resampling import difference, mean, quantile
from evaluation.scoring import score, with_breaths

LABELS = ("N", "X", "C:maj", "C:min", "C:7", "A:min7", "A:min7/b3", "F:sus4", "G:5", "C:min/2", "D:hdim7")


@st.composite
def timelines(draw: st.DrawFn, *, gaps: bool = False) -> list[Segment]:
    time, segments = 0.0, []
    for _ in range(draw(st.integers(1, 6))):
        time += draw(st.integers(0, 2)) / 4 if gaps else 0.0
        end = time + draw(st.integers(1, 8)) / 4
        segments.append((time, end, draw(st.sampled_from(LABELS))))
        time = end
    return segments


@settings(deadline=None, max_examples=200)
@given(reference=timelines(), estimate=timelines(gaps=True))
def test_nothing_late_is_what_mir_eval_says(reference: list[Segment], estimate: list[Segment]) -> None:
    span = np.array([row[:2] for row in reference])
    intervals, labels = mir_eval.util.adjust_intervals(
        np.array([row[:2] for row in estimate]), [row[2] for row in estimate], span.min(), span.max(), "N", "N"
    )
    intervals, wanted, said = mir_eval.util.merge_labeled_intervals(
        span, [row[2] for row in reference], intervals, labels
    )
    seconds = mir_eval.util.intervals_to_durations(intervals)
    scores = score(reference, estimate, MEASURES)
    for measure in MEASURES:
        hits = getattr(mir_eval.chord, measure)(wanted, said)
        weight = seconds[hits >= 0].sum()
        expected = mir_eval.chord.weighted_accuracy(hits, seconds) if weight else 0.0
        assert scores[measure] == (pytest.approx(expected), pytest.approx(weight))


REFERENCE: list[Segment] = [(0.0, 1.0, "C:maj"), (1.0, 2.0, "G:maj"), (2.0, 3.0, "A:min")]
LATE_300_MS: list[Segment] = [(0.0, 1.3, "C:maj"), (1.3, 2.3, "G:maj"), (2.3, 3.0, "A:min")]


@pytest.mark.parametrize(("late_s", "right_s"), [(0.0, 2.4), (0.1, 2.6), (0.25, 2.9), (0.3, 3.0), (0.5, 3.0)])
def test_the_chord_before_a_change_is_accepted_for_a_while(late_s: float, right_s: float) -> None:
    assert score(REFERENCE, LATE_300_MS, ["majmin"], late_s=late_s)["majmin"] == (
        pytest.approx(right_s / 3.0), pytest.approx(3.0)
    )  # fmt: skip


def test_the_allowance_ends_when_it_is_over() -> None:
    back: list[Segment] = [(0.0, 1.0, "C:maj"), (1.0, 1.4, "G:maj"), (1.4, 2.0, "C:maj")]
    assert score(REFERENCE[:2], back, ["majmin"], late_s=0.5)["majmin"][0] == pytest.approx(0.75)


@given(change=st.floats(0.3, 3.7), late_s=st.floats(0.01, 0.3))
def test_a_chord_that_never_leaves_is_right_for_exactly_the_allowance(change: float, late_s: float) -> None:
    reference: list[Segment] = [(0.0, change, "C:maj"), (change, 4.0, "G:maj")]
    fraction, _ = score(reference, [(0.0, 4.0, "C:maj")], ["majmin"], late_s=late_s)["majmin"]
    assert fraction * 4.0 == pytest.approx(min(change + late_s, 4.0))


def test_being_early_is_not_excused() -> None:
    early: list[Segment] = [(0.0, 0.8, "C:maj"), (0.8, 3.0, "G:maj")]
    assert score(REFERENCE[:2], early, ["majmin"], late_s=0.5)["majmin"][0] == pytest.approx(0.9)


def test_chords_shorter_than_the_allowance_are_all_remembered() -> None:
    reference: list[Segment] = [(0.0, 1.0, "C:maj"), (1.0, 1.2, "G:maj"), (1.2, 2.0, "F:maj")]
    assert score(reference, [(0.0, 2.0, "C:maj")], ["majmin"], late_s=0.5)["majmin"][0] == pytest.approx(0.75)


def test_allowing_more_never_scores_less() -> None:
    scores = [
        score(REFERENCE, LATE_300_MS, ["sevenths"], late_s=late)["sevenths"][0] for late in ALLOWED_LATE_S.values()
    ]
    assert scores == sorted(scores)


@pytest.mark.parametrize(
    ("reference", "heard", "weight"),
    [
        ("C major", "C major", 1.0),
        ("C major", "G major", 0.5),
        ("C major", "A minor", 0.3),
        ("C major", "C minor", 0.2),
        ("C major", "D major", 0.0),
        ("C# major", "Db major", 1.0),
        ("C major", None, 0.0),
        (None, "C major", None),
    ],
)
def test_keys_have_mirex_weights(reference: str | None, heard: str | None, weight: float | None) -> None:
    assert key_score(reference, heard) == weight


def test_figures_have_intervals_over_clips() -> None:
    estimate = mean([(1.0, 1.0), (0.0, 3.0), (0.5, 0.0)])
    assert estimate is not None
    assert (estimate.value, estimate.clips) == (pytest.approx(0.25), 2)
    assert (estimate.low, estimate.high) == (0.0, 1.0)
    assert mean([(0.5, 0.0)]) is None
    median = quantile([[1.0, 2.0], [], [3.0]], 0.5)
    assert median is not None
    assert (median.value, median.low, median.high, median.clips) == (2.0, 1.5, 3.0, 2)
    paired = difference([((0.9, 1.0), (0.8, 1.0)), ((0.5, 1.0), (0.4, 1.0))])
    assert paired is not None
    assert [paired.value, paired.low, paired.high] == pytest.approx([0.1, 0.1, 0.1])


def test_ignored_labels_are_not_measured_but_may_linger() -> None:
    reference: list[Segment] = [(0.0, 1.0, "N"), (1.0, 2.0, "C:maj")]
    estimate: list[Segment] = [(0.0, 1.25, "N"), (1.25, 2.0, "C:maj")]
    assert score(reference, estimate, ["majmin"], ignored=["N"])["majmin"] == (pytest.approx(0.75), 1.0)
    assert score(reference, estimate, ["majmin"], ignored=["N"], late_s=0.25)["majmin"] == (1.0, 1.0)


def test_a_rest_shorter_than_a_breath_belongs_to_the_chord_before_it() -> None:
    played = [(0.0, 1.0, "N"), (1.0, 2.0, "C:maj"), (2.0, 2.2, "N"), (2.2, 3.0, "C:maj"), (3.0, 3.3, "N"),
              (3.3, 4.0, "F:maj"), (4.0, 4.1, "N")]  # fmt: skip
    assert with_breaths(played, 0.0) == played
    assert with_breaths(played, 0.25) == [
        (0.0, 1.0, "N"), (1.0, 3.0, "C:maj"), (3.0, 3.3, "N"), (3.3, 4.0, "F:maj"), (4.0, 4.1, "N"),
    ]  # fmt: skip
    assert [label for _, _, label in with_breaths(played, 2.0)] == ["N", "C:maj", "F:maj", "N"]


def test_the_line_of_a_confidence_is_found_again() -> None:
    chance = np.random.default_rng(3)
    odds = chance.normal(3.0, 3.0, 20_000)
    right = chance.uniform(size=len(odds)) < 1 / (1 + np.exp(-(0.3 * odds - 0.4)))
    slope, offset = logistic_line(list(zip((1 / (1 + np.exp(-odds))).tolist(), right.tolist(), strict=True)))
    assert slope == pytest.approx(0.3, abs=0.02)
    assert offset == pytest.approx(-0.4, abs=0.06)
    assert logistic_line([(0.9, True), (0.9, False), (0.9, True)]) == pytest.approx((0.3, 0.0), abs=1.0)
