"""What a chunk costs in each kind of program that an engine can live in, as a ratio to trio and to hearing alone.

In every turn each session is sent 50 ms of audio and waits until it was heard, so that each chunk finds its engine
asleep, as live audio does. CPU time of all threads is counted in windows of some dozens of turns, and every candidate
has one window in each round: ratios are taken within a round, and their median is told, with its quartiles.
"""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from statistics import quantiles
from threading import Barrier, Thread
from time import perf_counter, process_time
from typing import Any, Final, TypeVar

import anyio
import trio
from rich.console import Console
from rich.table import Table

from bench.capacity.client import RATE_HZ
from bench.capacity.load import audio_chunks
from chordwork import actors
from chordwork.actors import EngineLimits, Progress, aio, recognizers_of, threads
from chordwork.actors._thread_run import ThreadRun
from chordwork.engine import ChordModel, Recognizer, load_model

T = TypeVar("T")

CHUNK_S: Final = 0.05
SESSIONS: Final = {True: (1,), False: (1, 8)}
ROUNDS: Final = {True: 3, False: 15}
WARM_UP: Final = 70
"""Turns before a window: the beat is looked for after three seconds."""
TURNS: Final = 60

Measured = tuple[float, float]
"""CPU seconds and seconds of a window."""


class Watch:
    """Times a window: begins after the turns of the warm-up."""

    def __init__(self) -> None:
        self._began: Measured = (0.0, 0.0)

    def turn(self, number: int) -> None:
        """Before each turn."""
        if number == WARM_UP:
            self._began = process_time(), perf_counter()

    def read(self) -> Measured:
        """After the last turn."""
        return process_time() - self._began[0], perf_counter() - self._began[1]


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the tables, return the raw data."""
    model = load_model()
    chunks = audio_chunks(CHUNK_S)
    pcm = [chunks[number % len(chunks)] for number in range(WARM_UP + TURNS)]
    result: dict[str, Any] = {"benchmark": "embedding", "rows": [], "summary": {}}
    for sessions in SESSIONS[quick]:
        names = [name for name in CANDIDATES if "uvloop" not in name or importlib.util.find_spec("uvloop")]
        windows: dict[str, list[Measured]] = {name: [] for name in names}
        for number in range(ROUNDS[quick]):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                windows[name].append(CANDIDATES[name](model, pcm, sessions))
        rows = [_row(name, sessions, windows) for name in names]
        _print(rows, sessions)
        result["rows"] += rows
        result["summary"] |= {f"{row['name']}, {sessions}": row["to_trio"] for row in rows}
    return result


def _row(name: str, sessions: int, windows: Mapping[str, list[Measured]]) -> dict[str, Any]:
    own, on_trio, alone = windows[name], windows["trio"], windows["recogniser alone"]
    to_trio = [mine[0] / theirs[0] for mine, theirs in zip(own, on_trio, strict=True)]
    low, middle, high = quantiles(to_trio, n=4)
    waits = [mine[1] / theirs[1] for mine, theirs in zip(own, on_trio, strict=True)]
    return {
        "name": name,
        "sessions": sessions,
        "cpu_us": 1e6 * min(cpu_s for cpu_s, _ in own) / TURNS / sessions,
        "to_trio": middle,
        "to_trio_quartiles": [low, high],
        "to_hearing": quantiles([mine[0] / theirs[0] for mine, theirs in zip(own, alone, strict=True)], n=4)[1],
        "elapsed_to_trio": quantiles(waits, n=4)[1],
        "windows": own,
    }


def _print(rows: list[dict[str, Any]], sessions: int) -> None:
    table = Table(title=f"A chunk of 50 ms, {sessions} at a time, {RATE_HZ // 1000} kHz; medians of paired ratios")
    for heading in ("", "CPU, µs (least)", "CPU to trio", "quartiles", "to hearing alone", "time to trio"):
        table.add_column(heading, justify="right" if heading else "left")
    for row in rows:
        low, high = row["to_trio_quartiles"]
        ratios = f"{row['to_trio']:.2f}", f"{low:.2f}–{high:.2f}", f"{row['to_hearing']:.2f}"
        table.add_row(row["name"], f"{row['cpu_us']:.0f}", *ratios, f"{row['elapsed_to_trio']:.2f}")
    Console().print(table)


def _alone(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    recognizers, watch = [Recognizer(RATE_HZ, model=model) for _ in range(sessions)], Watch()
    for number, chunk in enumerate(pcm):
        watch.turn(number)
        for recognizer in recognizers:
            recognizer.feed(chunk)
    measured = watch.read()
    for recognizer in recognizers:
        recognizer.close()
    return measured


async def _heard(session: Any, chunk: bytes) -> None:
    """One turn of a session that can be awaited."""
    await session.send(chunk)
    async for event in session:
        if isinstance(event, Progress):
            return


def _options(model: ChordModel) -> dict[str, Any]:
    factory, info = recognizers_of(model)
    return {"recognizer_factory": factory, "info": info, "limits": EngineLimits()}


def _on_trio(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    async def main() -> Measured:
        watch = Watch()
        async with AsyncExitStack() as stack:
            engine = await stack.enter_async_context(actors.open_engine(**_options(model)))
            opened = [
                await stack.enter_async_context(engine.open_session(sample_rate=RATE_HZ, progress=True))
                for _ in range(sessions)
            ]
            for number, chunk in enumerate(pcm):
                watch.turn(number)
                async with trio.open_nursery() as nursery:
                    for session in opened:
                        nursery.start_soon(_heard, session, chunk)
            return watch.read()

    return trio.run(main)


def _as_guest(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    return asyncio.run(_guests(model, pcm, sessions))


async def _guests(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    async with aio.open_engine(**_options(model)) as engine, AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(engine.open_session(sample_rate=RATE_HZ, progress=True))
            for _ in range(sessions)
        ]
        return await _turns_on_asyncio(opened, pcm)


def _as_guest_of_uvloop(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_guests(model, pcm, sessions))


async def _turns_on_asyncio(opened: list[Any], pcm: list[bytes]) -> Measured:
    watch = Watch()
    for number, chunk in enumerate(pcm):
        watch.turn(number)
        async with asyncio.TaskGroup() as tasks:
            for session in opened:
                tasks.create_task(_heard(session, chunk))
    return watch.read()


class BridgedSession:
    """The candidate that was not taken: a session in a trio thread, awaited on asyncio; no cancellation, no errors."""

    def __init__(self, run: ThreadRun, session: actors.Session) -> None:
        self._run = run
        self._session = session

    async def send(self, pcm: bytes) -> None:
        """Two ways between the threads."""
        await self._ask(partial(self._session.send, pcm))

    def __aiter__(self) -> BridgedSession:
        """Itself."""
        return self

    async def __anext__(self) -> Any:
        """Two ways between the threads."""
        return (await self._ask(self._session.receive)).event

    async def _ask(self, function: Callable[[], Awaitable[T]]) -> T:
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[T] = loop.create_future()

        async def carry() -> None:
            loop.call_soon_threadsafe(answered.set_result, await function())

        self._run._token.run_sync_soon(lambda: self._run._nursery.start_soon(carry))
        return await answered


def _by_a_trio_thread(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    with threads.open_engine(**_options(model)) as engine, ExitStack() as stack:
        opened = [stack.enter_context(engine.open_session(sample_rate=RATE_HZ, progress=True)) for _ in range(sessions)]
        bridged = [BridgedSession(session._run, session._session) for session in opened]
        return asyncio.run(_turns_on_asyncio(bridged, pcm))


class AnyioSession:
    """The candidate that was not taken: the least that a session on anyio would be, without sharing, drops or ends."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._sender, self._mailbox = anyio.create_memory_object_stream[bytes](200)
        self._outbox, self._reader = anyio.create_memory_object_stream[Any](4096)

    async def recognize(self) -> None:
        """Its task."""
        at = 0
        async for pcm in self._mailbox:
            at += len(pcm)
            for event in self._recognizer.feed(pcm):
                await self._outbox.send(event)
            await self._outbox.send(Progress(at, 0.0))

    async def send(self, pcm: bytes) -> None:
        """Into its mailbox."""
        await self._sender.send(pcm)

    def __aiter__(self) -> AnyioSession:
        """Itself."""
        return self

    async def __anext__(self) -> Any:
        """From its outbox."""
        return await self._reader.receive()


def _on_anyio(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    async def main() -> Measured:
        opened = [AnyioSession(Recognizer(RATE_HZ, model=model)) for _ in range(sessions)]
        measured = 0.0, 0.0
        async with anyio.create_task_group() as tasks:
            for session in opened:
                tasks.start_soon(session.recognize)
            measured = await _turns_on_asyncio(opened, pcm)
            tasks.cancel_scope.cancel()
        return measured

    return asyncio.run(main())


def _by_to_thread(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    async def main() -> Measured:
        recognizers, watch = [Recognizer(RATE_HZ, model=model) for _ in range(sessions)], Watch()
        for number, chunk in enumerate(pcm):
            watch.turn(number)
            async with asyncio.TaskGroup() as tasks:
                for recognizer in recognizers:
                    tasks.create_task(asyncio.to_thread(recognizer.feed, chunk))
        return watch.read()

    return asyncio.run(main())


def _from_threads(model: ChordModel, pcm: list[bytes], sessions: int) -> Measured:
    together, watch = Barrier(sessions + 1), Watch()

    def play(session: threads.Session) -> None:
        for chunk in pcm:
            together.wait()
            session.send(chunk)
            for event in session:
                if isinstance(event, Progress):
                    break
            together.wait()

    with threads.open_engine(**_options(model)) as engine, ExitStack() as stack:
        players = [
            Thread(target=play, args=(stack.enter_context(engine.open_session(sample_rate=RATE_HZ, progress=True)),))
            for _ in range(sessions)
        ]
        for player in players:
            player.start()
        for number in range(len(pcm)):
            watch.turn(number)
            together.wait()
            together.wait()
        measured = watch.read()
        for player in players:
            player.join()
    return measured


CANDIDATES: Final[Mapping[str, Callable[[ChordModel, list[bytes], int], Measured]]] = {
    "recogniser alone": _alone,
    "trio": _on_trio,
    "asyncio, trio as its guest": _as_guest,
    "uvloop, trio as its guest": _as_guest_of_uvloop,
    "asyncio, trio in a thread": _by_a_trio_thread,
    "asyncio, anyio and no engine": _on_anyio,
    "asyncio.to_thread and no engine": _by_to_thread,
    "plain threads": _from_threads,
}
