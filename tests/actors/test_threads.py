"""The promises of an engine, kept for plain threads: those of test_engine.py and test_session.py, and what it adds."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from chordwork.actors import (
    Dropped,
    EngineDraining,
    EngineFull,
    EngineInfo,
    EngineLimits,
    ReaderTooSlow,
    SessionClosed,
    SessionCrashed,
    kind_of,
)
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.actors.threads import (
    BusyResourceError,
    EndOfChannel,
    Engine,
    Session,
    WouldBlock,
    open_engine,
)
from chordwork.engine.events import ChordEvent
from chordwork.native.errors import AudioFormatError

RATE_HZ = 8_000
SECOND = bytes(2 * RATE_HZ)
PATIENCE_S = 60


def in_thread(call: Callable[[], Any]) -> Future[Any]:
    """What a call comes to, in a thread of its own."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(call)
    pool.shutdown(wait=False)
    return future


def blocked(session: Session) -> None:
    """Wait until a sender does."""
    until = time.monotonic() + PATIENCE_S
    while not session.statistics().mailbox.senders_waiting:
        assert time.monotonic() < until
        time.sleep(0.001)


def finals(session: Session) -> list[str]:
    return [event.chord.symbol for event in session if isinstance(event, ChordEvent) and event.status == "final"]


def engine_threads() -> int:
    return sum(thread.name == "chordwork engine" for thread in threading.enumerate())


def test_audio_in_chords_out(recognizers: ScriptedRecognizers) -> None:
    with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=RATE_HZ) as session:
        for start in range(0, 2 * len(SECOND), 333):  # cut inside samples
            session.send((SECOND * 2)[start : start + 333])
        session.finish(timeout_s=PATIENCE_S)
        assert finals(session) == ["C", "G", "Am", "F"]
        with pytest.raises(EndOfChannel):
            session.receive()
        statistics = session.statistics()
    assert statistics.received_s == statistics.recognized_s == 2.0
    assert (statistics.chunks, statistics.dropped_s, statistics.mailbox.queued_s) == (97, 0.0, 0.0)
    assert recognizers.made[0].closed == 1
    assert engine_threads() == 0


def test_events_come_while_audio_flows(recognizers: ScriptedRecognizers) -> None:
    with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=RATE_HZ) as session:
        with pytest.raises(TimeoutError):
            session.receive(timeout_s=0.01)
        with pytest.raises(WouldBlock):
            session.receive_nowait()
        waiting = in_thread(lambda: next(session))
        session.send_nowait(bytes(200))
        assert kind_of(waiting.result(PATIENCE_S)) == "key"
        assert kind_of(session.receive(timeout_s=PATIENCE_S).event) == "provisional"


def test_a_full_mailbox_makes_the_sender_wait() -> None:
    """Ten times the bound goes through, and no more than the bound waits at any time."""
    slow = threading.Event()
    recognizers = ScriptedRecognizers(before_feed=lambda _: slow.wait(PATIENCE_S))
    limits = EngineLimits(mailbox_s=0.5)
    with (
        open_engine(recognizer_factory=recognizers, limits=limits) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        slow.set()
        session.send(SECOND * 5, timeout_s=PATIENCE_S)
        assert session.statistics().mailbox.queued_s <= 0.5
        session.finish()
        assert session.statistics().recognized_s == 5.0


def test_one_sends_at_a_time_and_waits_as_long_as_it_says() -> None:
    recognizers = ScriptedRecognizers()
    limits = EngineLimits(mailbox_s=0.5, max_pending_finals=10**6)
    with (
        open_engine(recognizer_factory=recognizers, limits=limits) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        sending = in_thread(lambda: session.send(SECOND * 3000))
        blocked(session)
        with pytest.raises(BusyResourceError):
            session.send_nowait(SECOND)
        with pytest.raises(TimeoutError):
            session.finish(timeout_s=0.0)
    with pytest.raises((SessionClosed, BusyResourceError)):  # leaving the block woke it
        sending.result(PATIENCE_S)
    assert engine_threads() == 0


def test_leaving_wakes_who_waits(recognizers: ScriptedRecognizers) -> None:
    with open_engine(recognizer_factory=recognizers) as engine:
        with engine.open_session(sample_rate=RATE_HZ) as session:
            reading = in_thread(lambda: list(session))
            session.send(SECOND)
        with pytest.raises(SessionClosed):
            reading.result(PATIENCE_S)
        with engine.open_session(sample_rate=RATE_HZ) as session:
            reading = in_thread(lambda: list(session))
            del engine
    with pytest.raises(SessionClosed):
        reading.result(PATIENCE_S)
    for use in (lambda: session.send(SECOND), lambda: next(session), session.finish, session.end_input):
        with pytest.raises(SessionClosed):
            use()
    session.statistics()
    assert (session.queue_age_s, session.received_bytes) == (0.0, 0)


def test_one_crash_ends_one_session(recognizers: ScriptedRecognizers) -> None:
    with open_engine(recognizer_factory=recognizers) as engine:
        with engine.open_session(sample_rate=RATE_HZ) as healthy:
            recognizers.script = {"crash_at_s": 1.2}
            with engine.open_session(sample_rate=RATE_HZ) as sick:
                sick.send(SECOND * 2)
                with pytest.raises(SessionCrashed) as raised:
                    sick.finish()
                assert isinstance(raised.value.__cause__, ZeroDivisionError)
                heard: list[str] = []
                with pytest.raises(SessionCrashed):
                    heard.extend(kind_of(sick.receive().event) for _ in range(1000))
                with pytest.raises(SessionCrashed):
                    sick.send(SECOND)
            healthy.send(SECOND)
            healthy.finish()
            assert len(finals(healthy)) == 2
        assert (engine.statistics().crashed, engine.statistics().sessions) == (1, 0)


def test_unread_finals_end_the_session_at_the_bound(recognizers: ScriptedRecognizers) -> None:
    with (
        open_engine(recognizer_factory=recognizers, limits=EngineLimits(max_pending_finals=3)) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        session.send(SECOND * 9)
        with pytest.raises(ReaderTooSlow):
            session.finish()


def test_gaps_are_told_and_late_audio_is_dropped(recognizers: ScriptedRecognizers) -> None:
    with (
        open_engine(recognizer_factory=recognizers, limits=EngineLimits(mailbox_s=1.0)) as engine,
        engine.open_session(sample_rate=RATE_HZ, when_full="drop_oldest") as session,
    ):
        session.send(bytes(2 * 400))
        session.skip(1.5)
        session.want_notes(True)
        session.want_rests(1.0)
        session.send(bytes(2 * 400))
        session.end_input()
        session.end_input()
        dropped = [event for event in session if isinstance(event, Dropped)]
        assert [event.duration_s for event in dropped] == [1.5]
        assert session.received_bytes == 2 * (800 + 12_000)


def test_sessions_have_a_limit_and_formats_are_checked(recognizers: ScriptedRecognizers) -> None:
    def choosy(stream_format: Any) -> ScriptedRecognizer:
        if stream_format.sample_rate != RATE_HZ:
            raise AudioFormatError("no")
        return recognizers(stream_format)

    limits, info = EngineLimits(max_sessions=1), EngineInfo("fake", "7", 0.1)
    with open_engine(recognizer_factory=choosy, limits=limits, info=info) as engine:
        assert (engine.info, engine.limits, engine.rollout.main.info) == (info, limits, info)
        with pytest.raises(AudioFormatError), engine.open_session(sample_rate=RATE_HZ + 1):
            pass
        with engine.open_session(sample_rate=RATE_HZ) as session:
            assert (session.info, session.stream_format.sample_rate, len(session.id)) == (info, RATE_HZ, 16)
            assert isinstance(engine.refusal(), EngineFull)
            with pytest.raises(EngineFull), engine.open_session(sample_rate=RATE_HZ):
                pass
        assert engine.refusal() is None
        assert (engine.statistics().opened, engine.statistics().refused) == (1, 1)
        assert engine.audio_totals().received_s == 0.0
    assert isinstance(engine.refusal(), EngineDraining)


def test_drain_flushes_finals_and_takes_no_more_sessions(recognizers: ScriptedRecognizers) -> None:
    with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=RATE_HZ) as session:
        session.send(SECOND)
        assert engine.drain(PATIENCE_S) == 0
        with pytest.raises(EngineDraining), engine.open_session(sample_rate=RATE_HZ):
            pass
        with pytest.raises(SessionClosed):
            session.send(SECOND)
        assert len(finals(session)) == 2


def test_an_exception_in_the_block_leaves_as_it_is(recognizers: ScriptedRecognizers) -> None:
    with (
        pytest.raises(LookupError),
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ),
    ):
        raise LookupError
    assert recognizers.made[0].closed == 1
    assert engine_threads() == 0


def test_the_engine_does_not_wait_for_itself(recognizers: ScriptedRecognizers) -> None:
    """A call from its own thread would never end: it is refused, and as it comes from ``watch``, ends that session."""
    engines: list[Engine] = []

    def watch(_: EngineInfo) -> Callable[[object], None]:
        def ask(_: object) -> None:
            engines[0].statistics()

        return ask

    with open_engine(recognizer_factory=recognizers, watch=watch) as engine:
        engines.append(engine)
        with engine.open_session(sample_rate=RATE_HZ) as session:
            session.send(SECOND)
            with pytest.raises(SessionCrashed) as raised:
                session.finish()
            assert "from another one" in str(raised.value.__cause__)


def test_many_threads_play_at_once(recognizers: ScriptedRecognizers) -> None:
    with open_engine(recognizer_factory=recognizers) as engine, ThreadPoolExecutor(8) as pool:

        def play(_: int) -> int:
            with engine.open_session(sample_rate=RATE_HZ) as session:
                for _ in range(10):
                    session.send(SECOND)
                session.finish()
                return len(finals(session))

        assert list(pool.map(play, range(24))) == [20] * 24


INTERRUPTED = """
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.actors.threads import open_engine

recognizers = ScriptedRecognizers()
try:
    with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=8000) as session:
        print("open", flush=True)
        session.receive()
except KeyboardInterrupt:
    print("interrupted", recognizers.made[0].closed, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal for one process")
def test_ctrl_c_reaches_who_waits_and_closes_everything() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "open\n"
    time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    said, complained = program.communicate(timeout=PATIENCE_S)
    assert (said, complained, program.returncode) == ("interrupted 1\n", "", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal for one process")
def test_an_interrupted_reader_loses_no_event(recognizers: ScriptedRecognizers) -> None:
    """What came in the moment of the interruption is handed out next."""
    with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=RATE_HZ) as session:

        async def interrupted_late() -> Any:
            session._session.send_nowait(bytes(200))
            delivered = await session._session.receive()
            signal.raise_signal(signal.SIGUSR1)  # the main thread waits for us
            time.sleep(0.05)  # noqa: ASYNC251  # holds up the answer until the signal is there
            return delivered

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGUSR1, interrupt)
        try:
            with pytest.raises(KeyboardInterrupt):
                session._run.call(interrupted_late, keep=session._kept.append)
        finally:
            signal.signal(signal.SIGUSR1, before)
        assert len(session._kept) == 1
        assert session.pending_events == 3
        assert [kind_of(session.receive().event), kind_of(session.receive().event)] == ["key", "provisional"]


def test_with_the_bundled_model() -> None:
    with open_engine() as engine, engine.open_session(sample_rate=RATE_HZ) as session:
        session.send(SECOND)
        session.finish()
        assert len(finals(session)) == 1
