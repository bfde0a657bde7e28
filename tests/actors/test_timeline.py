from __future__ import annotations

from chordwork.actors._timeline import Timeline
from chordwork.engine.events import ChordEvent, LevelEvent, NotesEvent
from chordwork.harmony import parse_label


def test_times_move_past_the_gaps() -> None:
    timeline = Timeline()
    level = LevelEvent(0.0, 0.0, 0, 0, 3.0)
    assert timeline.moved(level) is level
    timeline.skip(2.0, 0.5)
    timeline.skip(4.0, 1.0)
    assert [timeline.received(heard) for heard in (0.0, 1.9, 2.0, 3.9, 4.0, 9.0)] == [0.0, 1.9, 2.5, 4.4, 5.5, 10.5]
    chord = ChordEvent("final", parse_label("C"), 1.0, 3.0, 4.0, 0.9)
    moved = timeline.moved(chord)
    assert isinstance(moved, ChordEvent)
    assert (moved.start, moved.end, moved.at) == (1.0, 3.5, 5.5)
    notes = timeline.moved(NotesEvent((0.5,) * 12, 1.9, 2.1))
    assert isinstance(notes, NotesEvent)
    assert (notes.start, notes.at) == (1.9, 2.6)


def test_segments_stay_contiguous_and_memory_bounded() -> None:
    timeline = Timeline()
    for index in range(10_000):
        timeline.skip(index * 0.1, 0.05)
    assert len(timeline._heard_s) <= 256
    times = [timeline.received(index * 0.03) for index in range(40_000)]
    assert times == sorted(times)
    assert times[-1] == 39_999 * 0.03 + sum(0.05 for _ in range(10_000))
