"""One session's burst does not keep another waiting: in each turn of the loop it has one step, like anybody."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import AsyncExitStack

import numpy as np
import pytest
import trio
import trio.testing

from chordwork.actors import EngineLimits, StreamFormat, open_engine
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


@pytest.mark.parametrize("others", [1, 5])
@pytest.mark.parametrize("when", [0, 1, 7, 100])
async def test_a_burst_of_ten_seconds_has_one_step_a_turn_like_anybody(others: int, when: int) -> None:
    model, heard = Silent(), list[tuple[int, int]]()

    def recognizer(_: StreamFormat) -> Noting:
        number = next(numbers)
        return Noting(model, lambda: heard.append((number, model.steps)))

    numbers = iter(range(1 + others))
    sent = list[int]()
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
        while model.steps < when:
            await trio.lowlevel.checkpoint()
        for session in modest:
            session.send_nowait(bytes(HOP_BYTES))
            sent.append(model.steps)
        while len({number for number, _ in heard}) <= others:
            await trio.lowlevel.checkpoint()
        answered = [step for number, step in heard if number > 0]
        assert max(answered) <= max(sent) + 3  # one each in the turns of sending and of waking up, and its own
        await greedy.finish()
        assert [number for number, _ in heard].count(0) == len(BURST) // HOP_BYTES
