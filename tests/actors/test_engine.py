from __future__ import annotations

import subprocess
import sys

import pytest
import trio
import trio.testing

from chordwork.actors import (
    EngineDraining,
    EngineFull,
    EngineInfo,
    EngineLimits,
    SessionClosed,
    SessionCrashed,
    kind_of,
    open_engine,
)
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.native.errors import AudioFormatError

RATE_HZ = 8_000
SECOND = bytes(2 * RATE_HZ)


async def test_sessions_have_a_limit_and_places_come_back(recognizers: ScriptedRecognizers) -> None:
    async with open_engine(recognizer_factory=recognizers, limits=EngineLimits(max_sessions=1)) as engine:
        async with engine.open_session(sample_rate=RATE_HZ):
            with pytest.raises(EngineFull) as raised:
                async with engine.open_session(sample_rate=RATE_HZ):
                    pass
            assert (raised.value.max_sessions, raised.value.code) == (1, "engine_full")
        async with engine.open_session(sample_rate=RATE_HZ):
            pass
        statistics = engine.statistics()
    assert (statistics.opened, statistics.refused, statistics.sessions) == (2, 1, 0)


async def test_one_crash_ends_one_session(recognizers: ScriptedRecognizers) -> None:
    async with open_engine(recognizer_factory=recognizers) as engine:
        async with engine.open_session(sample_rate=RATE_HZ) as healthy:
            recognizers.script = {"crash_at_s": 0.0}
            async with engine.open_session(sample_rate=RATE_HZ) as sick:
                await sick.send(SECOND)
                with pytest.raises(SessionCrashed):
                    await sick.finish()
            await healthy.send(SECOND)
            await healthy.finish()
            kinds = [kind_of(event) async for event in healthy]
        assert kinds.count("final") == 2
        assert engine.statistics().crashed == 1


async def test_a_format_that_the_recogniser_refuses_takes_no_place() -> None:
    def refuse(_: object) -> ScriptedRecognizer:
        raise AudioFormatError("no")

    async with open_engine(recognizer_factory=refuse) as engine:
        for _ in range(3):
            with pytest.raises(AudioFormatError):
                async with engine.open_session(sample_rate=RATE_HZ):
                    pass
        assert engine.statistics().sessions == 0


async def test_drain_flushes_finals_and_takes_no_more_sessions(recognizers: ScriptedRecognizers) -> None:
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
    ):
        await session.send(SECOND)
        assert await engine.drain(trio.current_time() + 5) == 0
        with pytest.raises(EngineDraining):
            async with engine.open_session(sample_rate=RATE_HZ):
                pass
        with pytest.raises(SessionClosed):
            await session.send(SECOND)
        assert [kind_of(event) async for event in session].count("final") == 2


async def test_drain_waits_no_longer_than_told(
    recognizers: ScriptedRecognizers, autojump_clock: trio.testing.MockClock
) -> None:
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        trio.open_nursery() as nursery,
    ):
        session._mailbox._sending = True  # a sender that never ends its chunk
        assert await engine.drain(trio.current_time() + 3.0) == 1
        assert trio.current_time() == pytest.approx(3.0, abs=0.01)
        nursery.cancel_scope.cancel()


async def test_an_exception_in_the_block_leaves_unwrapped(recognizers: ScriptedRecognizers) -> None:
    with pytest.raises(LookupError):
        async with open_engine(recognizer_factory=recognizers) as engine, engine.open_session(sample_rate=RATE_HZ):
            raise LookupError
    assert recognizers.made[0].closed == 1
    with pytest.raises(EngineDraining):
        async with engine.open_session(sample_rate=RATE_HZ):
            pass


async def test_info_is_what_the_owner_says(recognizers: ScriptedRecognizers) -> None:
    async with open_engine(recognizer_factory=recognizers, info=EngineInfo("fake", "7", 0.1)) as engine:
        assert engine.info == EngineInfo("fake", "7", 0.1)
    with pytest.raises(ValueError, match="max_sessions"):
        EngineLimits(max_sessions=0)


async def test_with_the_bundled_model() -> None:
    """The real recogniser fits; silence is no chord to be proud of."""
    async with open_engine() as engine, engine.open_session(sample_rate=RATE_HZ) as session:
        await session.send(SECOND)
        await session.finish()
        assert [kind_of(event) async for event in session].count("final") == 1


def test_importing_needs_no_web_framework() -> None:
    program = "import chordwork.actors, sys; print(*{name.split('.')[0] for name in sys.modules})"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"quart", "quart_trio", "hypercorn", "wsproto", "trio_websocket"} & set(modules)
