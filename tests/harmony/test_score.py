"""Scores against mir_eval, the reference implementation, on timelines and labels that Hypothesis makes up."""

from __future__ import annotations

import warnings
from typing import Final

import mir_eval
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import ChordSyntaxError, all_chords
from chordwork.harmony.score import Comparison, Recall, Segment, TimelineError, compare, encode, score

SCORED: Final[tuple[Comparison, ...]] = ("root", "thirds", "majmin", "sevenths")
COMPARISONS: Final[tuple[Comparison, ...]] = (*SCORED, "triads")
SHORTHANDS = [name for name in mir_eval.chord.QUALITIES if name]

roots = st.builds(
    lambda letter, accidentals: f"{letter}{accidentals}",
    st.sampled_from("ABCDEFG"),
    st.sampled_from(["", "", "b", "#", "bb", "##"]),
)
degrees = st.builds(
    lambda accidentals, number: f"{accidentals}{number}",
    st.sampled_from(["", "", "b", "#", "bb"]),
    st.integers(1, 13),
)
degree_lists = st.lists(st.builds(lambda omit, degree: omit + degree, st.sampled_from(["", "*"]), degrees), max_size=3)


@st.composite
def _labels(draw: st.DrawFn) -> str:
    root = draw(roots)
    shorthand = draw(st.sampled_from(["", *SHORTHANDS]))
    added = draw(degree_lists)
    bass = draw(st.one_of(st.just(""), degrees))
    body = shorthand + (f"({','.join(added)})" if added else "")
    return root + (f":{body}" if body else "") + (f"/{bass}" if bass else "")


common = st.sampled_from(
    ["N", "X", "C", "C:min", "C:7", "C:maj7", "C:min7", "C/3", "C:aug", "A:min", "C:maj6(9)/3", "C:(1,5)", "C:7(b9)"]
)
labels = st.one_of(common, _labels())


@st.composite
def timelines(draw: st.DrawFn) -> list[Segment]:
    """Gapless or with gaps; boundaries on a grid of quarters, so that the two timelines often share them."""
    gaps = draw(st.booleans())
    count = draw(st.integers(1, 6))
    time = draw(st.integers(0, 12)) / 4
    segments: list[Segment] = []
    for _ in range(count):
        if gaps:
            time += draw(st.integers(0, 2)) / 4
        end = time + draw(st.integers(1, 8)) / 4
        segments.append((time, end, draw(labels)))
        time = end
    return segments


def _mir_eval(reference: list[Segment], estimated: list[Segment]) -> dict[str, float]:
    """What ``mir_eval.chord.evaluate`` does, without its segmentation scores, which some of these timelines crash."""
    reference_intervals, reference_labels = _arrays(reference)
    estimated_intervals, estimated_labels = mir_eval.util.adjust_intervals(
        *_arrays(estimated), reference_intervals.min(), reference_intervals.max(), "N", "N"
    )
    intervals, reference_labels, estimated_labels = mir_eval.util.merge_labeled_intervals(
        reference_intervals, reference_labels, estimated_intervals, estimated_labels
    )
    seconds = mir_eval.util.intervals_to_durations(intervals)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            name: float(
                mir_eval.chord.weighted_accuracy(
                    getattr(mir_eval.chord, name)(reference_labels, estimated_labels), seconds
                )
            )
            for name in SCORED
        }


def _arrays(segments: list[Segment]) -> tuple[np.ndarray, list[str]]:
    return np.array([segment[:2] for segment in segments], dtype=float), [segment[2] for segment in segments]


@given(timelines(), timelines())
def test_timelines_score_as_in_mir_eval(reference: list[Segment], estimated: list[Segment]) -> None:
    ours = score(reference, estimated)
    assert {name: getattr(ours, name).fraction for name in SCORED} == pytest.approx(_mir_eval(reference, estimated))


@given(labels, labels)
def test_labels_compare_as_in_mir_eval(reference: str, estimated: str) -> None:
    for name in COMPARISONS:
        theirs = float(getattr(mir_eval.chord, name)([reference], [estimated])[0])
        assert compare(reference, estimated, name) == (None if theirs < 0 else theirs == 1.0)


@given(labels)
def test_labels_are_taken_apart_as_in_mir_eval(label: str) -> None:
    root, bitmap, _ = mir_eval.chord.encode(label)
    ours, intervals = encode(label)
    assert ours == root
    assert sorted(intervals) == np.flatnonzero(bitmap > 0).tolist()


def test_every_chord_of_our_vocabulary_is_harte_syntax() -> None:
    for chord in all_chords():
        assert chord.quality is not None
        assert encode(chord.label) == (chord.root, set(chord.quality.intervals))


@pytest.mark.parametrize(
    "label",
    [
        "",
        "H",
        "C:",
        "C:/3",
        "C(9)",
        "C:foo",
        "C:maj/",
        "n",
        "C:maj(14)",
        "C#b",
        " C",
        "C ",
        "Cx",
        "C♯",
        "C:maj(b#5)",
        "C:maj(9, 11)",
    ],
)
def test_malformed_labels_are_typed_errors(label: str) -> None:
    with pytest.raises(ChordSyntaxError):
        encode(label)


@pytest.mark.parametrize("label", ["Cx", "C♯", "C:maj(b#5)", "C:maj(9, 11)", "C:maj\n"])
def test_labels_are_read_to_the_letter(label: str) -> None:
    with pytest.raises(ChordSyntaxError):
        encode(label)


def test_worked_example() -> None:
    """Ten seconds: six right, one of them only as majmin; two left out of majmin because the reference is augmented."""
    reference = [(0.0, 4.0, "C"), (4.0, 6.0, "G:aug"), (6.0, 10.0, "A:min7")]
    estimated = [(0.0, 5.0, "C:maj"), (5.0, 9.0, "A:min"), (9.0, 10.0, "N")]
    result = score(reference, estimated)
    assert result.root == Recall(7.0, 10.0)
    assert result.majmin == Recall(7.0, 8.0)
    assert result.sevenths == Recall(4.0, 8.0)


def test_an_empty_estimate_counts_as_no_chord() -> None:
    assert score([(0.0, 1.0, "N"), (1.0, 4.0, "C")], []).majmin.fraction == 0.25


def test_scores_pool_by_duration() -> None:
    one = score([(0.0, 1.0, "C")], [(0.0, 1.0, "C")])
    three = score([(0.0, 3.0, "C")], [(0.0, 3.0, "D")])
    assert (one + three).root.fraction == 0.25


@pytest.mark.parametrize(
    "segments",
    [
        [],
        [(0.0, 0.0, "C")],
        [(1.0, 0.5, "C")],
        [(1.0, 2.0, "C"), (0.0, 1.0, "D")],
        [(0.0, 3.0, "C"), (1.0, 4.0, "D")],
        [(float("nan"), 1.0, "C")],
    ],
)
def test_a_reference_that_is_no_timeline_is_refused(segments: list[Segment]) -> None:
    with pytest.raises(TimelineError):
        score(segments, [(0.0, 1.0, "C")])
