"""Parts of a program's own in an engine, of all sessions or of one; a failure ends its session alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import trio
from numpy.typing import NDArray

from chordwork.actors import EngineLimits, SessionCrashed, aio, open_engine, threads
from chordwork.engine import (
    ChordEvent,
    DecoderSettings,
    Event,
    FilterSettings,
    HopTiming,
    KeyEvent,
    PartError,
    Recognizer,
    RecognizerParts,
    load_model,
)
from chordwork.engine._decoder import Decoder
from chordwork.native import BiquadCascade

RATE_HZ = 22_050


def sound() -> bytes:
    times = np.arange(3 * RATE_HZ) / RATE_HZ
    chord = sum(np.sin(2 * np.pi * hz * times) for hz in (261.6, 329.6, 392.0, 523.3))
    return (5000 * np.asarray(chord)).astype("<i2").tobytes()


PCM = sound()


class Mine:
    """The built-in decoder, as if it were somebody else's; fails when told."""

    def __init__(self, timing: HopTiming, settings: DecoderSettings, fails_at_s: float = float("inf")) -> None:
        self._decoder = Decoder(settings, hop_seconds=timing.hop_seconds, target_delay_s=timing.target_delay_s)
        self._timing, self._hops, self._fails_at_s = timing, 0, fails_at_s

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> Sequence[ChordEvent | KeyEvent]:
        self._hops += 1
        if self._timing.heard(self._hops) > self._fails_at_s:
            raise ZeroDivisionError("by hand")
        return self._decoder.step(chord, bass)

    def finish(self, duration: float, now: float) -> Sequence[ChordEvent | KeyEvent]:
        return self._decoder.finish(duration, now)


class Quiet:
    """The built-in filters, as if they were somebody else's, an error after so many blocks."""

    def __init__(self, rate_hz: int, blocks: int) -> None:
        self._cascade, self._blocks = BiquadCascade(FilterSettings().sections(rate_hz)), blocks

    def process(self, block: NDArray[np.float32]) -> None:
        self._blocks -= 1
        if not self._blocks:
            block[0] = np.nan
        self._cascade.process(block)


class Unhashable:
    """The bundled model, as if it were somebody else's, who may fail; without a hash."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, fails_on: float | None = None) -> None:
        self._model = load_model()
        self.info, self.decoder_settings = self._model.info, self._model.decoder_settings
        self.initial_state = self._model.initial_state
        self.fails_on = fails_on
        self.batches: list[int] = []

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> Any:
        self.batches.append(len(features))
        return self._model.step(features, state)


async def events_of(session: Any, pcm: bytes = PCM) -> list[Event]:
    for start in range(0, len(pcm), 4410):
        await session.send(pcm[start : start + 4410])
    await session.finish()
    return [event async for event in session]


def finals(events: Sequence[Any]) -> list[Event]:
    return [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]


def alone(**parts: Any) -> list[Event]:
    recognizer = Recognizer(RATE_HZ, **parts)
    return finals([*recognizer.feed(PCM), *recognizer.finish()])


async def test_an_engine_of_parts_says_what_a_recogniser_of_them_does() -> None:
    lag = DecoderSettings(final_lag_hops=4)
    with trio.fail_after(60):
        async with open_engine(parts=RecognizerParts(decoder=lag)) as engine:
            assert engine.info.model_name == "chordwork-chord"
            async with engine.open_session(sample_rate=RATE_HZ) as session:
                assert finals(await events_of(session)) == alone(decoder=lag)
            async with engine.open_session(sample_rate=RATE_HZ, parts=RecognizerParts(decoder=Mine)) as session:
                assert finals(await events_of(session)) == alone(decoder=Mine)


async def test_sessions_of_their_own_decoders_share_batches_with_others() -> None:
    """The model is the same: only what lies behind it differs."""
    with trio.fail_after(60):
        async with open_engine() as engine:
            heard: dict[bool, list[list[Event]]] = {True: [], False: []}

            async def play(parts: RecognizerParts | None) -> None:
                async with engine.open_session(sample_rate=RATE_HZ, parts=parts) as session:
                    heard[parts is None].append(finals(await events_of(session)))

            async with trio.open_nursery() as nursery:
                for parts in (None, RecognizerParts(decoder=Mine), None, RecognizerParts(decoder=Mine)):
                    nursery.start_soon(play, parts)
            assert heard == {True: [alone()] * 2, False: [alone(decoder=Mine)] * 2}
            (inference,) = engine.statistics().inference
            assert inference.largest >= 4


async def test_a_model_of_ones_own_is_asked_in_batches_of_its_own() -> None:
    model = Unhashable()
    with trio.fail_after(60):
        async with open_engine() as engine:
            heard: list[list[Event]] = []

            async def play(parts: RecognizerParts | None) -> None:
                async with engine.open_session(sample_rate=RATE_HZ, parts=parts) as session:
                    heard.append(finals(await events_of(session)))

            async with trio.open_nursery() as nursery:
                for parts in (None, RecognizerParts(model=model), RecognizerParts(model=model)):
                    nursery.start_soon(play, parts)
            assert heard == [alone()] * 3
            assert max(model.batches) == 2


async def test_a_model_that_cannot_take_batches_is_asked_for_each_session() -> None:
    class OneAtATime(Unhashable):
        def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> Any:
            return super().step(features[:1], state[:1])

    parts = RecognizerParts(model=OneAtATime())
    for limits in (EngineLimits(), EngineLimits(max_batch_rows=1)):
        with trio.fail_after(60):
            async with open_engine(parts=parts, limits=limits) as engine:
                heard: list[list[Event]] = []

                async def play(engine: Any, heard: list[list[Event]]) -> None:
                    async with engine.open_session(sample_rate=RATE_HZ) as session:
                        heard.append(finals(await events_of(session)))

                async with trio.open_nursery() as nursery:
                    for _ in range(3):
                        nursery.start_soon(play, engine, heard)
                assert heard == [alone()] * 3


class Cannot(Unhashable):
    """Fails at the first question."""

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> Any:
        raise ZeroDivisionError("by hand")


class Wrong(Unhashable):
    """Answers in a form that no decoder takes."""

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> Any:
        evidence, state = super().step(features, state)
        evidence.chord[:] = np.nan
        return evidence, state


@pytest.mark.parametrize(
    ("parts", "cause"),
    [
        (RecognizerParts(decoder=lambda timing, settings: Mine(timing, settings, 1.0)), PartError),
        (RecognizerParts(filters=lambda rate_hz: Quiet(rate_hz, 20)), PartError),
        (RecognizerParts(model=Wrong()), PartError),
        (RecognizerParts(model=Cannot()), ZeroDivisionError),
    ],
    ids=["decoder", "filter", "answer", "model"],
)
async def test_a_part_that_fails_ends_its_session_alone(parts: RecognizerParts, cause: type[Exception]) -> None:
    with trio.fail_after(60):
        async with open_engine() as engine:
            heard: list[list[Event]] = []

            async def play(parts: RecognizerParts | None) -> None:
                async with engine.open_session(sample_rate=RATE_HZ, parts=parts) as session:
                    heard.append(finals(await events_of(session)))

            async def crash() -> None:
                async with engine.open_session(sample_rate=RATE_HZ, parts=parts) as session:
                    with pytest.raises(SessionCrashed) as found:
                        await events_of(session)
                    assert isinstance(found.value.__cause__, cause)

            async with trio.open_nursery() as nursery:
                nursery.start_soon(play, None)
                nursery.start_soon(crash)
                nursery.start_soon(play, RecognizerParts(filters=lambda rate_hz: Quiet(rate_hz, 0)))
            assert heard == [alone()] * 2
            assert engine.statistics().crashed == 1
            assert engine.statistics().sessions == 0


def failing(rate_hz: int) -> Any:
    raise ZeroDivisionError("by hand")


async def test_a_part_that_cannot_be_made_opens_no_session() -> None:
    with trio.fail_after(60):
        async with open_engine() as engine:
            with pytest.raises(PartError, match="filter of this recogniser could not be made: ZeroDivisionError"):
                async with engine.open_session(sample_rate=RATE_HZ, parts=RecognizerParts(filters=failing)):
                    raise AssertionError("it was opened")
            assert engine.statistics().sessions == 0


async def test_a_session_whose_part_has_no_snapshot_has_no_checkpoints() -> None:
    with trio.fail_after(60):
        async with (
            open_engine() as engine,
            engine.open_session(sample_rate=RATE_HZ, checkpoint_s=0.2, parts=RecognizerParts(decoder=Mine)) as session,
        ):
            assert finals(await events_of(session)) == alone(decoder=Mine)


async def test_parts_go_with_no_factory() -> None:
    with pytest.raises(ValueError, match="either parts"):
        async with open_engine(parts=RecognizerParts(), recognizer_factory=lambda stream_format: Recognizer()):
            raise AssertionError("it was opened")


async def test_on_asyncio() -> None:
    import asyncio

    async def main() -> list[Event]:
        async with (
            aio.open_engine(parts=RecognizerParts(decoder=Mine)) as engine,
            engine.open_session(sample_rate=RATE_HZ, parts=RecognizerParts(filters=lambda hz: Quiet(hz, 0))) as session,
        ):
            return finals(await events_of(session))

    assert await trio.to_thread.run_sync(lambda: asyncio.run(main())) == alone()  # those of the session


def test_from_threads() -> None:
    with (
        threads.open_engine(parts=RecognizerParts(filters=lambda hz: Quiet(hz, 0))) as engine,
        engine.open_session(sample_rate=RATE_HZ, parts=RecognizerParts(decoder=Mine)) as session,
    ):
        session.send(PCM, timeout_s=60)
        session.finish(timeout_s=60)
        assert finals([*session]) == alone(decoder=Mine)
