"""Two server processes behind a balancer, players of the client library, and what happens when one goes."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

import attrs
import trio

from bench.capacity.load import audio_chunks
from bench.fleet.balancer import Balancer, open_balancer
from bench.serving import serving
from chordwork.client import Backoff, ClientError, Ready, ServerError, connect

RATE_HZ: Final = 16000
CHUNK_S: Final = 0.1
PLACES: Final = 12
PLAYERS: Final = 18
ARRIVAL_S: Final = 3.0
NEWCOMERS: Final = 4
PATIENCE_S: Final = 120.0


@attrs.define
class Observed:
    """What was felt of one loss.

    Attributes:
        gaps_s: from the loss to ``ready`` elsewhere, of each who had to move.
        restart_s: until the successor listened.
        lost_after_s: from the loss until clients saw it, of each.
    """

    gaps_s: list[float] = attrs.field(factory=list)
    restart_s: float = 0.0
    lost_after_s: list[float] = attrs.field(factory=list)


@attrs.define
class Run:
    """All that was measured.

    Attributes:
        connects_s: from a connection's begin to ``ready``, of several at once, while the players play.
        refusals_s: until it is turned away, of several at once, while every place is taken.
        up_bytes_s: of one player, from client to server, WebSocket framing included.
        down_bytes_s: the other way.
        kill: what was felt of SIGKILL.
        drain: of SIGTERM.
    """

    connects_s: list[float] = attrs.field(factory=list)
    refusals_s: list[float] = attrs.field(factory=list)
    up_bytes_s: float = 0.0
    down_bytes_s: float = 0.0
    kill: Observed = attrs.field(factory=Observed)
    drain: Observed = attrs.field(factory=Observed)


class _Hall:
    """Who plays where."""

    def __init__(self, balancer: Balancer) -> None:
        self.balancer = balancer
        self.inside: set[int] = set()
        self.loss: Observed | None = None
        self.lost_at = 0.0
        self._changed = trio.Event()

    def note(self) -> None:
        """Something has changed that somebody may wait for."""
        self._changed.set()
        self._changed = trio.Event()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Until it holds."""
        with trio.fail_after(PATIENCE_S):
            while not condition():
                await self._changed.wait()

    def all_are_in(self) -> bool:
        """Everybody has a place."""
        return len(self.inside) == PLAYERS

    async def play(self, number: int, *, after_s: float, chunks: list[bytes]) -> None:
        await trio.sleep(after_s)
        url = f"ws://127.0.0.1:{self.balancer.port}/ws"
        backoff = Backoff(random=_Marked(self, number), give_up_after_s=PATIENCE_S)
        async with connect(url, sample_rate=RATE_HZ, reconnect=backoff, connect_timeout_s=60.0) as stream:
            self.inside.add(number)
            self.note()
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_send, stream, chunks)
                async for message in stream:
                    if isinstance(message, Ready) and number not in self.inside:
                        assert self.loss is not None
                        self.loss.gaps_s.append(time.perf_counter() - self.lost_at)
                        self.inside.add(number)
                        self.note()

    def left(self, number: int) -> None:
        """A player's connection is gone: the client asks for its first wait."""
        if number in self.inside and self.loss is not None:
            self.inside.discard(number)
            self.loss.lost_after_s.append(time.perf_counter() - self.lost_at)


class _Marked:
    """Chance, and a note that a wait was drawn: the moment at which a client has seen its loss."""

    def __init__(self, hall: _Hall, number: int) -> None:
        self._hall, self._number = hall, number

    def __call__(self) -> float:
        self._hall.left(self._number)
        return random.random()


async def _visit(hall: _Hall, took_s: list[float], stay: Callable[[], Awaitable[None]]) -> None:
    began = time.perf_counter()
    try:
        async with connect(f"ws://127.0.0.1:{hall.balancer.port}/ws", sample_rate=RATE_HZ, connect_timeout_s=60.0):
            took_s.append(time.perf_counter() - began)
            hall.note()
            await stay()
    except ServerError:
        took_s.append(time.perf_counter() - began)
        hall.note()


async def _send(stream: Any, chunks: list[bytes]) -> None:
    due = trio.current_time()
    while True:
        for chunk in chunks:
            try:
                await stream.send(chunk)
            except ClientError:
                return
            due += CHUNK_S
            await trio.sleep_until(due)


FEW_PLACES: Final = (
    "--max-sessions", str(PLACES), "--max-load", "1000", "--max-sessions-per-client", "0", "--resume-grace-s", "0"
)  # fmt: skip
"""Of a server that is limited by nothing else."""


async def measure() -> Run:
    """A run of one to two minutes."""
    run = Run()
    async with open_balancer() as balancer, trio.open_nursery() as servers:
        hall = _Hall(balancer)
        processes: dict[str, trio.Process] = {}

        async def keep(name: str, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
            """A server, and its successors."""
            started = False
            while True:
                async with serving(*FEW_PLACES) as server:
                    balancer.backends[name], processes[name] = server.port, server.process
                    hall.note()
                    if started and hall.loss is not None:
                        hall.loss.restart_s = time.perf_counter() - hall.lost_at
                    elif not started:
                        task_status.started()
                    started = True
                    await server.process.wait()

        async def lose(name: str, number: signal.Signals, loss: Observed) -> None:
            hall.loss, hall.lost_at = loss, time.perf_counter()
            del balancer.backends[name]
            processes[name].send_signal(number)
            await hall.until(lambda: name in balancer.backends and hall.all_are_in())

        for name in ("a", "b"):
            await servers.start(keep, name)
        async with trio.open_nursery() as players:
            chunks = audio_chunks(CHUNK_S)
            for number in range(PLAYERS):
                after_s = ARRIVAL_S * number / PLAYERS
                players.start_soon(partial(hall.play, number, after_s=after_s, chunks=chunks))
            await hall.until(hall.all_are_in)
            async with trio.open_nursery() as guests:
                for _ in range(2 * PLACES - PLAYERS):
                    guests.start_soon(_visit, hall, run.connects_s, trio.sleep_forever)
                await hall.until(lambda: len(run.connects_s) == 2 * PLACES - PLAYERS)
                async with trio.open_nursery() as newcomers:
                    for _ in range(NEWCOMERS):
                        newcomers.start_soon(_visit, hall, run.refusals_s, trio.lowlevel.checkpoint)
                guests.cancel_scope.cancel()
            before, began = (balancer.up_bytes, balancer.down_bytes), time.perf_counter()
            await trio.sleep(5.0)
            elapsed_s = PLAYERS * (time.perf_counter() - began)
            run.up_bytes_s = (balancer.up_bytes - before[0]) / elapsed_s
            run.down_bytes_s = (balancer.down_bytes - before[1]) / elapsed_s
            await lose("a", signal.SIGKILL, run.kill)
            await trio.sleep(3.0)
            await lose("b", signal.SIGTERM, run.drain)
            players.cancel_scope.cancel()
        servers.cancel_scope.cancel()
    return run
