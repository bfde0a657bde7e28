"""Keeping, sharing and sparing computations."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
import trio
import trio.lowlevel
import trio.testing

from chordwork.http.addressing.addresses import Client
from chordwork.http.rest.answers import Answer, Declined
from chordwork.http.rest.computations import Computations
from chordwork.http.rest.fair_queue import FairQueue, QueueFull
from chordwork.http.rest.music import TABS
from chordwork.http.rest.problems import problem_of
from chordwork.http.rest.process_pool import ProcessPool, WorkerFailed, open_process_pool
from chordwork.http.rest.result_cache import ResultCache
from chordwork.http.wire.problems import Problem

SELF = Client("127.0.0.1", "127.0.0.1", is_local=True)
JSON, TEXT = TABS.form("json"), TABS.form("text")


class Work:
    """Stands in for the processes: answers when it is told to, and counts."""

    def __init__(self) -> None:
        self.asked: Counter[bytes] = Counter()
        self.go = trio.Event()
        self.cancelled = 0

    async def __call__(self, path: str, canonical: bytes, form: str) -> Answer | Declined:
        self.asked[canonical] += 1
        try:
            await self.go.wait()
        except trio.Cancelled:
            self.cancelled += 1
            raise
        if canonical == b"bad":
            return Declined("chord_symbol", "no such chord", {"position": 0})
        if canonical == b"broken":
            raise WorkerFailed("it died")
        return Answer.of(path.encode() + canonical + form.encode())


@asynccontextmanager
async def opened(work: Work, **options: Any) -> AsyncIterator[Computations]:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(4, max_asked=options.pop("max_asked", 4), each=8)
        how = {"memory": ResultCache(max_entries=8, max_bytes=100_000), "store": None, "turns": turns}
        yield Computations(nursery, perform=work, **{"timeout_s": 5.0, **how, **options})
        nursery.cancel_scope.cancel()


def test_the_memory_forgets_what_was_used_longest_ago() -> None:
    memory = ResultCache(max_entries=2, max_bytes=100_000)
    one, two, three = (Answer.of(bytes([number])) for number in range(3))
    memory.put("1", one)
    memory.put("2", two)
    assert memory.get("1") == one
    memory.put("3", three)
    assert (memory.get("1"), memory.get("2"), memory.get("3")) == (one, None, three)
    assert memory.statistics().evicted == 1


def test_the_memory_is_bounded_in_bytes() -> None:
    memory = ResultCache(max_entries=1000, max_bytes=10_000)
    for number in range(100):
        memory.put(str(number), Answer.of(bytes(1000)))
        assert memory.statistics().size_bytes <= 10_000
    memory.put("99", Answer.of(bytes(2)))  # smaller in the place of a larger one
    assert memory.statistics().size_bytes <= 10_000 - 900
    memory.put("huge", Answer.of(bytes(5000)))
    assert memory.get("huge") is None
    ResultCache(max_entries=0, max_bytes=10_000).put("1", Answer.of(b""))


async def test_those_who_ask_together_wait_for_one_computation() -> None:
    work = Work()
    found: list[Answer] = []
    async with opened(work) as computations:

        async def ask() -> None:
            found.append(await computations.answer(TABS, b"x", JSON, SELF))

        async with trio.open_nursery() as nursery:
            for _ in range(10):
                nursery.start_soon(ask)
            await trio.testing.wait_all_tasks_blocked()
            work.go.set()
        await ask()
        assert work.asked == {b"x": 1}
        assert len(set(found)) == 1
        assert len(found) == 11
        assert computations.statistics().lookups == {"computed": 1, "joined": 9, "memory": 1}


async def test_forms_and_requests_are_kept_apart() -> None:
    work = Work()
    work.go.set()
    async with opened(work) as computations:
        made = [
            await computations.answer(TABS, canonical, form, SELF)
            for canonical in (b"x", b"y")
            for form in (JSON, TEXT)
        ]
        assert len({answer.etag for answer in made}) == 4


async def test_who_asked_first_may_go_without_harm_to_the_others() -> None:
    work = Work()
    async with opened(work) as computations, trio.open_nursery() as nursery:
        found: list[Answer] = []

        async def ask(scope: trio.CancelScope) -> None:
            with scope:
                found.append(await computations.answer(TABS, b"x", JSON, SELF))

        first, second = trio.CancelScope(), trio.CancelScope()
        nursery.start_soon(ask, first)
        await trio.testing.wait_all_tasks_blocked()
        nursery.start_soon(ask, second)
        await trio.testing.wait_all_tasks_blocked()
        first.cancel()
        await trio.testing.wait_all_tasks_blocked()
        work.go.set()
        await trio.testing.wait_all_tasks_blocked()
        assert len(found) == 1
        assert work.cancelled == 0


async def test_refusals_are_told_but_not_kept() -> None:
    work = Work()
    work.go.set()
    async with opened(work) as computations:
        for _ in range(2):
            with pytest.raises(Problem) as raised:
                await computations.answer(TABS, b"bad", JSON, SELF)
            assert (raised.value.status, raised.value.code, raised.value.members) == (
                422,
                "chord_symbol",
                {"position": 0},
            )
        assert work.asked[b"bad"] == 2


async def test_what_takes_too_long_is_stopped(autojump_clock: trio.testing.MockClock) -> None:
    work = Work()
    async with opened(work, timeout_s=3.0) as computations:
        with pytest.raises(Problem) as raised:
            await computations.answer(TABS, b"x", JSON, SELF)
        assert (raised.value.status, raised.value.code) == (503, "computation_timeout")
        assert trio.current_time() == pytest.approx(3.0, abs=0.1)
        assert work.cancelled == 1
        assert computations.statistics().timed_out == 1
        work.go.set()
        assert await computations.answer(TABS, b"x", JSON, SELF)


async def test_our_own_failures_are_logged_not_told() -> None:
    work = Work()
    work.go.set()
    async with opened(work) as computations:
        with structlog.testing.capture_logs() as log, pytest.raises(Problem) as raised:
            await computations.answer(TABS, b"broken", JSON, SELF)
        assert (raised.value.status, raised.value.code) == (500, "internal")
        assert "died" not in raised.value.detail
        assert log[0]["log_level"] == "error"
        assert computations.statistics().failed == 1


async def test_only_so_many_may_wait() -> None:
    work = Work()
    async with opened(work, max_asked=2) as computations, trio.open_nursery() as nursery:
        for canonical in (b"1", b"2"):
            nursery.start_soon(computations.answer, TABS, canonical, JSON, SELF)
        await trio.testing.wait_all_tasks_blocked()
        nursery.start_soon(computations.answer, TABS, b"2", JSON, SELF)  # joins
        await trio.testing.wait_all_tasks_blocked()
        with pytest.raises(QueueFull) as raised:
            await computations.answer(TABS, b"3", JSON, SELF)
        told = problem_of(raised.value)
        assert (told.status, told.code, told.headers["Retry-After"]) == (503, "busy", "5")
        work.go.set()


# With real processes.


CANONICAL = b'{"chords": "C G"}'


def only_process(processes: ProcessPool) -> trio.Process:
    (worker,) = processes._all
    return worker.child.process


async def test_a_process_is_used_again_and_ends_with_its_pool(tmp_path: Path) -> None:
    async with open_process_pool(1, tmp_path) as processes:
        first = await processes.perform("/tabs", CANONICAL, "json")
        (worker,) = processes._all
        second = await processes.perform("/tabs", CANONICAL, "json")
        assert first == second
        assert processes._all == {worker}
        declined = await processes.perform("/harmony/parse", b'{"chords": "Q"}', "json")
        assert isinstance(declined, Declined)
        assert (declined.code, declined.members["position"]) == ("chord_symbol", 0)
    assert not worker.child.is_running
    assert os.listdir(tmp_path) == []


async def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    async with open_process_pool(1, tmp_path) as processes:
        await processes.perform("/tabs", CANONICAL, "json")
        process = only_process(processes)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        assert isinstance(await processes.perform("/tabs", CANONICAL, "json"), Answer)


async def test_a_process_that_dies_at_work_is_a_failure_of_ours(tmp_path: Path) -> None:
    async with open_process_pool(1, tmp_path) as processes:
        await processes.perform("/tabs", CANONICAL, "json")
        process = only_process(processes)
        os.kill(process.pid, signal.SIGSTOP)  # so that it is at work when it dies
        with pytest.RaisesGroup(WorkerFailed):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(processes.perform, "/tabs", CANONICAL, "json")
                await trio.testing.wait_all_tasks_blocked()
                os.kill(process.pid, signal.SIGKILL)
        assert isinstance(await processes.perform("/tabs", CANONICAL, "json"), Answer)


async def test_being_cancelled_kills_the_process(tmp_path: Path) -> None:
    async with open_process_pool(1, tmp_path) as processes:
        await processes.perform("/tabs", CANONICAL, "json")
        process = only_process(processes)
        os.kill(process.pid, signal.SIGSTOP)
        with trio.move_on_after(0.2) as scope:
            await processes.perform("/tabs", CANONICAL, "json")
        assert scope.cancelled_caught
        assert process.poll() is not None
        assert processes.count == 0


async def test_an_unforeseen_error_names_itself_to_the_log(tmp_path: Path) -> None:
    async with open_process_pool(1, tmp_path) as processes:
        with pytest.raises(WorkerFailed, match="KeyError"):
            await processes.perform("/nothing", b"{}", "json")
        assert isinstance(await processes.perform("/tabs", CANONICAL, "json"), Answer)


@pytest.mark.long
async def test_the_loop_goes_on_while_something_long_is_worked_out(tmp_path: Path) -> None:
    kinds = ("", "m7", "maj7", "7", "dim7")
    every_chord = [root + kind for root in ("C", "Db", "D", "Eb", "E", "F", "Gb", "G") for kind in kinds]
    hard = TABS.canonical(TABS.request(chords=every_chord, level="advanced", capo="easy", vary_shapes=True))
    async with open_process_pool(1, tmp_path) as processes, trio.open_nursery() as nursery:
        done: list[Any] = []

        async def work() -> None:
            done.append(await processes.perform("/tabs", hard, "json"))
            nursery.cancel_scope.cancel()

        nursery.start_soon(work)
        turns = 0
        while not done:
            turns += 1
            await trio.sleep(0.001)
    assert isinstance(done[0], Answer)
    assert turns > 50  # a thread that held the loop for the whole computation would leave a handful
