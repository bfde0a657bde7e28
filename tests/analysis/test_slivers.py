"""Slivers join their neighbours; time is neither made nor lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.analysis.charts.slivers import least_length_s, without_slivers
from chordwork.analysis.charts.timeline import TimedChord
from tests.analysis.sounds import timeline


def symbols(chords: tuple[TimedChord, ...]) -> list[tuple[str, float, float]]:
    return [(chord.symbol, round(chord.start, 6), round(chord.end, 6)) for chord in chords]


def test_a_sliver_between_two_pieces_of_one_chord_makes_them_one() -> None:
    neat = without_slivers(timeline(("C", 2.0), ("F6", 0.05, 0.01), ("C", 2.0)))
    assert symbols(neat) == [("C", 0.0, 4.05)]


def test_a_sliver_goes_to_the_chord_with_its_root() -> None:
    neat = without_slivers(timeline(("C", 2.0), ("G7", 0.1), ("G", 2.0)))
    assert symbols(neat) == [("C", 0.0, 2.0), ("G", 2.0, 4.1)]


def test_the_boundary_on_the_beat_stays() -> None:
    chart = timeline(("C", 1.9), ("Am", 0.1), ("F", 2.0))
    assert symbols(without_slivers(chart, period_s=0.5, beats=[1.5, 2.0, 2.5]))[0] == ("C", 0.0, 2.0)
    assert symbols(without_slivers(chart, period_s=0.5, beats=[1.4, 1.9, 2.4]))[0] == ("C", 0.0, 1.9)


def test_without_beats_the_longer_neighbour_takes_it() -> None:
    assert symbols(without_slivers(timeline(("C", 1.0), ("Am", 0.1), ("F", 3.0))))[0] == ("C", 0.0, 1.0)


def test_a_row_of_slivers_leaves_none() -> None:
    neat = without_slivers(timeline(("C", 2.0), ("Am", 0.1), ("F", 0.12), ("Dm", 0.1), ("G", 2.0)), period_s=0.5)
    assert next(chord.symbol for chord in neat) == "C"
    assert all(chord.end - chord.start >= least_length_s(0.5) for chord in neat)


def test_the_weak_must_last_longer_than_the_sure() -> None:
    """At 120 bpm half a beat is 0.25 s: 0.3 s of a sure chord is a passing chord, of a weak one a scrap."""
    assert len(without_slivers(timeline(("C", 2.0), ("Am", 0.3, 0.9), ("F", 2.0)), period_s=0.5)) == 3
    assert len(without_slivers(timeline(("C", 2.0), ("Am", 0.3, 0.2), ("F", 2.0)), period_s=0.5)) == 2


def test_silence_is_never_weak() -> None:
    """N comes with the confidence 0 where nobody decided."""
    assert len(without_slivers(timeline(("C", 2.0), ("N.C.", 0.4, 0.0), ("F", 2.0)), period_s=0.5)) == 3


@pytest.mark.parametrize(("bpm", "least"), [(240, 0.18), (120, 0.25), (100, 0.3), (50, 0.35), (None, 0.25)])
def test_the_least_length_follows_the_tempo_within_limits(bpm: float | None, least: float) -> None:
    assert least_length_s(None if bpm is None else 60.0 / bpm) == pytest.approx(least)


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["C", "G7", "Am", "F", "N.C.", "Bb"]),
        st.sampled_from([0.02, 0.05, 0.1, 0.2, 0.3, 0.7, 2.0]),
        st.floats(0.0, 1.0),
    ),
    min_size=1,
    max_size=40,
)


@given(PIECES, st.sampled_from([None, 0.3, 0.5, 1.0]), st.booleans())
def test_no_time_is_made_or_lost(pieces: list[tuple[str, float, float]], period: float | None, beats: bool) -> None:
    before = timeline(*pieces)
    marks = [0.5 * beat for beat in range(200)] if beats else []
    after = without_slivers(before, period_s=period, beats=marks)
    assert (after[0].start, after[-1].end) == (before[0].start, before[-1].end)
    assert all(one.end == other.start for one, other in itertools.pairwise(after))
    edges = {chord.start for chord in before} | {before[-1].end}
    assert {chord.start for chord in after} <= edges
    assert {chord.label for chord in after} <= {chord.label for chord in before}
    assert len(after) == 1 or all(chord.end - chord.start >= least_length_s(period) - 1e-6 for chord in after)
    assert without_slivers(after, period_s=period, beats=marks) == after
