"""The supervisor with a fault at every await, over workers that are played: none is left, none dies for another."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
import trio
import trio.testing
from structlog.testing import capture_logs

from chordwork.http import Settings
from chordwork.http.serving.supervisor import READY, Supervisor, WorkersFailed
from chordwork.http.sockets.listeners import ServerAddress
from tests.faults import Steps, calling, cancelling, pairs, raising, run, scope_of_pairs, scope_of_test

WORKERS = 2
START_S, STOP_S, ALIVE_EVERY_S = 0.3, 0.2, 5.0
SERVES_S = 20.0
SETTINGS = Settings(workers=WORKERS, drain_timeout_s=5.0, close_timeout_s=0.5)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of deaths are not written down one by one."""
    with capture_logs():
        yield


class PlayedListening:
    """Sockets that nobody connects to."""

    address = ServerAddress("127.0.0.1", 1, 2)

    def file_descriptors(self) -> tuple[list[int], list[int]]:
        return [], []


class PlayedProcess:
    """A worker that gets ready, says that it is alive, and ends when it is told to or has to."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self.stdin, self._orders = trio.testing.memory_stream_one_way_pair()
        self._words, self.stdout = trio.testing.memory_stream_one_way_pair()
        self.index: int | None = None
        self.returncode: int | None = None
        self.waited = False
        self._ended = trio.Event()
        self._scope = trio.CancelScope()
        nursery.start_soon(self._live)

    def poll(self) -> int | None:
        return self.returncode

    async def wait(self) -> int:
        await self._ended.wait()
        self.waited = True
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if number == signal.SIGTERM:
            self._scope.deadline = trio.current_time() + STOP_S
        elif number == signal.SIGKILL:
            self._end(-number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _end(self, returncode: int) -> None:
        if self.returncode is None:
            self.returncode = returncode
            self._words.close()
            self._orders.close()
            self._ended.set()
            self._scope.cancel()

    async def _live(self) -> None:
        with self._scope, suppress(trio.ClosedResourceError):
            order = b""
            while not order.endswith(b"\n"):
                order += await self._orders.receive_some()
                if not order:
                    raise trio.ClosedResourceError  # its supervisor has gone
            self.index = json.loads(order)["index"]
            await trio.sleep(START_S)
            await self._words.send_all(READY)
            while True:
                await trio.sleep(ALIVE_EVERY_S)
                await self._words.send_all(b".\n")
        self._end(0)


@attrs.define(eq=False)
class House:
    """A supervisor and all processes that it ever had.

    Attributes:
        processes: in the order in which they were started.
        refusals: how many more starts fail for want of something.
        started: an address was announced.
    """

    processes: list[PlayedProcess] = attrs.field(factory=list)
    refusals: int = 0
    started: bool = False
    shutdown: trio.Event = attrs.field(factory=trio.Event)
    supervising: trio.CancelScope = attrs.field(factory=trio.CancelScope)
    failed: BaseException | None = None

    async def stand(self, monkeypatch: pytest.MonkeyPatch, steps: Steps, act: Any = None, then: Any = None) -> House:
        """From the first start to the last end."""
        async with trio.open_nursery() as nursery:

            async def open_process(*_: Any, **__: Any) -> PlayedProcess:
                await trio.lowlevel.checkpoint()
                if self.refusals:
                    self.refusals -= 1
                    raise OSError(24, "Too many open files")
                self.processes.append(PlayedProcess(nursery))
                return self.processes[-1]

            monkeypatch.setattr(trio.lowlevel, "open_process", open_process)
            supervisor = Supervisor(SETTINGS, PlayedListening(), Path("/nowhere"), ("worker",))  # type: ignore[arg-type]

            async def stop() -> None:
                await trio.sleep(SERVES_S)
                self.shutdown.set()

            nursery.start_soon(stop)
            steps.begin(act, then)
            try:
                with self.supervising:
                    async with trio.open_nursery() as running:
                        await running.start(supervisor.run, self.shutdown, None)
                        self.started = True
            except* WorkersFailed as group:
                self.failed = group
            steps.end()
            assert not supervisor._processes
            nursery.cancel_scope.cancel()
        assert all(process.waited for process in self.processes)
        for process in self.processes:
            with pytest.raises(trio.ClosedResourceError):
                await process.stdin.send_all(b"?")
        return self

    def lives(self, index: int) -> list[int | None]:
        """How each life of a worker ended."""
        return [process.returncode for process in self.processes if process.index == index]


def test_without_a_fault_every_worker_lives_once(monkeypatch: pytest.MonkeyPatch) -> None:
    house = run(lambda steps: House().stand(monkeypatch, steps), Steps(), 1)
    assert [house.lives(index) for index in range(WORKERS)] == [[0]] * WORKERS
    assert house.started


@scope_of_test
def test_a_supervisor_that_is_dropped_anywhere_takes_its_workers_along(
    most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(steps: Steps) -> House:
        house = House()
        return await house.stand(monkeypatch, steps, house.supervising.cancel)

    for _, house in cancelling(scenario, most):
        assert {process.returncode for process in house.processes} <= {0, -signal.SIGKILL}


@scope_of_test
def test_stopping_at_any_moment_stops_everybody_in_order(most: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(steps: Steps) -> tuple[House, float]:
        house = House()
        stopped_at = trio.current_time() + SERVES_S

        def stop() -> None:
            nonlocal stopped_at
            stopped_at = trio.current_time()
            house.shutdown.set()

        await house.stand(monkeypatch, steps, stop)
        return house, trio.current_time() - stopped_at

    for _, (house, took_s) in calling(scenario, most):
        assert all(process.returncode == 0 for process in house.processes)
        assert took_s < SETTINGS.drain_timeout_s + SETTINGS.close_timeout_s + 3.0


@scope_of_test
def test_a_worker_that_dies_at_any_moment_is_replaced_and_no_other(
    most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(steps: Steps) -> tuple[House, PlayedProcess | None, bool]:
        house = House()
        victim: PlayedProcess | None = None
        early = False

        def kill() -> None:
            nonlocal victim, early
            if house.processes and not house.shutdown.is_set():
                victim = house.processes[0]
                victim.kill()
                early = trio.current_time() < SERVES_S - 5.0

        await house.stand(monkeypatch, steps, kill)
        return house, victim, early

    for _, (house, victim, early) in calling(scenario, most):
        others = [process for process in house.processes if process is not victim]
        assert all(process.returncode == 0 for process in others)
        assert len(others) >= WORKERS - (victim is not None and not early)
        assert house.failed is None


@scope_of_test
def test_nothing_to_start_a_worker_with_ends_none_that_serves(
    most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither file descriptors nor memory for a new process, at any moment."""

    async def scenario(steps: Steps) -> House:
        house = House()

        def exhaust() -> None:
            house.refusals = 2
            if house.processes:
                house.processes[0].kill()

        return await house.stand(monkeypatch, steps, exhaust)

    for _, house in calling(scenario, most):
        assert house.failed is None
        assert sum(process.returncode != 0 for process in house.processes) <= 1
        assert {process.index for process in house.processes if process.returncode == 0} - {None} or not house.started


@scope_of_test
def test_a_failure_in_looking_after_one_worker_costs_no_other(
    most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first: list[trio.lowlevel.Task] = []

    def looks_after_the_first(task: trio.lowlevel.Task) -> bool:
        if "Supervisor._keep" in task.name and not first:
            first.append(task)
        return task in first

    async def scenario(steps: Steps) -> House:
        first.clear()
        return await House().stand(monkeypatch, steps)

    for _, house in raising(scenario, most, looks_after_the_first, error=lambda: OSError(5, "Input/output error")):
        assert house.failed is None
        assert sum(process.returncode != 0 for process in house.processes) <= 1
        assert len([process for process in house.processes if process.returncode == 0]) >= WORKERS


@scope_of_pairs
def test_a_supervisor_that_is_dropped_behind_a_death_leaves_nobody(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(steps: Steps) -> House:
        house = House()

        def kill() -> None:
            if house.processes:
                house.processes[0].kill()

        return await house.stand(monkeypatch, steps, kill, house.supervising.cancel)

    for _, house in pairs(scenario, most):
        assert house.failed is None
        assert {process.returncode for process in house.processes} <= {0, -signal.SIGKILL}


@scope_of_pairs
def test_two_workers_that_die_at_two_moments_are_both_replaced(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(steps: Steps) -> tuple[House, list[PlayedProcess], float]:
        house = House()
        victims: list[PlayedProcess] = []
        last_s = 0.0

        def kill() -> None:
            nonlocal last_s
            living = [process for process in house.processes if process.returncode is None]
            if living and not house.shutdown.is_set():
                victims.append(living[0])
                living[0].kill()
                last_s = trio.current_time()

        await house.stand(monkeypatch, steps, kill, kill)
        return house, victims, last_s

    for _, (house, victims, last_s) in pairs(scenario, most):
        others = [process for process in house.processes if process not in victims]
        assert all(process.returncode == 0 for process in others)
        assert house.failed is None
        if last_s < SERVES_S - 5.0:
            assert len(others) >= WORKERS
