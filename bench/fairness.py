"""Whether a greedy client keeps ten others waiting: on ``/analyze``, computations, sessions and connections.

A server as people start it, with its usual limits but for how busy it may be, and eleven clients, told apart by
the word of a trusted proxy, or, where it is about sockets, by addresses of this machine that are held to limits. Ten of
them ask one question after the other; the greedy one asks for as much as it can at once, for longer work, and again
when it is refused. Windows with it and without it take turns; what counts is the ten's 95th percentile with it over the
one without.
"""

from __future__ import annotations

import argparse
import io
import json
import wave
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, Final

import attrs
import numpy as np
import trio
from rich.console import Console
from rich.table import Table
from trio_websocket import ConnectionClosed, HandshakeError, open_websocket_url

from bench.serving import serving

CLIENTS: Final = 10
ROUNDS: Final = {True: 3, False: 8}
PAIRS: Final = {True: 2, False: 5}
GREED: Final = 32
"""Questions that the greedy client asks at once."""
IMPATIENCE_S: Final = 1.0
"""After which each of them is asked again when it was refused, whatever ``Retry-After`` says."""
HEAD_START_S: Final = 1.0
RATE_HZ: Final = 16_000
TIMEOUT_S: Final = 120.0
GREEDY: Final = 0
_numbers: Final = count(1)


@attrs.frozen
class Served:
    """A server in a process of its own."""

    port: int
    stream_port: int
    by_address: bool
    """Clients are told apart by their own addresses; else by what a trusted proxy says."""

    async def connect(self, client: int) -> trio.SocketStream:
        """A socket of a client."""
        sock = trio.socket.socket()
        if self.by_address:
            await sock.bind((f"127.0.0.{client + 2}", 0))
        await sock.connect(("127.0.0.1", self.port))
        return trio.SocketStream(sock)

    def said_by_proxy(self, client: int) -> list[tuple[bytes, bytes]]:
        """Headers that tell who it is."""
        return [] if self.by_address else [(b"X-Forwarded-For", b"203.0.113.%d" % (client + 1))]

    async def ask(self, client: int, target: str, body: bytes | None = None) -> int:
        """One request over a connection of its own; its status."""
        lines = [f"{'GET' if body is None else 'POST'} {target} HTTP/1.1", "Host: localhost", "Connection: close"]
        lines += [f"{name.decode()}: {value.decode()}" for name, value in self.said_by_proxy(client)]
        lines += [] if body is None else [f"Content-Length: {len(body)}", "Content-Type: audio/wav"]
        answer = b""
        with trio.fail_after(TIMEOUT_S), suppress(trio.BrokenResourceError):
            async with await self.connect(client) as stream:
                await stream.send_all("\r\n".join([*lines, "", ""]).encode() + (body or b""))
                async for data in stream:
                    answer += data
        return int(answer.split(b" ", 2)[1]) if answer else 0


Ask = Callable[[Served, int], Awaitable[bool]]
"""One question of a client; whether it was answered."""


@attrs.frozen
class Scenario:
    """What the ten ask, and what the greedy one does meanwhile."""

    name: str
    ask: Ask
    greed: Ask
    by_address: bool = False


async def _analyse(served: Served, client: int) -> bool:
    return await served.ask(client, "/analyze", _sound(1.0)) == 200


async def _analyse_much(served: Served, client: int) -> bool:
    return await served.ask(client, "/analyze", _sound(8.0)) == 200


async def _compute(served: Served, client: int) -> bool:
    return await served.ask(client, f"/accompaniment?chords=C+G+Am+F&seed={next(_numbers)}") == 200


async def _compute_much(served: Served, client: int) -> bool:
    question = f"/accompaniment?chords=C+G+Am+F&repeats=60&seed={next(_numbers)}"
    return await served.ask(client, question) == 200


async def _play(served: Served, client: int, *, leave: bool = False) -> bool:
    start = {"type": "start", "protocol": 1, "sample_rate": RATE_HZ, "acks": "none", "pace": "file", "resumable": leave}
    url = f"ws://127.0.0.1:{served.stream_port}/ws"
    try:
        with trio.fail_after(TIMEOUT_S):
            async with open_websocket_url(url, extra_headers=served.said_by_proxy(client)) as websocket:
                await websocket.send_message(json.dumps(start))
                if json.loads(await websocket.get_message())["type"] != "ready":
                    return False
                await websocket.send_message(bytes(RATE_HZ))
                if leave:
                    return await _vanish(websocket)
                await websocket.send_message('{"type":"stop"}')
                while json.loads(await websocket.get_message())["type"] != "done":
                    pass
        return True
    except* (ConnectionClosed, HandshakeError, OSError, trio.ClosedResourceError, trio.BrokenResourceError):
        pass
    return leave


async def _vanish(websocket: Any) -> bool:
    """As a telephone in a tunnel."""
    await websocket._stream.aclose()
    return True


async def _play_and_vanish(served: Served, client: int) -> bool:
    return await _play(served, client, leave=True)


async def _read(served: Served, client: int) -> bool:
    return await served.ask(client, "/grooves") == 200


async def _hold(served: Served, client: int) -> bool:
    """A socket on which nothing is asked, for as long as the server lets it be."""
    with suppress(OSError, trio.BrokenResourceError):
        async with await served.connect(client) as stream:
            await stream.receive_some()
    return False  # it was dropped: the greedy one opens another


SCENARIOS: Final = (
    Scenario("/analyze", _analyse, _analyse_much),
    Scenario("computations", _compute, _compute_much),
    Scenario("sessions", _play, _play_and_vanish),
    Scenario("connections", _read, _hold, by_address=True),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Those of this benchmark."""
    parser.add_argument("--only", choices=[scenario.name for scenario in SCENARIOS], help="one of the scenarios")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    chosen = [scenario for scenario in SCENARIOS if options.only in (None, scenario.name)]
    rows = [trio.run(_measure, scenario, ROUNDS[quick], PAIRS[quick]) for scenario in chosen]
    table = Table(title=f"{CLIENTS} clients beside a greedy one: seconds for one answer")
    for heading in (
        "",
        "p95 alone",
        "p95 beside",
        "ratio",
        "of medians",
        "ten refused",
        "it got",
        "it was refused",
    ):
        table.add_column(heading, justify="right" if heading else "left")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['alone_p95_s']:.3f}",
            f"{row['beside_p95_s']:.3f}",
            f"{row['ratio']:.2f}",
            f"{row['median_ratio']:.2f}",
            str(row["refused"]),
            str(row["greedy"]["answered"]),
            str(row["greedy"]["refused"]),
        )
    Console().print(table)
    summary = {f"{row['name'].strip('/')}_ratio": row["ratio"] for row in rows}
    return {"benchmark": "fairness", "summary": summary, "rows": rows}


async def _measure(scenario: Scenario, rounds: int, pairs: int) -> dict[str, Any]:
    alone: list[float] = []
    beside: list[float] = []
    refused = 0
    greedy: Counter[str] = Counter()
    async with _serving(by_address=scenario.by_address) as served:
        await _window(scenario, served, 1)  # so that its processes run
        for _ in range(pairs):
            spent_s, refusals = await _window(scenario, served, rounds)
            alone += spent_s
            async with _greed(scenario, served, greedy):
                spent_s, more = await _window(scenario, served, rounds)
            beside += spent_s
            refused += refusals + more
    p95 = [float(np.quantile(times, 0.95)) for times in (alone, beside)]
    medians = [float(np.median(times)) for times in (alone, beside)]
    return {
        "name": scenario.name,
        "alone_p95_s": p95[0],
        "beside_p95_s": p95[1],
        "ratio": p95[1] / p95[0],
        "median_ratio": medians[1] / medians[0],
        "refused": refused,
        "greedy": {"answered": greedy["answered"], "refused": greedy["refused"]},
        "alone_s": alone,
        "beside_s": beside,
    }


async def _window(scenario: Scenario, served: Served, rounds: int) -> tuple[list[float], int]:
    """How long the ten waited for each answer, and how many questions of theirs were refused."""
    spent_s: list[float] = []
    refused = 0

    async def ask(client: int) -> None:
        nonlocal refused
        for _ in range(rounds):
            began = trio.current_time()
            if await scenario.ask(served, client):
                spent_s.append(trio.current_time() - began)
            else:
                refused += 1

    async with trio.open_nursery() as nursery:
        for client in range(1, CLIENTS + 1):
            nursery.start_soon(ask, client)
    return spent_s, refused


@asynccontextmanager
async def _greed(scenario: Scenario, served: Served, outcomes: Counter[str]) -> AsyncIterator[None]:
    async def grab() -> None:
        while True:
            answered = await scenario.greed(served, GREEDY)
            outcomes["answered" if answered else "refused"] += 1
            if not answered:
                await trio.sleep(IMPATIENCE_S)

    async with trio.open_nursery() as nursery:
        for _ in range(10 * GREED if scenario.by_address else GREED):
            nursery.start_soon(grab)
        await trio.sleep(HEAD_START_S)
        yield
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def _serving(*, by_address: bool) -> AsyncIterator[Served]:
    options = ("--stream-port", "0", "--max-load", "100", "--computation-timeout-s", "120")
    told_apart = ("--limit-local",) if by_address else ("--trusted-proxies", "127.0.0.1")
    async with serving(*options, *told_apart) as server:
        assert server.stream_port is not None
        yield Served(server.port, server.stream_port, by_address)


def _sound(seconds: float) -> bytes:
    """A chord that rings, as a WAV file."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    chord = 0.2 * np.sum([np.sin(2 * np.pi * hz * time_s) for hz in (130.8, 164.8, 196.0)], axis=0)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE_HZ)
        writer.writeframes((chord * 32767).astype("<i2").tobytes())
    return file.getvalue()
