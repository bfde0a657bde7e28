from __future__ import annotations

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from chordwork.actors import Engine, EngineFull, EngineLimits, EngineOverloaded, LoadMeter, open_engine
from chordwork.actors._load import FIRST_GUESS
from chordwork.actors.testing import ScriptedRecognizers


class Clock:
    """Seconds, as the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def spend(meter: LoadMeter, clock: Clock, *, busy_s: float, idle_s: float, times: int = 1) -> None:
    for _ in range(times):
        clock.now += busy_s
        meter.before_io_wait(1.0)
        clock.now += idle_s
        meter.after_io_wait(1.0)


def test_the_load_is_the_share_of_the_time_that_was_not_spent_waiting() -> None:
    clock = Clock()
    meter = LoadMeter(clock)
    assert meter.load == 0.0
    spend(meter, clock, busy_s=0.003, idle_s=0.007, times=3000)
    assert meter.load == pytest.approx(0.3, abs=0.001)
    spend(meter, clock, busy_s=1.0, idle_s=0.0, times=20)
    assert meter.load == pytest.approx(1.0, abs=0.001)
    spend(meter, clock, busy_s=0.0, idle_s=1.0, times=2)
    assert 0.2 < meter.load < 0.5  # it forgets within seconds


def test_work_without_hurry_is_forgiven() -> None:
    clock = Clock()
    meter = LoadMeter(clock)
    for _ in range(3000):
        meter.forgive(0.008)
        spend(meter, clock, busy_s=0.01, idle_s=0.0)
    assert meter.load == pytest.approx(0.2, abs=0.001)


def test_a_promise_counts_at_once_and_fades_while_it_is_measured() -> None:
    clock = Clock()
    meter = LoadMeter(clock)
    for _ in range(50):
        meter.promise(0)
    assert meter.expected == pytest.approx(50 * FIRST_GUESS)
    spend(meter, clock, busy_s=0.004, idle_s=0.006, times=50)
    assert 0.4 < meter.expected < 0.55  # neither twice nor not at all
    spend(meter, clock, busy_s=0.004, idle_s=0.006, times=3000)
    assert meter.expected == pytest.approx(0.4, abs=0.001)


def busy(engine: Engine, load: float) -> None:
    assert engine._meter is not None
    engine._meter._load = load


async def test_a_loop_that_is_too_busy_takes_no_more_sessions() -> None:
    limits = EngineLimits(max_load=0.8, always_taken=1)
    async with open_engine(recognizer_factory=ScriptedRecognizers(), limits=limits) as engine:
        busy(engine, 0.85)
        assert engine.refusal() is None  # it cannot be the fault of nobody
        busy(engine, 0.0)
        async with engine.open_session(sample_rate=8000):
            assert engine.refusal() is None
            busy(engine, 0.85)
            refusal = engine.refusal()
            assert isinstance(refusal, EngineOverloaded)
            assert refusal.load >= 0.85
            with pytest.raises(EngineOverloaded, match="try again later"):
                async with engine.open_session(sample_rate=8000):
                    pytest.fail("not reached")
            busy(engine, 0.2)
            async with engine.open_session(sample_rate=8000):
                pass
        statistics = engine.statistics()
        assert statistics.load is not None
        assert (statistics.refused, statistics.opened) == (1, 2)


async def test_a_crowd_that_arrives_at_once_is_not_let_in_at_once() -> None:
    limits = EngineLimits(max_load=0.5, max_sessions=1000)
    async with open_engine(recognizer_factory=ScriptedRecognizers(), limits=limits) as engine:
        busy(engine, 0.25)
        async with trio.open_nursery() as nursery:
            opened = refused = 0

            async def open_one() -> None:
                nonlocal opened, refused
                try:
                    async with engine.open_session(sample_rate=8000):
                        opened += 1
                        await trio.sleep_forever()
                except EngineOverloaded:
                    refused += 1

            for _ in range(200):
                nursery.start_soon(open_one)
            await wait_all_tasks_blocked()
            nursery.cancel_scope.cancel()
        assert opened <= 0.25 / FIRST_GUESS + 1
        assert opened + refused == 200


class Rest(trio.abc.Instrument):
    """Lets time pass where the loop waits for input, when it was told to, and nowhere else."""

    def __init__(self, clock: MockClock) -> None:
        self._clock = clock
        self.coming_s = 0.0

    def before_io_wait(self, timeout: float) -> None:
        self._clock.jump(self.coming_s)
        self.coming_s = 0.0


async def test_a_loop_that_works_is_measured(mock_clock: MockClock) -> None:
    recognizers = ScriptedRecognizers(before_feed=lambda _: mock_clock.jump(0.002))
    limits = EngineLimits(max_load=0.9)
    rest = Rest(mock_clock)
    async with open_engine(recognizer_factory=recognizers, limits=limits) as engine:
        trio.lowlevel.add_instrument(rest)  # after the meter's own, so that it waits while this rests
        loads = []
        for when_full in ("drop_oldest", "block"):
            busy(engine, 0.0)
            async with engine.open_session(sample_rate=8000, when_full=when_full) as session:  # type: ignore[arg-type]
                for _ in range(1500):  # of 2 ms work and 8 ms rest: seven times the meter's memory
                    await session.send(bytes(160))
                    await wait_all_tasks_blocked()
                    rest.coming_s = 0.008
                    await trio.lowlevel.checkpoint()
            assert engine._meter is not None
            loads.append(engine._meter.load)
        trio.lowlevel.remove_instrument(rest)
        assert loads[0] == pytest.approx(0.2, abs=0.001)
        assert loads[1] == pytest.approx(0.0, abs=0.001)  # a file gives way


async def test_without_a_limit_nothing_is_measured() -> None:
    async with open_engine(recognizer_factory=ScriptedRecognizers(), limits=EngineLimits(max_sessions=1)) as engine:
        assert engine.statistics().load is None
        async with engine.open_session(sample_rate=8000):
            assert isinstance(engine.refusal(), EngineFull)
