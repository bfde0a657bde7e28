"""The promises of an engine, kept on asyncio: those of test_engine.py and test_session.py, and what a guest adds."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
import trio

from chordwork.actors import (
    Dropped,
    EngineDraining,
    EngineFull,
    EngineInfo,
    EngineLimits,
    ReaderTooSlow,
    SessionClosed,
    SessionCrashed,
    _guest,
    kind_of,
)
from chordwork.actors._guest import TURNS_S
from chordwork.actors.aio import (
    BusyResourceError,
    EndOfChannel,
    Engine,
    LoopOccupied,
    Session,
    WouldBlock,
    open_engine,
)
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.engine.events import ChordEvent
from chordwork.native.errors import AudioFormatError

RATE_HZ = 8_000
SECOND = bytes(2 * RATE_HZ)
PATIENCE_S = 60

Main = Callable[[], Awaitable[Any]]


def _on_asyncio(main: Main) -> Any:
    async def bounded() -> Any:
        async with asyncio.timeout(PATIENCE_S):
            return await main()

    return asyncio.run(bounded(), debug=False)


def _on_uvloop(main: Main) -> Any:
    import uvloop  # no stubs of it are asked for

    async def bounded() -> Any:
        async with asyncio.timeout(PATIENCE_S):
            return await main()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(bounded())


@pytest.fixture(params=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Callable[[Main], Any]:
    if request.param == "asyncio":
        return _on_asyncio
    if importlib.util.find_spec("uvloop") is None:
        pytest.skip("uvloop is not installed")
    return _on_uvloop


@pytest.fixture(autouse=True)
def no_rest_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever does not wake trio as it should never ends, instead of coming late."""
    monkeypatch.setattr(_guest, "LONGEST_REST_S", 3600.0)


async def read(session: Session, kinds: list[str]) -> None:
    async for event in session:
        kinds.append(kind_of(event))


async def finals(session: Session) -> list[str]:
    return [event.chord.symbol async for event in session if isinstance(event, ChordEvent) and event.status == "final"]


async def blocked(session: Session) -> None:
    """Wait until a sender does."""
    while not session.statistics().mailbox.senders_waiting:  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0)


def test_audio_in_chords_out(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            for start in range(0, 2 * len(SECOND), 333):  # cut inside samples
                await session.send((SECOND * 2)[start : start + 333])
            await session.finish()
            assert await finals(session) == ["C", "G", "Am", "F"]
            statistics = session.statistics()
            with pytest.raises(EndOfChannel):
                await session.receive()
        assert statistics.received_s == statistics.recognized_s == 2.0
        assert (statistics.chunks, statistics.dropped_s, statistics.mailbox.queued_s) == (97, 0.0, 0.0)
        assert recognizers.made[0].closed == 1

    run(main)


def test_events_come_while_audio_flows(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    """Also those that are waited for before the audio is there."""

    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            waiting = asyncio.ensure_future(anext(session))
            await asyncio.sleep(0.01)
            assert not waiting.done()
            session.send_nowait(SECOND)
            assert kind_of(await waiting) == "key"

    run(main)


def test_an_end_and_a_gap_reach_a_reader_who_waits(
    run: Callable[[Main], Any], recognizers: ScriptedRecognizers
) -> None:
    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            kinds: list[str] = []
            reading = asyncio.ensure_future(read(session, kinds))
            session.skip(1.0)
            await session.send(bytes(200))
            while not (kinds[-2:] == ["provisional", "level"] and session._run._resting):  # noqa: ASYNC110
                await asyncio.sleep(0)
            session.end_input()
            await reading
            assert (kinds[0], kinds[-1]) == ("dropped", "final")

    run(main)


def test_a_full_mailbox_makes_the_sender_wait(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    """Ten times the bound goes through, no more than the bound waits at any time, and the loop stays free."""
    waiting_s: list[float] = []
    turns = 0

    async def main() -> None:
        nonlocal turns

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        async with (
            open_engine(recognizer_factory=recognizers, limits=EngineLimits(mailbox_s=0.5)) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):

            def slow(_: object) -> None:
                time.sleep(2 * TURNS_S)
                waiting_s.append(session.statistics().mailbox.queued_s)

            recognizers.made[0].before_feed = slow
            session.send_nowait(SECOND[: len(SECOND) // 2])
            with pytest.raises(WouldBlock):
                session.send_nowait(SECOND)
            counting = asyncio.ensure_future(count())
            sending = asyncio.ensure_future(session.send(SECOND * 5))
            await blocked(session)
            with pytest.raises(BusyResourceError):
                await session.send(SECOND)
            await sending
            await session.finish()
            counting.cancel()
            assert session.statistics().recognized_s == 5.5

    run(main)
    assert max(waiting_s) <= 0.5
    assert turns > len(waiting_s)


def test_cancelling_a_sender_wakes_it(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    async def main() -> None:
        async with open_engine(recognizer_factory=recognizers, limits=EngineLimits(mailbox_s=0.5)) as engine:
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                sending = asyncio.ensure_future(session.send(SECOND * 600))
                await blocked(session)
                sending.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await sending
                assert session.statistics().mailbox.senders_waiting == 0
                await session.finish()  # the rest of it was never sent
            assert engine.statistics().sessions == 0

    run(main)


def test_cancelling_a_reader_loses_no_event(run: Callable[[Main], Any]) -> None:
    """Cancelled at every moment there is, it still gets each final chord, in order."""
    recognizers = ScriptedRecognizers(chord_s=0.05)

    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            starts: list[float] = []
            cancelled = 0

            async def take() -> None:
                event = await anext(session)
                if isinstance(event, ChordEvent) and event.status == "final":
                    starts.append(event.start)

            sent = 0
            for turns in range(400):
                reading = asyncio.ensure_future(take())
                if turns % 2 and sent < 100:
                    session.send_nowait(bytes(2 * 400))
                    sent += 1
                for _ in range(turns % 17):
                    await asyncio.sleep(0)
                reading.cancel()
                try:
                    await reading
                except asyncio.CancelledError:
                    cancelled += 1
            await session.finish()
            async for event in session:
                if isinstance(event, ChordEvent) and event.status == "final":
                    starts.append(event.start)
            assert 0 < cancelled < 400
            assert starts == pytest.approx([0.05 * index for index in range(100)])

    run(main)


def test_what_was_taken_for_a_cancelled_reader_is_kept(run: Callable[[Main], Any]) -> None:
    """The event is there and the cancellation too, so many turns of the loop apart; at some of them in the same."""
    kept: list[int] = []

    def soon(turns: int, call: Callable[[], object]) -> None:
        asyncio.get_running_loop().call_soon(*((soon, turns - 1, call) if turns else (call,)))

    async def main(turns: int) -> None:
        recognizers = ScriptedRecognizers()
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            reading = asyncio.ensure_future(anext(session))
            await asyncio.sleep(0.01)
            recognizers.made[0].before_feed = lambda _: soon(turns, reading.cancel)
            session.send_nowait(bytes(2 * 100))
            try:
                first = await reading
            except asyncio.CancelledError:
                kept.append(len(session._kept))
                first = await anext(session)
            assert [kind_of(first), kind_of(await anext(session))] == ["key", "provisional"]
            assert session.pending_events == 1

    for turns in range(8):
        run(partial(main, turns))
    assert 1 in kept


def test_one_crash_ends_one_session(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    async def main() -> None:
        async with open_engine(recognizer_factory=recognizers) as engine:
            async with engine.open_session(sample_rate=RATE_HZ) as healthy:
                recognizers.script = {"crash_at_s": 1.2}
                async with engine.open_session(sample_rate=RATE_HZ) as sick:
                    await sick.send(SECOND * 2)
                    with pytest.raises(SessionCrashed) as raised:
                        await sick.finish()
                    assert isinstance(raised.value.__cause__, ZeroDivisionError)
                    heard: list[str] = []
                    with pytest.raises(SessionCrashed):
                        await read(sick, heard)
                    assert heard.count("final") == 2
                    with pytest.raises(SessionCrashed):
                        await sick.send(SECOND)
                await healthy.send(SECOND)
                await healthy.finish()
                assert len(await finals(healthy)) == 2
            assert (engine.statistics().crashed, engine.statistics().sessions) == (1, 0)

    run(main)


def test_unread_finals_end_the_session_at_the_bound(
    run: Callable[[Main], Any], recognizers: ScriptedRecognizers
) -> None:
    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers, limits=EngineLimits(max_pending_finals=3)) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            await session.send(SECOND * 9)
            with pytest.raises(ReaderTooSlow):
                await session.finish()
            heard: list[str] = []
            with pytest.raises(ReaderTooSlow):
                await read(session, heard)
            assert heard.count("final") == 3

    run(main)


def test_late_audio_is_dropped_and_reported(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers, limits=EngineLimits(mailbox_s=1.0)) as engine,
            engine.open_session(sample_rate=RATE_HZ, when_full="drop_oldest", progress=True) as session,
        ):
            for _ in range(4):
                session.send_nowait(SECOND)
            await session.finish()
            events = [event async for event in session]
        dropped = next(event for event in events if isinstance(event, Dropped))
        assert (dropped.duration_s, dropped.at) == (3.0, 3.0)
        chords = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
        assert [(chord.start, chord.end) for chord in chords] == [(3.0, 3.5), (3.5, 4.0)]

    run(main)


def test_a_recording_in_no_hurry_goes_on_as_it_is_read(run: Callable[[Main], Any]) -> None:
    """Also where it is read without waiting: events are the same as in a hurry, and come soon."""
    rng = random.Random(1)
    noise = b"".join(rng.randrange(-9000, 9000).to_bytes(2, "little", signed=True) for _ in range(4 * RATE_HZ))

    async def heard(in_no_hurry: bool) -> list[Any]:
        events: list[Any] = []
        async with (
            open_engine() as engine,
            engine.open_session(sample_rate=RATE_HZ, in_no_hurry=in_no_hurry) as session,
        ):
            session.send_nowait(noise)
            session.end_input()
            while session.statistics().recognized_s < 4.0:  # and nothing else is done that would wake it
                with suppress(WouldBlock):
                    events.append(session.receive_nowait().event)
                await asyncio.sleep(0)
            events += [event async for event in session]
        return [event.to_dict() for event in events if getattr(event, "status", "") == "final"]

    assert run(partial(heard, True)) == run(partial(heard, False)) != []


def test_sessions_have_a_limit_and_formats_are_checked(
    run: Callable[[Main], Any], recognizers: ScriptedRecognizers
) -> None:
    def choosy(stream_format: Any) -> ScriptedRecognizer:
        if stream_format.sample_rate != RATE_HZ:
            raise AudioFormatError("no")
        return recognizers(stream_format)

    async def main() -> None:
        limits, info = EngineLimits(max_sessions=1), EngineInfo("fake", "7", 0.1)
        async with open_engine(recognizer_factory=choosy, limits=limits, info=info) as engine:
            assert (engine.info, engine.limits, engine.rollout.main.info) == (info, limits, info)
            for _ in range(3):
                with pytest.raises(AudioFormatError):
                    async with engine.open_session(sample_rate=RATE_HZ + 1):
                        pass
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                assert (session.info, session.stream_format.sample_rate) == (info, RATE_HZ)
                assert isinstance(engine.refusal(), EngineFull)
                with pytest.raises(EngineFull):
                    async with engine.open_session(sample_rate=RATE_HZ):
                        pass
            async with engine.open_session(sample_rate=RATE_HZ):
                pass
            assert (engine.statistics().opened, engine.statistics().refused) == (2, 1)
            assert engine.audio_totals().received_s == 0.0

    run(main)


def test_drain_flushes_finals_and_takes_no_more_sessions(
    run: Callable[[Main], Any], recognizers: ScriptedRecognizers
) -> None:
    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            await session.send(SECOND)
            assert await engine.drain(PATIENCE_S) == 0
            with pytest.raises(EngineDraining):
                async with engine.open_session(sample_rate=RATE_HZ):
                    pass
            with pytest.raises(SessionClosed):
                await session.send(SECOND)
            assert len(await finals(session)) == 2

    run(main)


def test_leaving_frees_everything_at_once(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    async def main() -> None:
        async with open_engine(recognizer_factory=recognizers) as engine:
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                await session.send(SECOND)
            assert engine.statistics().sessions == 0
            assert recognizers.made[0].closed == 1
            with pytest.raises(SessionClosed):
                await read(session, [])
        assert asyncio.all_tasks() == {asyncio.current_task()}
        for use in (session.send(SECOND), read(session, []), session.finish()):
            with pytest.raises(SessionClosed):
                await use
        with pytest.raises(EngineDraining):
            async with engine.open_session(sample_rate=RATE_HZ):
                pass
        with pytest.raises(EngineDraining):
            await engine.drain(1.0)
        session.statistics()

    run(main)


def test_cancelling_the_owner_frees_everything(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    """However often it is cancelled, while it opens, reads, or leaves already."""

    async def owner() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            await anext(session)

    async def main() -> None:
        for turns in range(30):
            task = asyncio.ensure_future(owner())
            for _ in range(turns):
                await asyncio.sleep(0)
            while not task.done():
                task.cancel()
                await asyncio.sleep(0)
            with pytest.raises(asyncio.CancelledError):
                await task
            assert all(recognizer.closed == 1 for recognizer in recognizers.made)
            assert asyncio.all_tasks() == {asyncio.current_task()}
        async with open_engine(recognizer_factory=recognizers):  # the loop is free for the next one
            pass

    run(main)
    assert 0 < len(recognizers.made) < 30


def test_a_timeout_is_a_timeout(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    async def main() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
            asyncio.timeout(0.01),
        ):
            await anext(session)

    with pytest.raises(TimeoutError):
        run(main)
    assert recognizers.made[0].closed == 1


def test_an_exception_in_the_block_leaves_as_it_is(
    run: Callable[[Main], Any], recognizers: ScriptedRecognizers
) -> None:
    async def main() -> None:
        with pytest.raises(LookupError):
            async with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=RATE_HZ):
                raise LookupError
        assert recognizers.made[0].closed == 1

    run(main)


def test_engines_of_a_loop_share_its_guest(run: Callable[[Main], Any], recognizers: ScriptedRecognizers) -> None:
    """Opened by tasks of their own, at the same time and one after the other, left in any order."""

    async def play(engine: Engine) -> int:
        async with engine.open_session(sample_rate=RATE_HZ) as session:
            await session.send(SECOND)
            await session.finish()
            return len(await finals(session))

    async def engine_for(turns: int) -> int:
        async with open_engine(recognizer_factory=recognizers) as engine:
            for _ in range(turns):
                await asyncio.sleep(0)
            return await play(engine)

    async def main() -> None:
        for _ in range(3):
            assert await asyncio.gather(*(engine_for(5 * turns) for turns in range(6))) == [2] * 6
        async with open_engine(recognizer_factory=recognizers) as outer:
            async with open_engine(recognizer_factory=recognizers) as inner:
                assert await play(inner) == 2
            assert await play(outer) == 2

    run(main)


def test_loops_in_threads_have_guests_of_their_own(recognizers: ScriptedRecognizers) -> None:
    counts: list[int] = []

    def play() -> None:
        async def main() -> None:
            async with (
                open_engine(recognizer_factory=recognizers) as engine,
                engine.open_session(sample_rate=RATE_HZ) as session,
            ):
                await session.send(SECOND)
                await session.finish()
                counts.append(len(await finals(session)))

        _on_asyncio(main)

    threads = [threading.Thread(target=play) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert counts == [2, 2, 2]


def test_a_backlog_leaves_turns_to_the_loop(run: Callable[[Main], Any]) -> None:
    """Ten sessions with a backlog advance together, and whatever else the loop does comes in between the pieces."""
    heard: list[Any] = []

    def slow(recognizer: ScriptedRecognizer) -> None:
        time.sleep(2 * TURNS_S)
        heard.append(recognizer)

    recognizers = ScriptedRecognizers(before_feed=slow)

    async def main() -> None:
        async def play(engine: Engine) -> None:
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                await session.send(SECOND)
                await session.finish()

        async def mark() -> None:
            while True:
                heard.append(None)
                await asyncio.sleep(0)

        async with open_engine(recognizer_factory=recognizers) as engine:
            marking = asyncio.ensure_future(mark())
            await asyncio.gather(*(play(engine) for _ in range(10)))
            marking.cancel()

    run(main)
    pieces = [index for index, one in enumerate(heard) if one is not None]
    assert len(pieces) == 10 * 20
    longest_run = max(pieces[index + 10] - pieces[index] for index in range(len(pieces) - 10))
    assert longest_run > 10  # no ten pieces without a turn of the loop
    players = [one for one in heard if one is not None]
    assert max(sum(other is one for other in players[i : i + 10]) for i, one in enumerate(players)) <= 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore:coroutine method")
@pytest.mark.parametrize("steps", [1, 2, 50])
def test_a_loop_that_is_closed_with_an_engine_leaves_the_thread_free(
    steps: int, recognizers: ScriptedRecognizers
) -> None:
    """After so many of its turns; a loop that is only stopped keeps its engine, and the thread."""

    async def forget() -> None:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            await session.send(SECOND)
            await asyncio.sleep(3600)

    async def play() -> list[str]:
        async with (
            open_engine(recognizer_factory=recognizers) as engine,
            engine.open_session(sample_rate=RATE_HZ) as session,
        ):
            await session.send(SECOND)
            await session.finish()
            return await finals(session)

    loop = asyncio.new_event_loop()
    task = loop.create_task(forget())
    task._log_destroy_pending = False  # type: ignore[attr-defined]  # as it is meant
    for _ in range(steps):
        loop.call_soon(loop.stop)
        loop.run_forever()
    with pytest.raises(LoopOccupied):
        _on_asyncio(play)
    loop.close()
    assert _on_asyncio(play) == ["C", "G"]
    assert all(recognizer.closed == 1 for recognizer in recognizers.made)
    del task
    gc.collect()


async def test_trio_in_this_thread_is_told_apart() -> None:
    """Here trio is the host: there is no asyncio loop, and none can be carried beside it."""

    async def main() -> None:
        with pytest.raises(LoopOccupied, match="on trio"):
            async with open_engine(recognizer_factory=ScriptedRecognizers()):
                pass

    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
    await trio.lowlevel.checkpoint()


def test_with_the_bundled_model(run: Callable[[Main], Any]) -> None:
    async def main() -> None:
        async with open_engine() as engine, engine.open_session(sample_rate=RATE_HZ) as session:
            await session.send(SECOND)
            await session.finish()
            assert len(await finals(session)) == 1

    run(main)


INTERRUPTED = """
import asyncio, sys
from chordwork.actors.aio import open_engine
from chordwork.actors.testing import ScriptedRecognizers

recognizers = ScriptedRecognizers()

async def main():
    async with open_engine(recognizer_factory=recognizers) as engine:
        async with engine.open_session(sample_rate=8000) as session:
            print("open", flush=True)
            while True:
                await session.send(bytes(1600))
                await anext(session)
                await asyncio.sleep(0.001)

try:
    {run}
except KeyboardInterrupt:
    print("closed" if recognizers.made[0].closed == 1 else "left open", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal for one process")
@pytest.mark.parametrize("run_by", ["asyncio.run(main())", "asyncio.new_event_loop().run_until_complete(main())"])
def test_ctrl_c_ends_the_program_as_without_trio(run_by: str) -> None:
    """``asyncio.run`` cancels the task, and the blocks close; who runs a loop by hand gets the exception, no less."""
    program = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", INTERRUPTED.format(run=run_by)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "open\n"
    time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    said, complained = program.communicate(timeout=PATIENCE_S)
    assert said in ("closed\n",) if "asyncio.run" in run_by else ("closed\n", "left open\n"), complained
    assert program.returncode == 0, complained


def test_nothing_is_left_of_many_engines(recognizers: ScriptedRecognizers) -> None:
    """No thread, no task, no session object, once the block is left."""
    import weakref

    seen: list[weakref.ref[Any]] = []

    async def main() -> None:
        for _ in range(5):
            async with (
                open_engine(recognizer_factory=ScriptedRecognizers()) as engine,
                engine.open_session(sample_rate=RATE_HZ) as session,
            ):
                await session.send(SECOND)
                await anext(session)
                seen.extend((weakref.ref(session._session), weakref.ref(engine._engine)))
            del session, engine
        assert asyncio.all_tasks() == {asyncio.current_task()}

    _on_asyncio(main)
    gc.collect()
    assert [reference() for reference in seen] == [None] * 10
