from __future__ import annotations

from typing import Literal

import pytest
import trio
import trio.testing

from chordwork.actors import Dropped, EventOutbox, OutboxFull, Progress, kind_of
from chordwork.engine.events import ChordEvent, KeyEvent, LevelEvent, TuningEvent, WarningEvent
from chordwork.harmony import parse_label


def chord(label: str, status: Literal["provisional", "final"] = "provisional") -> ChordEvent:
    return ChordEvent(status, parse_label(label), 0.0, None if status == "provisional" else 1.0, 1.0, 0.9)


async def test_the_newest_of_each_kind_waits_and_every_final() -> None:
    outbox = EventOutbox(max_pending_finals=10)
    outbox.put(chord("C"), 0.0)
    outbox.put(KeyEvent(0, "major", 0.5, 1.0), 0.0)
    outbox.put(chord("C", "final"), 0.0)
    outbox.put(chord("G"), 0.0)
    outbox.put(chord("G", "final"), 0.0)
    outbox.put(chord("A:min"), 0.0)
    statistics = outbox.statistics()
    assert (statistics.pending, statistics.pending_finals, statistics.coalesced) == (4, 2, 2)
    said = [(await outbox.take()).event for _ in range(4)]
    assert [kind_of(event) for event in said] == ["key", "final", "final", "provisional"]
    assert said[3] == chord("A:min")
    assert outbox.statistics().delivered == {"key": 1, "final": 2, "provisional": 1}


async def test_levels_and_gaps_add_up_instead_of_vanishing() -> None:
    outbox = EventOutbox(max_pending_finals=1)
    outbox.put(LevelEvent(-3.0, -10.0, 2, 1, 1.0), 0.0)
    outbox.put(LevelEvent(-9.0, -20.0, 3, 0, 2.0), 0.0)
    outbox.put(Dropped(0.5, 10, 1.0), 0.0)
    outbox.put(Dropped(0.25, 5, 2.0), 0.0)
    outbox.put(TuningEvent(1.0, 1.0), 0.0)
    outbox.put(Progress(5, 1.0), 0.0)
    outbox.put(Progress(9, 2.0), 0.0)
    assert (await outbox.take()).event == LevelEvent(-3.0, -20.0, 5, 1, 2.0)
    assert (await outbox.take()).event == Dropped(0.75, 15, 2.0)
    assert (await outbox.take()).event == TuningEvent(1.0, 1.0)
    assert (await outbox.take()).event == Progress(9, 2.0)


async def test_warnings_coalesce_only_with_equal_ones() -> None:
    outbox = EventOutbox(max_pending_finals=1)
    warnings = [
        WarningEvent("looks_like", "WebM", 0.1, "webm"),
        WarningEvent("looks_like", "floats", 1.0, "f32le"),
        WarningEvent("realigned", "once", 2.0),
        WarningEvent("realigned", "twice", 3.0),
    ]
    for warning in warnings:
        outbox.put(warning, 0.0)
    assert [(await outbox.take()).event for _ in range(3)] == [*warnings[:2], warnings[3]]
    outbox.put(warnings[0], 0.0)
    assert (await outbox.take()).event == warnings[0]
    assert outbox.statistics().delivered == {"warning": 4}


async def test_finals_have_a_bound() -> None:
    outbox = EventOutbox(max_pending_finals=2)
    outbox.put(chord("C", "final"), 0.0)
    outbox.put(chord("D", "final"), 0.0)
    with pytest.raises(OutboxFull):
        outbox.put(chord("E", "final"), 0.0)
    await outbox.take()
    outbox.put(chord("E", "final"), 0.0)
    with pytest.raises(ValueError, match="max_pending_finals"):
        EventOutbox(max_pending_finals=0)


async def test_latency_runs_until_the_event_is_handed_out(autojump_clock: trio.testing.MockClock) -> None:
    outbox = EventOutbox(max_pending_finals=2)
    outbox.put(chord("C"), trio.current_time())
    await trio.sleep(0.3)
    assert (await outbox.take()).latency_s == pytest.approx(0.3)
    outbox.put(chord("D"), trio.current_time() - 0.1)
    await outbox.take()
    statistics = outbox.statistics()
    assert statistics.latency_last_s == pytest.approx(0.1)
    assert statistics.latency_max_s == pytest.approx(0.3)
    assert statistics.latency_mean_s == pytest.approx(0.2)


async def test_what_waits_comes_before_the_end_and_before_the_reason() -> None:
    outbox = EventOutbox(max_pending_finals=2)
    outbox.put(chord("C", "final"), 0.0)
    outbox.fail(lambda: KeyError("first"))
    outbox.fail(lambda: KeyError("second"))
    await outbox.take()
    for _ in range(2):
        with pytest.raises(KeyError, match="first"):
            await outbox.take()
    ended = EventOutbox(max_pending_finals=2)
    ended.end()
    ended.fail(lambda: KeyError("too late"))
    with pytest.raises(trio.EndOfChannel):
        await ended.take()


async def test_a_waiting_reader_is_woken_and_a_cancelled_one_loses_nothing() -> None:
    outbox = EventOutbox(max_pending_finals=2)
    async with trio.open_nursery() as nursery:

        async def read() -> None:
            assert (await outbox.take()).event == chord("C")

        nursery.start_soon(read)
        await trio.testing.wait_all_tasks_blocked()
        outbox.put(chord("C"), 0.0)
    outbox.put(chord("D"), 0.0)
    with trio.move_on_after(0):
        await outbox.take()
    assert (await outbox.take()).event == chord("D")


async def test_what_is_put_in_is_handed_out_when_it_settles_and_the_rest_wakes_the_reader() -> None:
    outbox, handed_out, read = EventOutbox(max_pending_finals=10), [], []

    async def reader() -> None:
        while True:
            read.append((await outbox.take()).event)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(reader)
        await trio.testing.wait_all_tasks_blocked()
        outbox.hand_out_to(lambda: handed_out.append(outbox.take_nowait().event))
        first, second = chord("C", "final"), chord("G", "final")
        outbox.put(first, 0.0)
        outbox.put(second, 0.0)
        await trio.testing.wait_all_tasks_blocked()
        assert (handed_out, read) == ([], [])
        outbox.settle()
        assert handed_out == [first]
        await trio.testing.wait_all_tasks_blocked()
        assert read == [second]
        outbox.settle()  # with nothing there nobody is called
        assert handed_out == [first]
        outbox.hand_out_to(None)
        outbox.put(first, 0.0)
        await trio.testing.wait_all_tasks_blocked()
        assert read == [second, first]
        nursery.cancel_scope.cancel()


async def test_the_end_wakes_the_reader_although_events_are_handed_out() -> None:
    outbox = EventOutbox(max_pending_finals=10)
    outbox.hand_out_to(lambda: None)
    outbox.put(chord("C", "final"), 0.0)
    outbox.end()
    assert (await outbox.take()).event == chord("C", "final")
    with pytest.raises(trio.EndOfChannel):
        await outbox.take()
