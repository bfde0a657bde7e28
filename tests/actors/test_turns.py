"""One session's burst, or a recording that is heard in runs, keeps another waiting for one step at most."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import AsyncExitStack

import numpy as np
import pytest
import trio
import trio.testing

from chordwork.actors import EngineLimits, StreamFormat, open_engine
from chordwork.actors._session import ALONE_RUN_HOPS, RUN_HOPS
from chordwork.engine import Answer, ChordModel, DecoderSettings, Event, Evidence, ModelInfo, Question

RATE_HZ = 8000
HOP_BYTES = 2 * 372
"""About 46 ms."""
BURST = bytes(2 * RATE_HZ * 10)


class Silent:
    """A model that says nothing."""

    info = ModelInfo("silent", "1", "none", 0.0)
    decoder_settings = DecoderSettings()

    def __init__(self) -> None:
        self.steps = 0

    def initial_state(self, batch: int = 1) -> np.ndarray:
        return np.zeros((batch, 1), np.float32)

    def step(self, features: np.ndarray, state: np.ndarray) -> tuple[Evidence, np.ndarray]:
        self.steps += 1
        return Evidence(features, features, features), state


class Noting:
    """A recogniser that asks its model hop by hop, and notes each answer."""

    def __init__(self, model: ChordModel, note: Callable[[], None]) -> None:
        self.model, self._note, self._bytes, self._hops = model, note, 0, 0

    @property
    def heard_seconds(self) -> float:
        return self._bytes / (2 * RATE_HZ)

    def listen(self, pcm: bytes | memoryview) -> Generator[Question, Answer, Sequence[Event]]:
        self._bytes += len(pcm)
        while (self._hops + 1) * HOP_BYTES <= self._bytes:
            self._hops += 1
            yield np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32)
            self._note()
        return []

    def listen_to_end(self) -> Generator[Question, Answer, Sequence[Event]]:
        yield from ()
        return []

    def feed(self, pcm: bytes | memoryview) -> list[Event]:
        raise AssertionError("its model is shared")

    def finish(self) -> list[Event]:
        raise AssertionError("its model is shared")

    def close(self) -> None:
        pass


class NotingRuns(Noting):
    """The same, with several hops in a question where it may."""

    run_hops = 1

    def listen(self, pcm: bytes | memoryview) -> Generator[Question, Answer, Sequence[Event]]:
        self._bytes += len(pcm)
        while hops := min(self._bytes // HOP_BYTES - self._hops, self.run_hops):
            self._hops += hops
            yield np.zeros((hops, 1), np.float32), np.zeros((1, 1), np.float32)
            for _ in range(hops):
                self._note()
        return []


class Company(Silent):
    """A model that takes runs, and notes of how many hops each call was."""

    alike_in_company = True

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[list[int]] = []

    def step_together(self, questions: Sequence[Question]) -> list[Answer]:
        self.calls.append([len(features) for features, _ in questions])
        return [self.step(*question) for question in questions[:1]] * len(questions)


@pytest.mark.parametrize("others", [1, 5])
@pytest.mark.parametrize("in_runs", [False, True])
async def test_a_burst_of_ten_seconds_delays_another_by_no_more_than_one_step(
    others: int, in_runs: bool, autojump_clock: trio.testing.MockClock
) -> None:
    model, heard = Company() if in_runs else Silent(), list[tuple[int, int]]()

    def recognizer(_: StreamFormat) -> Noting:
        number = next(numbers)
        return (NotingRuns if in_runs else Noting)(model, lambda: heard.append((number, model.steps)))

    numbers = iter(range(1 + others))
    rounds = 0
    async with AsyncExitStack() as stack:
        stack.enter_context(trio.fail_after(60))
        engine = await stack.enter_async_context(
            open_engine(limits=EngineLimits(max_sessions=8), recognizer_factory=recognizer)
        )
        greedy, *modest = [
            await stack.enter_async_context(engine.open_session(sample_rate=RATE_HZ)) for _ in range(1 + others)
        ]
        await trio.testing.wait_all_tasks_blocked()
        await greedy.send(BURST)
        while [number for number, _ in heard].count(0) < len(BURST) // HOP_BYTES - 12:
            rounds += 1
            sent = model.steps
            for session in modest:
                session.send_nowait(bytes(HOP_BYTES))
            while min([number for number, _ in heard].count(each) for each in range(1, 1 + others)) < rounds:
                await trio.lowlevel.checkpoint()
            answered = max(step for number, step in heard if number > 0)
            assert answered <= sent + 2  # one while they wake up, and their own
            for _ in range(rounds % 5):
                await trio.lowlevel.checkpoint()
        assert rounds > 20
        await greedy.finish()
        assert [number for number, _ in heard].count(0) == len(BURST) // HOP_BYTES


@pytest.mark.parametrize("files", [1, 3])
async def test_a_recording_in_no_hurry_keeps_the_hurried_waiting_for_one_of_its_runs(
    files: int, autojump_clock: trio.testing.MockClock
) -> None:
    model, heard = Company(), list[tuple[int, int]]()

    def recognizer(_: StreamFormat) -> NotingRuns:
        number = next(numbers)
        return NotingRuns(model, lambda: heard.append((number, len(model.calls))))

    numbers = iter(range(1 + files))
    rounds = 0
    async with AsyncExitStack() as stack:
        stack.enter_context(trio.fail_after(60))
        engine = await stack.enter_async_context(open_engine(recognizer_factory=recognizer))
        live = await stack.enter_async_context(engine.open_session(sample_rate=RATE_HZ))
        recordings = [
            await stack.enter_async_context(engine.open_session(sample_rate=RATE_HZ, in_no_hurry=True))
            for _ in range(files)
        ]
        await trio.testing.wait_all_tasks_blocked()
        for session in recordings:
            await session.send(BURST)
        while len({number for number, _ in heard}) < files:
            await trio.lowlevel.checkpoint()
        while [number for number, _ in heard].count(1) < len(BURST) // HOP_BYTES - 12:
            rounds += 1
            sent = len(model.calls)
            live.send_nowait(bytes(HOP_BYTES))
            while [number for number, _ in heard].count(0) < rounds:
                await trio.lowlevel.checkpoint()
            answered = max(call for number, call in heard if number == 0)
            between = model.calls[sent : answered - 1]
            assert model.calls[answered - 1] == [1]  # nobody else is in its batch
            assert len(between) <= files
            assert max(map(sum, between), default=0) <= RUN_HOPS
            for _ in range(rounds % 5):
                await trio.lowlevel.checkpoint()
        assert rounds > 10
        for session in recordings:
            await session.finish()
        assert [number for number, _ in heard].count(1) == len(BURST) // HOP_BYTES


async def test_recordings_among_themselves_are_heard_in_longer_runs() -> None:
    model = Company()
    async with open_engine(recognizer_factory=lambda _: NotingRuns(model, lambda: None)) as engine:
        async with engine.open_session(sample_rate=RATE_HZ, in_no_hurry=True) as recording:
            await recording.send(BURST)
            await recording.finish()
        assert max(map(sum, model.calls)) == ALONE_RUN_HOPS
        model.calls.clear()
        async with (
            engine.open_session(sample_rate=RATE_HZ),
            engine.open_session(sample_rate=RATE_HZ, in_no_hurry=True) as recording,
        ):
            await recording.send(BURST)
            await recording.finish()
        assert max(map(sum, model.calls)) <= RUN_HOPS
