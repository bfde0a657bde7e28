from __future__ import annotations

import pytest
import trio
import trio.testing

from chordwork.actors import (
    Dropped,
    EngineLimits,
    Progress,
    ReaderTooSlow,
    Session,
    SessionClosed,
    SessionCrashed,
    kind_of,
    open_engine,
)
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.engine.events import ChordEvent

RATE_HZ = 8_000
SECOND = bytes(2 * RATE_HZ)


async def read(session: Session, kinds: list[str]) -> None:
    async for event in session:
        kinds.append(kind_of(event))


async def finals(session: Session) -> list[str]:
    return [event.chord.symbol async for event in session if isinstance(event, ChordEvent) and event.status == "final"]


async def test_audio_in_chords_out(recognizers: ScriptedRecognizers) -> None:
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        for start in range(0, 2 * len(SECOND), 333):  # cut inside samples
            await session.send((SECOND * 2)[start : start + 333])
        await session.finish()
        assert await finals(session) == ["C", "G", "Am", "F"]
        statistics = session.statistics()
    assert statistics.received_s == statistics.recognized_s == 2.0
    assert (statistics.chunks, statistics.dropped_s, statistics.mailbox.queued_s) == (97, 0.0, 0.0)
    assert statistics.outbox.delivered["final"] == 4
    assert recognizers.made[0].closed == 1


async def test_events_come_while_audio_flows(recognizers: ScriptedRecognizers) -> None:
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        session.send_nowait(SECOND)
        with trio.fail_after(60):
            assert kind_of(await anext(session)) == "key"


async def test_latency_includes_queue_and_recognition(
    recognizers: ScriptedRecognizers, mock_clock: trio.testing.MockClock
) -> None:
    recognizers.script = {"before_feed": lambda _: mock_clock.jump(0.2)}
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        session.send_nowait(bytes(2 * 400))  # one piece of 50 ms
        delivered = await session.receive()
        assert delivered.latency_s == pytest.approx(0.2)
        assert session.statistics().recognition_s == pytest.approx(0.2)


async def test_a_crash_is_told_to_the_owner_after_what_was_said(recognizers: ScriptedRecognizers) -> None:
    recognizers.script = {"crash_at_s": 1.2}
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        await session.send(SECOND * 2)
        with pytest.raises(SessionCrashed) as raised:
            await session.finish()
        assert isinstance(raised.value.__cause__, ZeroDivisionError)
        assert raised.value.session_id == session.id
        heard: list[str] = []
        with pytest.raises(SessionCrashed):
            await read(session, heard)
        assert heard.count("final") == 2
        with pytest.raises(SessionCrashed):
            await session.send(SECOND)
    assert recognizers.made[0].closed == 1


async def test_unread_finals_end_the_session_at_the_bound(recognizers: ScriptedRecognizers) -> None:
    limits = EngineLimits(max_pending_finals=3)
    async with (
        open_engine(recognizer_factory=recognizers, limits=limits) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        await session.send(SECOND * 9)
        with pytest.raises(ReaderTooSlow) as raised:
            await session.finish()
        assert raised.value.max_pending_finals == 3
        heard: list[str] = []
        with pytest.raises(ReaderTooSlow):
            await read(session, heard)
        assert heard.count("final") == 3


async def test_late_audio_is_dropped_reported_and_the_clock_stays_right(recognizers: ScriptedRecognizers) -> None:
    limits = EngineLimits(mailbox_s=1.0)
    async with (
        open_engine(recognizer_factory=recognizers, limits=limits) as engine,
        engine.open_session(sample_rate=RATE_HZ, when_full="drop_oldest", progress=True) as session,
    ):
        for _ in range(4):
            session.send_nowait(SECOND)
        await session.finish()
        events = [event async for event in session]
    dropped = next(event for event in events if isinstance(event, Dropped))
    assert (dropped.duration_s, dropped.size_bytes, dropped.at) == (3.0, 3 * len(SECOND), 3.0)
    chords = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
    assert [(chord.start, chord.end) for chord in chords] == [(3.0, 3.5), (3.5, 4.0)]
    assert [event for event in events if isinstance(event, Progress)][-1] == Progress(4 * len(SECOND), 4.0)


async def test_leaving_frees_everything_at_once(recognizers: ScriptedRecognizers) -> None:
    async with open_engine(recognizer_factory=recognizers) as engine:
        with trio.fail_after(60):
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                await session.send(SECOND)
        assert engine.statistics().sessions == 0
        assert recognizers.made[0].closed == 1
        with pytest.raises(SessionClosed):
            await session.send(SECOND)
        with trio.fail_after(60), pytest.raises(SessionClosed):
            async for _ in session:
                pass


async def test_cancelling_the_owner_frees_everything(recognizers: ScriptedRecognizers) -> None:
    async with open_engine(recognizer_factory=recognizers) as engine:
        with trio.move_on_after(0.01) as scope:
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                await anext(session)
        assert scope.cancelled_caught
        assert engine.statistics().sessions == 0
        assert recognizers.made[0].closed == 1


async def test_a_backlog_shares_the_loop(recognizers: ScriptedRecognizers) -> None:
    """Fifty sessions with a backlog advance together, and none blocks the loop for more than a piece."""
    heard: list[ScriptedRecognizer] = []
    recognizers.script = {"before_feed": heard.append}
    async with open_engine(recognizer_factory=recognizers) as engine, trio.open_nursery() as nursery:

        async def play() -> None:
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                await session.send(SECOND)
                await session.finish()

        for _ in range(50):
            nursery.start_soon(play)
    assert len(heard) == 50 * 20
    longest_run = max(sum(other is one for other in heard[i : i + 20]) for i, one in enumerate(heard[:-20]))
    assert longest_run <= 2
