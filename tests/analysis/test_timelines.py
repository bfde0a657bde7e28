"""Timelines: contiguous whatever comes in."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chordwork.analysis.charts.timeline import FinalTimeline, LiveTimeline, TimedChord

labels = st.sampled_from(["N", "C:maj", "A:min"])
times = st.floats(0, 10, allow_nan=False)


def _chord(start: float, end: float, label: str = "C:maj") -> TimedChord:
    return TimedChord(start, end, label, label, 0.5)


def _assert_contiguous(chords: list[TimedChord], duration: float) -> None:
    assert (chords[0].start, chords[-1].end) == (0.0, duration)
    assert all(chord.end > chord.start for chord in chords)
    assert all(one.end == two.start for one, two in pairwise(chords))


@given(st.lists(st.tuples(times, labels), max_size=8), st.floats(0.01, 12))
def test_what_was_seen_is_contiguous_and_joined(shown: list[tuple[float, str]], duration: float) -> None:
    timeline = LiveTimeline()
    for at, label in sorted(shown, key=lambda item: item[0]):
        timeline.show(label, label, 0.5, at)
    chords = timeline.chords(duration)
    _assert_contiguous(chords, duration)
    assert all(one.label != two.label for one, two in pairwise(chords))


@given(st.lists(st.tuples(times, times), max_size=6), st.floats(0.01, 12))
def test_what_was_decided_is_contiguous(spans: list[tuple[float, float]], duration: float) -> None:
    timeline = FinalTimeline()
    end = 0.0
    for gap, length in spans:
        timeline.add(_chord(end + gap / 10, end + gap / 10 + length / 10))
        end += gap / 10 + length / 10
    _assert_contiguous(timeline.chords(duration), duration)


def test_a_label_counts_from_when_it_appeared() -> None:
    timeline = LiveTimeline()
    timeline.show("C:maj", "C", 0.6, 0.5)
    timeline.show("C:maj", "C", 0.9, 0.75)
    timeline.show("G:maj", "G", 0.8, 2.0)
    assert [chord.segment for chord in timeline.chords(3.0)] == [
        (0.0, 0.5, "N"),
        (0.5, 2.0, "C:maj"),
        (2.0, 3.0, "G:maj"),
    ]
    assert timeline.chords(3.0)[1].confidence == 0.9


def test_of_two_labels_at_one_moment_the_last_is_seen() -> None:
    timeline = LiveTimeline()
    timeline.show("C:maj", "C", 0.6, 1.0)
    timeline.show("G:maj", "G", 0.8, 1.0)
    assert [chord.segment for chord in timeline.chords(2.0)] == [(0.0, 1.0, "N"), (1.0, 2.0, "G:maj")]


def test_nothing_decided_is_no_chord() -> None:
    assert [chord.segment for chord in FinalTimeline().chords(0.05)] == [(0.0, 0.05, "N")]
