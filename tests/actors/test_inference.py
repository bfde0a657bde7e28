from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import trio
import trio.testing
from numpy.typing import NDArray

from chordwork.actors import (
    MAX_ROWS,
    EngineLimits,
    SessionCrashed,
    SharedInference,
    StreamFormat,
    bundled_recognizers,
    open_engine,
)
from chordwork.engine import ChordEvent, DecoderSettings, Event, Evidence, ModelInfo, Recognizer, load_model

RATE_HZ = 22_050


class Doubler:
    """A model whose evidence is twice the features, and whose state counts the hops; it cannot stand 13."""

    info = ModelInfo("doubler", "1", "none", 0.0)
    decoder_settings = DecoderSettings()

    def __init__(self) -> None:
        self.batches: list[int] = []

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        return np.zeros((batch, 1), np.float32)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        self.batches.append(len(features))
        if (features == 13).any():
            raise ZeroDivisionError
        return Evidence(2 * features, 3 * features, 4 * features), state + 1


def question(number: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.full((1, 1), number, np.float32), np.full((1, 1), number, np.float32)


async def ask(inference: SharedInference, number: float, into: dict[float, Any]) -> None:
    try:
        into[number] = await inference.step(question(number))
    except ZeroDivisionError as error:
        into[number] = error


async def test_who_asks_in_the_same_turn_shares_a_batch() -> None:
    model, answers = Doubler(), dict[float, Any]()
    inference = SharedInference(model)
    with trio.fail_after(60):
        async with trio.open_nursery() as nursery:
            for number in range(5):
                nursery.start_soon(ask, inference, number, answers)
    assert model.batches == [5]
    for number in range(5):
        evidence, state = answers[number]
        assert evidence.chord == 2 * number
        assert (evidence.bass, evidence.notes) == (3 * number, 4 * number)
        assert state == number + 1
        assert state.shape == (1, 1)
    statistics = inference.statistics()
    assert (statistics.batches, statistics.rows, statistics.largest, statistics.alone) == (1, 5, 5, 0)


@pytest.mark.parametrize(("asking", "max_rows"), [(1, 4), (4, 4), (9, 4), (MAX_ROWS + 1, MAX_ROWS), (3, 1)])
async def test_a_batch_has_a_largest_size_and_nobody_is_forgotten(asking: int, max_rows: int) -> None:
    model, answers = Doubler(), dict[float, Any]()
    inference = SharedInference(model, max_rows=max_rows)
    with trio.fail_after(60):
        async with trio.open_nursery() as nursery:
            for number in range(100, 100 + asking):
                nursery.start_soon(ask, inference, number, answers)
    assert len(answers) == asking == sum(model.batches)
    assert max(model.batches) == min(asking, max_rows)
    with pytest.raises(ValueError, match="max_rows"):
        SharedInference(model, max_rows=0)


async def test_an_idle_loop_adds_no_wait(autojump_clock: trio.testing.MockClock) -> None:
    inference, began = SharedInference(Doubler()), trio.current_time()
    evidence, _ = await inference.step(question(1))
    assert evidence.chord == 2
    assert trio.current_time() == began  # not one timer: the clock would have jumped to it


async def longest_waits(inference: SharedInference, clock: trio.testing.MockClock, starts: list[float]) -> list[float]:
    """Live sessions that begin then; each hears for 0.1 ms and asks, thirty times, once in 46 ms."""
    longest_s: list[float] = []

    async def play(start: float) -> None:
        waits_s = []
        for hop in range(30):
            await trio.sleep_until(start + 0.046 * hop)
            came_at = trio.current_time()
            clock.jump(0.0001)
            await inference.step(question(1), came_at=came_at)
            waits_s.append(trio.current_time() - came_at)
        longest_s.append(max(waits_s))

    async with trio.open_nursery() as nursery:
        for start in starts:
            nursery.start_soon(play, start)
    return longest_s


async def test_where_many_ask_they_wait_for_each_other(autojump_clock: trio.testing.MockClock) -> None:
    model, began = Doubler(), trio.current_time() + 1.0
    starts = [began + 0.001 * (session // 2) for session in range(92)]  # two in a millisecond, and they come in pairs
    longest_s = await longest_waits(SharedInference(model, patience_s=0.004), autojump_clock, starts)
    assert np.mean(model.batches[len(model.batches) // 2 :]) > 5
    assert max(longest_s) < 0.004 + 92 * 0.0001


async def test_a_few_do_not_wait(autojump_clock: trio.testing.MockClock) -> None:
    model, began = Doubler(), trio.current_time() + 1.0
    starts = [began + 0.011 * session for session in range(4)]
    longest_s = await longest_waits(SharedInference(model, patience_s=0.004), autojump_clock, starts)
    assert model.batches == [1] * 120
    assert max(longest_s) == pytest.approx(0.0001)


async def test_a_file_that_is_heard_in_haste_does_not_wait(autojump_clock: trio.testing.MockClock) -> None:
    inference, began = SharedInference(Doubler(), patience_s=0.004), trio.current_time()
    for _ in range(100):
        autojump_clock.jump(0.0001)
        await inference.step(question(1), came_at=trio.current_time())
    assert trio.current_time() - began == pytest.approx(100 * 0.0001)


async def test_a_row_that_the_model_cannot_stand_fails_alone() -> None:
    model, answers = Doubler(), dict[float, Any]()
    inference = SharedInference(model)
    with trio.fail_after(60):
        async with trio.open_nursery() as nursery:
            for number in (12, 13, 14):
                nursery.start_soon(ask, inference, number, answers)
    assert isinstance(answers[13], ZeroDivisionError)
    assert [answers[number][0].chord for number in (12, 14)] == [24, 28]
    assert inference.statistics().alone == 3
    assert (await inference.step(question(1)))[0].chord == 2


@pytest.mark.parametrize("leaving", [0, 1, 2])
async def test_who_is_cancelled_disturbs_nobody(leaving: int) -> None:
    model, answers = Doubler(), dict[float, Any]()
    inference = SharedInference(model)
    scopes = [trio.CancelScope() for _ in range(3)]

    async def ask_in_scope(number: int) -> None:
        with scopes[number]:
            await ask(inference, number, answers)

    async def cancel() -> None:
        scopes[leaving].cancel()

    with trio.fail_after(60):
        async with trio.open_nursery() as nursery:
            for number in range(3):
                nursery.start_soon(ask_in_scope, number)
            nursery.start_soon(cancel)
        assert answers.keys() >= {0, 1, 2} - {leaving}
        assert (await inference.step(question(7)))[0].chord == 14


# With the recogniser.


def music(seconds: float, *, first: int = 0) -> bytes:
    """Chords of one second, with their first notes a step higher each."""
    time_s = np.arange(RATE_HZ) / RATE_HZ
    chords = []
    for root in range(first, first + int(seconds)):
        notes = [48 + 2 * root % 12 + offset for offset in (0, 7, 12, 16)]
        partials = [
            np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * k * time_s) / k for note in notes for k in (1, 2, 3)
        ]
        chords.append(sum(partials) * np.exp(-time_s))
    return (np.concatenate(chords) * 2000).astype("<i2").tobytes()


def test_listening_is_feeding_with_the_model_outside() -> None:
    pcm, model = music(4.0), load_model()
    fed, asking = Recognizer(RATE_HZ, model=model), Recognizer(RATE_HZ, model=model)
    expected = [*fed.feed(pcm), *fed.finish()]
    events: list[Event] = []
    for listening in (asking.listen(pcm), asking.listen_to_end()):
        try:
            wanted = next(listening)
            while True:
                wanted = listening.send(model.step(*wanted))
        except StopIteration as stop:
            events += stop.value
    assert events == expected
    assert any(isinstance(event, ChordEvent) for event in events)


def heard(events: list[Any]) -> list[tuple[str, str, float]]:
    return [(event.status, event.chord.label, event.start) for event in events if isinstance(event, ChordEvent)]


async def test_sessions_hear_the_same_alone_and_in_company() -> None:
    pcms = [music(3.0, first=first) for first in range(5)]
    company: dict[int, list[Any]] = {}

    async def play(index: int) -> None:
        async with engine.open_session(sample_rate=RATE_HZ) as session, trio.open_nursery() as nursery:

            async def read() -> None:
                company[index] = [event async for event in session]

            nursery.start_soon(read)
            for start in range(0, len(pcms[index]), 2048):
                await session.send(pcms[index][start : start + 2048])
            await session.finish()

    async with open_engine() as engine:
        with trio.fail_after(60):
            async with trio.open_nursery() as nursery:
                for index in range(len(pcms)):
                    nursery.start_soon(play, index)
        (inference,) = engine.statistics().inference
    assert inference.largest > 1
    assert inference.batches < inference.rows
    for index, pcm in enumerate(pcms):
        recognizer = Recognizer(RATE_HZ)
        assert heard(company[index]) == heard([*recognizer.feed(pcm), *recognizer.finish()])


async def test_sessions_may_be_kept_apart() -> None:
    async with open_engine(limits=EngineLimits(max_batch_rows=1)) as engine:
        async with engine.open_session(sample_rate=RATE_HZ) as session:
            await session.send(music(1.0))
            await session.finish()
        assert engine.statistics().inference == ()


async def test_a_model_that_raises_ends_the_session_that_asked() -> None:
    class Failing(Doubler):
        info = ModelInfo("failing", "1", load_model().info.feature_version, 0.0)

        def step(self, features: Any, state: Any) -> Any:
            raise ZeroDivisionError

    def recognizers(stream_format: StreamFormat) -> Recognizer:
        return Recognizer(stream_format.sample_rate, model=Failing() if stream_format.channels == 2 else load_model())

    assert bundled_recognizers()[1].model_name == load_model().info.name
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        engine.open_session(sample_rate=RATE_HZ) as healthy,
        engine.open_session(sample_rate=RATE_HZ, channels=2) as sick,
    ):
        await sick.send(music(1.0))
        with pytest.raises(SessionCrashed):
            await sick.finish()
        await healthy.send(music(1.0))
        await healthy.finish()
        assert engine.statistics().crashed == 1
