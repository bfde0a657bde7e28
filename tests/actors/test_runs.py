"""Sessions ask about several hops at once, and say what each says alone: whoever joins or leaves, however it is cut."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import trio
import trio.testing

from chordwork.actors import EngineInfo, open_engine
from chordwork.engine import Event, Recognizer, RecordingRecognizer

RATES = (16_000, 22_050, 44_100)


def pcm_of(number: int, seconds: float = 3.0) -> bytes:
    """Chords with a little noise, others for each session."""
    rate, chance = RATES[number % len(RATES)], np.random.default_rng(number)
    time_s = np.arange(round(rate * seconds)) / rate
    changes = np.minimum((time_s / seconds * 3).astype(int), 2)
    roots = chance.integers(40, 52, 3)[changes]
    tones = [
        np.sin(2 * np.pi * 440 * 2 ** ((roots + offset - 69) / 12) * k * time_s) / k
        for offset in (0, 7, 12, 16)
        for k in (1, 2, 3)
    ]
    sound = sum(tones) * np.exp(-(time_s % 0.5) * 4) + 0.01 * chance.standard_normal(len(time_s))
    return (np.asarray(sound) * 2000).astype("<i2").tobytes()


def alone(number: int) -> list[Event]:
    recognizer, pcm = Recognizer(RATES[number % len(RATES)]), pcm_of(number)
    events = list[Event]()
    for start in range(0, len(pcm), 6400):
        events += recognizer.feed(pcm[start : start + 6400])
    return [*events, *recognizer.finish()]


@pytest.mark.parametrize("seed", range(4))
async def test_any_company_any_chunks_the_same_events(seed: int, autojump_clock: trio.testing.MockClock) -> None:
    chance = random.Random(seed)
    said: list[list[Any]] = []

    def watch(_: EngineInfo) -> Callable[[Event], None]:
        said.append([])
        return said[-1].append  # before anything gives way to what is newer

    async def play(number: int) -> None:
        rate, rest, leaving = RATES[number % len(RATES)], pcm_of(number), number % 4 == 3
        live = chance.random() < 0.5
        async with engine.open_session(sample_rate=rate, when_full="block" if live else "drop_oldest") as session:
            mine = said[-1]
            while rest:
                size = 2 * int(rate * chance.choice([0.02, 0.05, 0.1, 0.1, 0.1, 0.3, 0.5]))
                await session.send(rest[:size])
                rest = rest[size:]
                await trio.sleep(size / (2 * rate))
                if leaving and chance.random() < 0.1:
                    break
            else:
                await session.finish()
                whole[number] = mine
            parts[number] = mine

    whole, parts = dict[int, list[Any]](), dict[int, list[Any]]()
    async with open_engine(watch=watch) as engine, trio.open_nursery() as nursery:
        nursery.cancel_scope.deadline = trio.current_time() + 600
        for number in range(7):
            nursery.start_soon(play, number)
            await trio.sleep(chance.choice([0.0, 0.001, 0.01]))
        (inference,) = engine.statistics().inference
    assert inference.largest <= 16
    assert inference.batches < inference.rows
    assert len(parts) == 7
    assert len(whole) >= 6
    for number, events in parts.items():
        expected = alone(number)
        assert events == (expected if number in whole else expected[: len(events)])


async def test_a_frame_of_two_hops_is_one_question(autojump_clock: trio.testing.MockClock) -> None:
    pcm, rate = pcm_of(1), RATES[1]
    async with open_engine() as engine:
        async with engine.open_session(sample_rate=rate) as session:
            chunk = 2 * round(rate * 0.1)
            for start in range(0, len(pcm), chunk):
                await session.send(pcm[start : start + chunk])
                await trio.sleep(0.1)
            await session.finish()
        (inference,) = engine.statistics().inference
    assert inference.rows == pytest.approx(3.0 / (1024 / 22_050), abs=3)
    assert inference.batches <= 3.0 / 0.1 + 1
    assert inference.largest == 3


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("block", [997, 65_536])
async def test_a_recording_in_no_hurry_is_told_all_that_a_recording_is(others: int, block: int) -> None:
    pcm, rate = pcm_of(2, 5.0), RATES[2]
    recognizer = RecordingRecognizer(rate)
    expected = [*recognizer.feed(pcm), *recognizer.finish()]
    received = list[Any]()
    async with open_engine() as engine, trio.open_nursery() as nursery:
        for _ in range(others):
            await nursery.start(stay, engine)
        with trio.fail_after(60):
            async with engine.open_session(sample_rate=rate, in_no_hurry=True) as session, trio.open_nursery() as parts:

                async def feed() -> None:
                    for start in range(0, len(pcm), block):
                        await session.send(pcm[start : start + block])
                    await session.finish()

                parts.start_soon(feed)
                async for event in session:
                    received.append(event)
                    if len(received) % 3 == 0:
                        for _ in range(5):  # a slow reader
                            await trio.lowlevel.checkpoint()
        (inference,) = engine.statistics().inference
        assert inference.largest == (3 if others else 16)
        assert session.statistics().outbox.coalesced == 0
        nursery.cancel_scope.cancel()
    assert received == expected


async def stay(engine: Any, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
    async with engine.open_session(sample_rate=16_000):
        task_status.started()
        await trio.sleep_forever()


async def test_who_leaves_a_recording_unread_leaves_all_the_same() -> None:
    with trio.fail_after(60):
        async with open_engine() as engine, engine.open_session(sample_rate=16_000, in_no_hurry=True) as session:
            await session.send(pcm_of(0))
            await trio.testing.wait_all_tasks_blocked()
            assert session.statistics().outbox.pending == 1
