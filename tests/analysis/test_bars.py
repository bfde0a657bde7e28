"""Beats in a steady row, and the bars that they make."""

from __future__ import annotations

import pytest

from chordwork.analysis.charts.bars import find_bars, places
from chordwork.analysis.charts.beat_grid import find_beat_grid
from tests.analysis.sounds import beat, timeline


def test_beats_reach_back_to_the_first_sound() -> None:
    """The tracker's first beat comes seconds late."""
    beat_grid = find_beat_grid([beat(3.0 + 0.5 * index) for index in range(20)], begin=1.0, end=13.0)
    assert beat_grid is not None
    assert (beat_grid.beats[0], beat_grid.beats[-1]) == (1.0, 13.0)
    assert beat_grid.bpm == pytest.approx(120.0)


def test_no_beat_is_made_up_in_the_silence_before() -> None:
    beat_grid = find_beat_grid([beat(20.0 + 0.5 * index) for index in range(20)], begin=18.0, end=30.0)
    assert beat_grid is not None
    assert beat_grid.beats[0] == 18.0


def test_a_beginning_at_double_tempo_is_counted_at_the_tempo_that_lasts() -> None:
    said = [beat(3.0 + 0.5 * index) for index in range(5)] + [beat(6.0 + index) for index in range(20)]
    beat_grid = find_beat_grid(said, begin=0.0, end=26.0)
    assert beat_grid is not None
    assert beat_grid.bpm == pytest.approx(60.0)
    assert {round(after - before, 2) for before, after in zip(beat_grid.beats, beat_grid.beats[1:], strict=False)} == {
        1.0
    }


def test_a_missed_beat_is_filled_in_and_a_stray_one_left_out() -> None:
    times = [3.0 + 0.5 * index for index in range(20) if index != 7] + [8.2]
    beat_grid = find_beat_grid([beat(time) for time in times], begin=3.0, end=12.5)
    assert beat_grid is not None
    assert beat_grid.beats == tuple(3.0 + 0.5 * index for index in range(20))


def test_a_tempo_that_moves_is_followed() -> None:
    times, period = [2.0], 0.6
    while times[-1] < 60:
        times.append(times[-1] + period)
        period *= 0.995
    beat_grid = find_beat_grid([beat(time) for time in times], begin=2.0, end=60.0)
    assert beat_grid is not None
    assert set(beat_grid.beats) >= {round(time, 4) for time in times[:-1]}


def test_no_pulse_where_beats_are_few_or_unsure() -> None:
    assert find_beat_grid([beat(time) for time in (1.0, 1.5, 2.0)], begin=0.0, end=9.0) is None
    assert find_beat_grid([beat(0.5 * n, confidence=0.1) for n in range(40)], begin=0.0, end=20.0) is None


def beats(count: int, start: float = 0.0) -> list[float]:
    return [start + 0.5 * index for index in range(count)]


def test_bars_begin_where_chords_change() -> None:
    bars = find_bars(beats(32, start=0.2), timeline(("C", 2.0), ("G", 2.0), ("Am", 2.0), ("F", 2.0), start=0.7))
    assert bars is not None
    assert (bars.metre, [bar.number for bar in bars.bars[:3]], bars.bars[1].start) == ("4/4", [0, 1, 2], 0.7)
    assert len(bars.bars[0].beats) == 1  # an upbeat


def test_threes_are_threes() -> None:
    bars = find_bars(beats(48), timeline(*[(symbol, 1.5) for symbol in ["C", "F", "G", "C", "Am", "F", "G", "C"] * 2]))
    assert bars is not None
    assert bars.metre == "3/4"


def test_two_chords_a_bar_are_common_time() -> None:
    """C for a bar, F and G half a bar each."""
    bars = find_bars(beats(64), timeline(*[("C", 2.0), ("F", 1.0), ("G", 1.0)] * 8))
    assert bars is not None
    assert (bars.metre, bars.bars[0].start) == ("4/4", 0.0)
    assert [(p.bar, p.beat) for p in places(bars, [0.0, 2.0, 3.0, 4.0]) if p] == [
        (1, 1.0),
        (2, 1.0),
        (2, 3.0),
        (3, 1.0),
    ]


def test_a_lost_beat_shifts_nothing_for_long() -> None:
    """After eight bars the tracker drops a beat: bars begin where chords change, before and after."""
    chart = timeline(*[(symbol, 2.0) for symbol in ["C", "G", "Am", "F"] * 8])
    row = [time for time in beats(128) if time != 17.0]
    bars = find_bars(row, chart)
    assert bars is not None
    starts = {bar.start for bar in bars.bars}
    assert sum(chord.start in starts for chord in chart) >= 30


def test_places_are_counted_to_a_quarter_of_a_beat() -> None:
    bars = find_bars(beats(16), timeline(("C", 4.0), ("F", 4.0)))
    assert bars is not None
    found = places(bars, [-0.3, 0.0, 0.13, 0.24, 0.49, 7.9])
    assert [None if place is None else (place.bar, place.beat) for place in found] == [
        None, (1, 1.0), (1, 1.25), (1, 1.5), (1, 2.0), (4, 4.75),
    ]  # fmt: skip
