"""Events to a finished analysis: key, tempo, bars, slivers."""

from __future__ import annotations

import pytest

from chordwork.analysis.charts.analysis import Analysis, AnalysisBuilder
from chordwork.analysis.charts.timeline import TimedChord
from chordwork.engine.events import KeyEvent
from tests.analysis.sounds import beat, finals, timeline

G_MINOR = [("Gm", 2.0), ("Eb", 2.0), ("Cm", 2.0), ("D7", 2.0)]


def analysed(chart: list[TimedChord], *, raw: bool = False, last_key: KeyEvent | None = None) -> Analysis:
    builder = AnalysisBuilder()
    duration = chart[-1].end
    for event in finals(chart):
        builder.add(event, event.at)
    for index in range(int(duration * 2)):
        builder.add(beat(0.5 * index), 0.5 * index)
    if last_key is not None:
        builder.add(last_key, duration)
    return builder.build(
        file="x.wav", duration=duration, sample_rate=8000, channels=1, tier="final", model="m", raw=raw
    )


def test_the_key_is_that_of_the_whole_not_the_last_one_heard() -> None:
    analysis = analysed(timeline(*G_MINOR * 4), last_key=KeyEvent(10, "major", 0.9, 30.0))
    assert analysis.key == "G minor"
    assert analysis.key_confidence is not None
    assert analysis.key_confidence > 0.5
    assert [(span.start, span.end, span.key) for span in analysis.keys] == [(0.0, 32.0, "G minor")]


def test_a_key_a_tone_higher_is_found_where_it_begins() -> None:
    lower = [("C", 2.0), ("G", 2.0), ("Am", 2.0), ("F", 2.0)] * 4
    higher = [("D", 2.0), ("A", 2.0), ("Bm", 2.0), ("G", 2.0)] * 3
    analysis = analysed(timeline(*lower, *higher))
    assert [span.key for span in analysis.keys] == ["C major", "D major"]
    assert analysis.keys[1].start == pytest.approx(32.0, abs=2.0)
    assert (analysis.keys[0].start, analysis.keys[0].end, analysis.keys[1].end) == (0.0, analysis.keys[1].start, 56.0)
    assert analysis.key == "C major"  # of the longer stretch


@pytest.mark.parametrize(
    "borrowed",
    [
        [("C", 2.0), ("E7", 2.0), ("Am", 2.0), ("Fm", 2.0), ("C", 2.0), ("D7", 2.0), ("G7", 2.0), ("C", 2.0)],
        [("C", 2.0), ("Bb", 2.0), ("F", 2.0), ("C", 2.0)],
        [("C", 2.0), ("G", 2.0), ("Am", 2.0), ("Em", 2.0), ("Am", 2.0), ("E7", 2.0), ("Am", 2.0), ("Am", 2.0)],
    ],
)
def test_borrowed_chords_and_the_relative_key_are_no_change(borrowed: list[tuple[str, float]]) -> None:
    assert len(analysed(timeline(*borrowed * 4)).keys) == 1


def test_tempo_and_bars() -> None:
    analysis = analysed(timeline(*G_MINOR * 4))
    assert analysis.beat_grid is not None
    assert analysis.bars is not None
    assert (round(analysis.beat_grid.bpm), analysis.bars.metre) == (120, "4/4")
    places = [place for place in analysis.places() if place is not None]
    assert [(place.bar, place.beat) for place in places[:3]] == [(1, 1.0), (2, 1.0), (3, 1.0)]


def test_slivers_stay_only_when_asked_for() -> None:
    chart = timeline(*G_MINOR, ("F6", 0.05, 0.01), *G_MINOR)
    assert "F6" in [chord.symbol for chord in analysed(chart, raw=True).chords]
    neat = analysed(chart)
    assert "F6" not in [chord.symbol for chord in neat.chords]
    assert neat.chords[-1].end == chart[-1].end


def test_symbols_are_spelled_by_the_key_and_labels_stay() -> None:
    """The recogniser writes F# major and Eb minor, whatever the key."""
    builder = AnalysisBuilder()
    chart = timeline(*[("Db", 2.0), ("F#/A#", 2.0), ("Ab7", 2.0), ("Bbm", 2.0), ("N.C.", 2.0)] * 3)
    for event in finals(chart):
        builder.add(event, event.at)
    analysis = builder.build(file="x", duration=30.0, sample_rate=8000, channels=1, tier="final", model="m")
    assert analysis.key == "Db major"
    assert [chord.symbol for chord in analysis.chords[:5]] == ["Db", "Gb/Bb", "Ab7", "Bbm", "N.C."]
    assert [chord.label for chord in analysis.chords[:2]] == ["Db:maj", "F#:maj/3"]


def test_where_nothing_is_played_there_is_no_key_and_no_beat() -> None:
    analysis = analysed([TimedChord(0.0, 10.0, "N", "N.C.", 0.9)])
    assert (analysis.key, analysis.keys, analysis.beat_grid, analysis.bars) == (None, (), None, None)
