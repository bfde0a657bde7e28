"""Beats that slid away from the music, by where chords change."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from chordwork.analysis.charts.phase import on_changes
from chordwork.analysis.charts.timeline import TimedChord

ROW = ("C", "A:min", "F", "G")


def chords(starts: list[float]) -> list[TimedChord]:
    ends = [*starts[1:], starts[-1] + 2]
    labels = [ROW[index % 4] for index in range(len(starts))]
    return [TimedChord(start, end, label, label, 0.9) for start, end, label in zip(starts, ends, labels, strict=True)]


def off(beats: tuple[float, ...], played: list[float]) -> float:
    """The farthest that a change is from its beat, in seconds."""
    return max(min(abs(beat - time) for beat in beats) for time in played if beats[0] <= time <= beats[-1])


def test_beats_on_which_chords_change_stay_as_they_are() -> None:
    beats = tuple(0.5 * index for index in range(64))
    assert on_changes(beats, chords([2.0 * index + 0.04 for index in range(16)])) == beats


def test_beats_between_those_that_are_played_move_half_a_beat() -> None:
    beats = tuple(float(index) for index in range(65))
    played = [2.0 * index + 0.5 for index in range(32)]
    assert off(on_changes(beats, chords(played)), played) < 0.01


@pytest.mark.parametrize("pace", [0.98, 1.015])
def test_a_tempo_that_is_a_little_wrong_is_followed(pace: float) -> None:
    beats = tuple(0.9 * pace * index for index in range(160))
    played = [1.8 * index for index in range(78)]
    assert off(beats, played) > 0.4
    moved = on_changes(beats, chords(played))
    assert off(moved, played) < 0.2
    steps = [after - before for before, after in pairwise(moved)]
    assert all(0.9 * pace * 0.85 < step < 0.9 * pace * 1.2 for step in steps)


def test_where_the_tracker_slips_once_only_the_rest_moves() -> None:
    beats = tuple(0.8 * index for index in range(120))
    played = [1.6 * index for index in range(30)] + [48.0 + 0.4 + 1.6 * index for index in range(29)]
    moved = on_changes(beats, chords(played))
    assert moved[:50] == pytest.approx(beats[:50])
    assert off(moved, played) < 0.21


@pytest.mark.parametrize("beats", [(), (1.0,), (1.0, 1.5, 2.0, 2.5)])
def test_little_says_nothing(beats: tuple[float, ...]) -> None:
    assert on_changes(beats, []) == beats
    assert on_changes(beats, chords([1.2])) == beats
    assert on_changes(beats, [TimedChord(0.0, 9.0, "N", "N.C.", 0.0)]) == beats


def test_chords_without_any_order_move_nothing() -> None:
    beats = tuple(0.5 * index for index in range(200))
    played = [1.7 * index + 0.4 * math.sin(index * index) for index in range(1, 50)]
    moved = on_changes(beats, chords(played))
    assert abs(len(moved) - len(beats)) <= 3
