"""Sessions that go on in another engine from what they had put down."""

from __future__ import annotations

import pytest
import soundfile
import trio
import trio.testing

from chordwork.actors import (
    Checkpoint,
    Session,
    SessionEvent,
    SessionSnapshot,
    open_engine,
)
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.engine import SnapshotError
from chordwork.engine.events import ChordEvent
from tests.http.rest.conftest import CLIPS

RATE_HZ = 8_000
SECOND = bytes(2 * RATE_HZ)


def finals(events: list[SessionEvent]) -> list[ChordEvent]:
    return [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]


async def test_a_session_goes_on_in_another_engine_from_any_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the real recogniser: what comes after a checkpoint comes again, to the last digit."""
    # Nine seconds of audio are heard in less than the shortest time between two checkpoints on a fast machine.
    monkeypatch.setattr("chordwork.actors._session.SHORTEST_CHECKPOINT_S", 0.0)
    pcm, rate_hz = soundfile.read(CLIPS / "guitar.ogg", dtype="int16")
    audio = pcm[: 9 * rate_hz].tobytes()
    channels = 1 if pcm.ndim == 1 else pcm.shape[1]
    events: list[SessionEvent] = []
    async with (
        open_engine() as engine,
        engine.open_session(sample_rate=rate_hz, channels=channels, checkpoint_s=2.0) as session,
        trio.open_nursery() as nursery,
    ):
        nursery.start_soon(feed, session, audio)
        events += [event async for event in session]
    places = [index for index, event in enumerate(events) if isinstance(event, Checkpoint)]
    assert places, "no checkpoint came"
    for place in places:
        checkpoint = events[place]
        assert isinstance(checkpoint, Checkpoint)
        after: list[SessionEvent] = []
        async with (
            open_engine() as engine,
            engine.open_session(
                sample_rate=rate_hz, channels=channels, snapshot=checkpoint.snapshot, session_id=session.id
            ) as other,
            trio.open_nursery() as nursery,
        ):
            assert (other.id, other.received_bytes) == (session.id, checkpoint.snapshot.consumed_bytes)
            nursery.start_soon(feed, other, audio[checkpoint.snapshot.consumed_bytes :])
            after += [event async for event in other]
        assert finals(after) == finals(events[place:])
        assert other.statistics().received_s == session.statistics().received_s


async def feed(session: Session, audio: bytes) -> None:
    for start in range(0, len(audio), 9_001):
        await session.send(audio[start : start + 9_001])
    session.end_input()


async def play(session: Session, seconds: int) -> None:
    for _ in range(seconds * 4):
        await session.send(SECOND[: len(SECOND) // 4])
        await trio.sleep(0.25)


async def test_gaps_and_counts_go_on_as_well(autojump_clock: trio.testing.MockClock) -> None:
    factory = ScriptedRecognizers()
    async with (
        open_engine(recognizer_factory=factory) as engine,
        engine.open_session(sample_rate=RATE_HZ, checkpoint_s=0.5) as session,
    ):
        await play(session, 1)
        session.skip(2.0)
        await play(session, 1)
        checkpoints = []
        while True:
            try:
                event = session.receive_nowait().event
            except trio.WouldBlock:
                break
            checkpoints += [event] if isinstance(event, Checkpoint) else []
        last = checkpoints[-1].snapshot
    assert (last.consumed_bytes, last.dropped_bytes) == (int(3.55 * len(SECOND)), 2 * len(SECOND))
    async with (
        open_engine(recognizer_factory=factory) as engine,
        engine.open_session(sample_rate=RATE_HZ, snapshot=last) as other,
    ):
        await other.send(bytes(5 * len(SECOND) - last.consumed_bytes))
        await other.finish()
        said = [event async for event in other]
        statistics = other.statistics()
    assert [(event.start, event.end) for event in finals(said)] == [(3.5, 4.0), (4.0, 4.5), (4.5, 5.0)]
    assert (statistics.received_s, statistics.dropped_s, statistics.recognized_s) == (5.0, 2.0, 3.0)


async def test_only_the_newest_checkpoint_waits_for_a_slow_reader(autojump_clock: trio.testing.MockClock) -> None:
    async with (
        open_engine(recognizer_factory=ScriptedRecognizers()) as engine,
        engine.open_session(sample_rate=RATE_HZ, checkpoint_s=0.5) as session,
    ):
        await play(session, 10)
        session.end_input()
        events = [event async for event in session]
    checkpoints = [event for event in events if isinstance(event, Checkpoint)]
    assert len(checkpoints) == 1
    assert checkpoints[0].at > 9.0
    assert finals(events)[-1].end == 10.0


async def test_a_snapshot_that_cannot_be_used_opens_no_session() -> None:
    factory = ScriptedRecognizers()
    async with open_engine(recognizer_factory=factory) as engine:
        snapshot = SessionSnapshot(b"no script", 0, 0, 0, 0)
        with pytest.raises(SnapshotError):
            async with engine.open_session(sample_rate=RATE_HZ, snapshot=snapshot):
                pass
        assert engine.statistics().sessions == 0
    assert factory.made[-1].closed == 1
