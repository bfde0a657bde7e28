"""What counts as the same, and what does not."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import trio
import trio.testing

from bench.equal.comparison import compare
from bench.equal.hearing import hear, hear_together

SAID: list[list[Any]] = [
    ["LevelEvent", {"peak_dbfs": -3.0, "rms_dbfs": -12.0, "clipped_samples": 0, "nonfinite_samples": 0, "at": 0.2}],
    [
        "ChordEvent",
        {
            "status": "final",
            "chord": "C:maj",
            "start": 0.0,
            "end": 1.5,
            "at": 2.0,
            "confidence": 0.9,
            "alternatives": [["A:min", 0.05], ["C:7", 0.03]],
        },
    ],
]


def changed(number: int, **fields: Any) -> list[list[Any]]:
    events = copy.deepcopy(SAID)
    events[number][1].update(fields)
    return events


def test_what_is_the_same_is_the_same() -> None:
    found = compare(SAID, copy.deepcopy(SAID))
    assert (found.events, found.identical, found.worst, found.different) == (2, 2, 0.0, ())


@pytest.mark.parametrize(
    "other",
    [
        changed(1, chord="C:7"),
        changed(1, end=1.5000001),
        changed(1, status="provisional"),
        changed(1, confidence=0.9002),
        changed(1, alternatives=[["A:min", 0.05]]),
        changed(0, clipped_samples=1),
        SAID[:1],
        SAID[::-1],
        [*SAID, SAID[0]],
    ],
    ids=["label", "time", "tier", "confidence", "rival", "count", "fewer", "order", "more"],
)
def test_what_differs_is_told(other: list[list[Any]]) -> None:
    assert compare(SAID, other).different
    assert compare(other, SAID).different


def test_estimates_may_differ_a_little_and_rivals_change_places() -> None:
    other = changed(1, confidence=0.90005, alternatives=[["C:7", 0.05003], ["A:min", 0.03], ["C:6", 0.01001]])
    found = compare(SAID, other)
    assert found.different == ()
    assert found.identical == 1
    assert found.worst == pytest.approx(5e-5)


def test_the_program_writes_down_each_kind_of_event_in_numbers_and_names() -> None:
    job = {"audio": "noise", "rate_hz": 16_000, "channels": 1, "format": "s16le", "chunk_ms": 40, "notes": False}
    events = hear(job, "live")
    assert {kind for kind, _ in events} >= {"ChordEvent", "LevelEvent"}
    assert compare(events, hear({**job, "chunk_ms": 11}, "live")).identical == len(events)
    assert compare(events, hear(job, "whole")).different == ()
    others = [{**job, "chunk_ms": chunk_ms, "notes": False} for chunk_ms in (100, 250)]
    company = trio.run(hear_together, [job, *others], clock=trio.testing.MockClock(autojump_threshold=0.0))
    assert company[0] == events
    assert company[1] == company[2]
