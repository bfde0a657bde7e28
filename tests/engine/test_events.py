"""Events as plain values."""

from __future__ import annotations

import json

import pytest

from chordwork.actors import Delivered
from chordwork.engine.events import (
    Alternative,
    BeatEvent,
    ChordEvent,
    Event,
    KeyEvent,
    LevelEvent,
    NotesEvent,
    TempoEvent,
    TuningEvent,
    WarningEvent,
)
from chordwork.harmony import parse_label
from chordwork.http.wire.events import event_message
from chordwork.music import suggest

AM = parse_label("A:min/b3")
EVENTS: list[Event] = [
    ChordEvent("final", AM, 0.12345, 2.0, 3.0, 0.98765, (Alternative(parse_label("C"), 0.01234),)),
    ChordEvent("provisional", parse_label("N"), 0.0, None, 0.1, 0.5),
    KeyEvent(3, "major", 0.9, 1.0),
    TuningEvent(-3.456, 1.0),
    LevelEvent(-3.14, -9.99, 2, 0, 0.2),
    TempoEvent(120.123, 0.5, 0.25, 4.0),
    BeatEvent(0.02, 120.0, 0.5, 4.0),
    WarningEvent("looks_like", "this is WebM", 0.1, "webm"),
    WarningEvent("realigned", "a byte was lost", 0.1),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_is_the_message_of_the_wire(event: Event) -> None:
    message = event_message(Delivered(event, 0.001))
    assert message is not None
    message.pop("latency_ms", None)  # the server's part
    assert event.to_dict() == message
    assert json.loads(json.dumps(event.to_dict(), allow_nan=False)) == message


def test_a_chord_is_rounded_as_on_the_wire() -> None:
    said = EVENTS[0].to_dict()
    assert said["start"] == 0.1235  # a tenth of a millisecond
    assert said["confidence"] == 0.9877
    assert (said["label"], said["symbol"], said["bass"]) == ("A:min/b3", "Am/C", "C")
    assert said["alternatives"] == [{"label": "C:maj", "symbol": "C", "bass": "C", "confidence": 0.0123}]


def test_notes_are_rounded_as_on_the_wire() -> None:
    event = NotesEvent((0.98765,) + (0.0,) * 11, 0.5, 1.00001)
    said = {"type": "notes", "probabilities": [0.9877] + [0.0] * 11, "start": 0.5, "at": 1.0}
    assert event.to_dict() == said == event_message(Delivered(event, 0.0))


def test_a_suggestion_is_an_entry_of_the_wire() -> None:
    best = suggest("C G Am F")[0]
    assert best.to_dict() == {
        "label": best.label,
        "symbol": best.symbol,
        "roman": best.roman,
        "probability": round(best.probability, 4),
        "reason": best.reason,
    }
