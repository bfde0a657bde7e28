"""What the stream port's two halves cost: a handshake by trio-websocket, and a frame read by it or by our own reader.

Both readers get the same bytes over socket pairs in this process: 640 bytes of PCM a frame, and after every second one
a text of 200 bytes goes back, about as often as a hop ends. CPU time is counted in short windows that take turns, of
which the cheapest quarter counts, less what sending costs.
"""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import process_time
from typing import Any, Final

import numpy as np
import trio
import trio.testing
from rich.console import Console
from rich.table import Table
from trio_websocket import wrap_server_stream

from chordwork.http import Settings
from chordwork.http.transports.handshake import open_handshake
from chordwork.http.transports.server_websocket import ServerWebSocket

SOCKETS: Final = 24
FRAMES: Final = 50
WINDOWS: Final = {True: 8, False: 80}
HANDSHAKES: Final = 40
_UPGRADE: Final = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)
_FRAME: Final = b"\x82\xfe" + (640).to_bytes(2, "big") + b"mask" + os.urandom(640)
_ANSWER: Final = "x" * 200


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    shake, trio_websocket, own = trio.run(_measure, WINDOWS[quick])
    table = Table(title="CPU of the stream port, µs; cheapest quarter of the windows")
    for heading in ("", "µs", "ratio"):
        table.add_column(heading, justify="right" if heading else "left")
    table.add_row("a handshake, with its socket", f"{shake:.0f}", "")
    table.add_row("a frame, by trio-websocket", f"{trio_websocket:.1f}", "1.00")
    table.add_row("a frame, by our own reader", f"{own:.1f}", f"{own / trio_websocket:.2f}")
    Console().print(table)
    summary = {"handshake_us": shake, "trio_websocket_frame_us": trio_websocket, "own_frame_us": own}
    return {"benchmark": "frame_cost", "summary": summary}


async def _measure(windows: int) -> tuple[float, float, float]:
    theirs, ours, sending, shaking = [], [], [], []
    async with _conversations(_by_trio_websocket) as first, _conversations(_by_own_reader) as second:
        for _ in range(windows):
            theirs.append(await _window(first))
            ours.append(await _window(second))
            sending.append(_send_only(second))
            await trio.testing.wait_all_tasks_blocked()
            _read_all(second)
            shaking.append(await _handshakes())
    send = _cheapest(sending)
    return _cheapest(shaking), _cheapest(theirs) - send, _cheapest(ours) - send


async def _window(clients: list[socket.socket]) -> float:
    began = process_time()
    for _ in range(FRAMES):
        for client in clients:
            client.send(_FRAME)
        await trio.testing.wait_all_tasks_blocked()
    spent = process_time() - began
    _read_all(clients)
    return spent / FRAMES / len(clients)


def _send_only(clients: list[socket.socket]) -> float:
    began = process_time()
    for client in clients:
        client.send(_FRAME)
    return (process_time() - began) / len(clients)


async def _handshakes() -> float:
    began = process_time()
    for _ in range(HANDSHAKES):
        client, server = socket.socketpair()
        client.send(_UPGRADE)
        stream = trio.SocketStream(trio.socket.from_stdlib_socket(server))
        async with stream, open_handshake(stream, None) as handshake:
            assert handshake is not None
            await handshake.accept(None, {"X-Request-ID": "none"})
        client.close()
    return (process_time() - began) / HANDSHAKES


@asynccontextmanager
async def _conversations(serving: Callable[[trio.SocketStream], Awaitable[None]]) -> AsyncIterator[list[socket.socket]]:
    async with trio.open_nursery() as nursery:
        clients = []
        for _ in range(SOCKETS):
            client, server = socket.socketpair()
            client.setblocking(False)
            client.send(_UPGRADE)
            nursery.start_soon(serving, trio.SocketStream(trio.socket.from_stdlib_socket(server)))
            clients.append(client)
        await trio.testing.wait_all_tasks_blocked()
        _read_all(clients)
        yield clients
        nursery.cancel_scope.cancel()


async def _by_trio_websocket(stream: trio.SocketStream) -> None:
    async with trio.open_nursery() as nursery:
        connection = await (await wrap_server_stream(nursery, stream)).accept()
        while True:
            await connection.get_message()
            await connection.get_message()
            await connection.send_message(_ANSWER)


async def _by_own_reader(stream: trio.SocketStream) -> None:
    async with open_handshake(stream, None) as handshake:
        assert handshake is not None
        early = await handshake.accept(None, {})
    assert early is not None
    websocket = ServerWebSocket(socket.socket(fileno=stream.socket.detach()), Settings(), early=early)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(websocket.write_unsent)
        while True:
            await websocket.receive()
            await websocket.receive()
            if not websocket.try_send(_ANSWER):
                await websocket.send(_ANSWER)


def _cheapest(costs_s: list[float]) -> float:
    return float(np.quantile(costs_s, 0.25)) * 1e6


def _read_all(clients: list[socket.socket]) -> None:
    for client in clients:
        try:
            while client.recv(65_536):
                pass
        except BlockingIOError:
            pass
