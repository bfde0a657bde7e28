"""From an audio callback's ring into a session, in each kind of program."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
import trio

from chordwork.actors import (
    Dropped,
    EngineDraining,
    EngineLimits,
    SessionClosed,
    SessionCrashed,
    SessionEvent,
    aio,
    kind_of,
    open_engine,
    pour,
    threads,
)
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.engine.events import ChordEvent
from chordwork.native import AudioFormatError, CallbackRing

RATE_HZ = 8_000
CALLBACK_FRAMES = 80


def a_ring(capacity_frames: int = 4 * RATE_HZ) -> CallbackRing:
    return CallbackRing(capacity_frames, bytes_per_frame=2)


def play(ring: CallbackRing, frames: int) -> None:
    """As an audio callback does, but faster."""
    for _ in range(frames // CALLBACK_FRAMES):
        ring.write(bytes(2 * CALLBACK_FRAMES))


def chords_of(events: list[SessionEvent]) -> list[tuple[str, float]]:
    chords = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
    return [(event.chord.symbol, event.start) for event in chords]


TWO_SECONDS = [("C", 0.0), ("G", 0.5), ("Am", 1.0), ("F", 1.5)]


async def test_on_trio(recognizers: ScriptedRecognizers) -> None:
    ring = a_ring()
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        trio.open_nursery() as nursery,
    ):
        nursery.start_soon(pour, ring, session)
        play(ring, RATE_HZ)
        await trio.sleep(0.02)
        play(ring, RATE_HZ)
        ring.end()
        with trio.fail_after(60):
            events = [event async for event in session]
    assert chords_of(events) == TWO_SECONDS
    assert bytes(recognizers.made[0].fed) == bytes(2 * 2 * RATE_HZ)


def test_on_asyncio(recognizers: ScriptedRecognizers) -> None:
    ring = a_ring()

    async def main() -> list[SessionEvent]:
        async with (
            aio.open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
            asyncio.timeout(60),
        ):
            pouring = asyncio.ensure_future(session.pour(ring))
            play(ring, 2 * RATE_HZ)
            ring.end()
            events = [event async for event in session]
            await pouring
        with pytest.raises(SessionClosed):
            await session.pour(ring)
        return events

    assert chords_of(asyncio.run(main())) == TWO_SECONDS


def test_from_a_thread(recognizers: ScriptedRecognizers) -> None:
    """The callback has a thread of its own, as it would."""
    ring = a_ring()

    def callback() -> None:
        for _ in range(2 * RATE_HZ // CALLBACK_FRAMES):
            play(ring, CALLBACK_FRAMES)
            time.sleep(0.001)
        ring.end()

    device = threading.Thread(target=callback)
    with (
        threads.open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        session.pouring(ring),
    ):
        device.start()
        events = list(session)
    device.join()
    assert chords_of(events) == TWO_SECONDS
    with pytest.raises(EngineDraining), session.pouring(ring):
        pass


async def test_what_the_ring_lost_is_skipped_where_it_was(recognizers: ScriptedRecognizers) -> None:
    """A ring of half a second that nobody looks into for two, thrice: chords after it are where they were played."""
    ring = a_ring(RATE_HZ // 2)
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        events: list[SessionEvent] = []
        async with trio.open_nursery() as nursery:

            async def read() -> None:
                events.extend([event async for event in session])

            nursery.start_soon(read)
            for number in range(3):
                play(ring, 2 * RATE_HZ)
                if number == 2:
                    ring.end()
                with trio.move_on_after(0.05):
                    await pour(ring, session)
        statistics = ring.statistics()
        assert statistics.overrun_frames > 3 * RATE_HZ
        lost_at_the_end = 6 * RATE_HZ - session.received_bytes // 2  # nothing came after it
        told_frames = sum(event.size_bytes for event in events if isinstance(event, Dropped)) // 2
        assert told_frames + lost_at_the_end == statistics.overrun_frames
        assert chords_of(events)[-1][1] < 6.0
        assert any(2.0 <= start < 2.6 for _, start in chords_of(events))


async def test_a_slow_session_fills_the_ring_and_no_more(recognizers: ScriptedRecognizers) -> None:
    ring = a_ring(RATE_HZ)
    gate = trio.Event()
    recognizers.script = {"crash_at_s": float("inf")}
    async with (
        open_engine(recognizer_factory=recognizers, limits=EngineLimits(mailbox_s=0.5)) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        trio.open_nursery() as nursery,
    ):
        nursery.start_soon(pour, ring, session)
        play(ring, 20 * RATE_HZ)
        assert ring.statistics().waiting_bytes <= ring.statistics().capacity_bytes
        ring.end()
        gate.set()
        with trio.fail_after(60):
            kinds = [kind_of(event) async for event in session]
        assert "final" in kinds
    assert ring.statistics().overruns > 0


async def test_a_ring_of_another_format_is_refused(recognizers: ScriptedRecognizers) -> None:
    ring = CallbackRing(100, bytes_per_frame=8)
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        with pytest.raises(AudioFormatError, match="8 bytes for each frame, the session 2"):
            await pour(ring, session)


def test_a_thread_is_told_of_it_too(recognizers: ScriptedRecognizers) -> None:
    ring = CallbackRing(100, bytes_per_frame=8)
    with (
        pytest.raises(AudioFormatError, match="8 bytes"),
        threads.open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        session.pouring(ring),
    ):
        list(session)


def test_a_crash_ends_the_pouring_and_is_told_to_the_reader() -> None:
    ring = a_ring()
    with (
        threads.open_engine(recognizer_factory=ScriptedRecognizers(crash_at_s=0.3)) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        session.pouring(ring),
    ):
        play(ring, RATE_HZ)
        with pytest.raises(SessionCrashed):
            list(session)
