"""Where the microseconds go: what a frame costs in hearing alone, and on its whole way from socket to socket.

Everything runs in this process, as fast as it can, over socket pairs, and CPU time is counted in short windows of which
the cheapest quarter says what a frame costs when the machine is left alone. So it can be trusted on a busy machine,
where ``capacity`` cannot; what it leaves out is the network stack of the kernel.
"""

from __future__ import annotations

import random
import socket
from time import process_time
from typing import Any, Final

import numpy as np
import trio
import trio.testing
from rich.console import Console
from rich.table import Table

from bench.capacity.client import RATE_HZ, encode_frames
from bench.capacity.load import HOP_S, audio_chunks
from bench.capacity.servers import Door
from chordwork.actors import EngineLimits, open_engine
from chordwork.engine import Recognizer, load_model
from chordwork.http import Settings
from chordwork.http.conversation.connection import open_connections
from chordwork.http.transports.server_websocket import ServerWebSocket

SESSIONS: Final = 24
CHUNKS_S: Final = (0.02, 0.04, 0.1)
WINDOW_S: Final = 0.3
"""Of audio, for each session."""
WINDOWS: Final = {True: 12, False: 60}
FULL: Final = 0.85
"""Share of a core that a server takes on (``max_load``)."""
_START: Final = b'{"type":"start","protocol":1,"sample_rate":%d,"acks":"hop"}' % RATE_HZ


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    rows = []
    for chunk_s in CHUNKS_S:
        chunks = audio_chunks(chunk_s)
        hearing = _hearing(chunks, chunk_s, WINDOWS[quick])
        way = trio.run(_whole_way, chunks, chunk_s, WINDOWS[quick])
        rows.append({"chunk_s": chunk_s, "hearing_us": hearing, "way_us": way})
    table = Table(title=f"CPU for a frame, µs; {SESSIONS} sessions, 16 kHz mono; cheapest quarter of the windows")
    for heading in ("frame", "hearing alone", "whole way", "share of hearing", f"sessions on {FULL:.0%} of a core"):
        table.add_column(heading, justify="right")
    summary: dict[str, float] = {}
    for row in rows:
        chunk_ms = row["chunk_s"] * 1000
        sessions = FULL * row["chunk_s"] * 1e6 / row["way_us"]
        table.add_row(
            f"{chunk_ms:.0f} ms",
            f"{row['hearing_us']:.0f}",
            f"{row['way_us']:.0f}",
            f"{row['hearing_us'] / row['way_us']:.0%}",
            f"{sessions:.0f}",
        )
        summary |= {
            f"hearing_us_{chunk_ms:.0f}ms": row["hearing_us"],
            f"way_us_{chunk_ms:.0f}ms": row["way_us"],
            f"sessions_{chunk_ms:.0f}ms": sessions,
        }
    Console().print(table)
    return {"benchmark": "path_cost", "summary": summary, "rows": rows}


def _hearing(chunks: list[bytes], chunk_s: float, windows: int) -> float:
    model = load_model()
    recognizers = [Recognizer(RATE_HZ, model=model) for _ in range(SESSIONS)]
    costs = []
    per_window = max(2, round(WINDOW_S / chunk_s))
    for window in range(windows):
        began = process_time()
        for turn in range(per_window):
            for number, recognizer in enumerate(recognizers):
                recognizer.feed(chunks[(window * per_window + turn + 13 * number) % len(chunks)])
        costs.append((process_time() - began) / (per_window * SESSIONS))
    return _cheapest(costs)


async def _whole_way(chunks: list[bytes], chunk_s: float, windows: int) -> float:
    frames, chance = encode_frames(Door("stream port", 0, 0), chunks), random.Random(1)
    settings, limits = Settings(heartbeat_s=3600, idle_timeout_s=3600), EngineLimits(max_sessions=SESSIONS)
    costs, own = [], []
    per_window = max(2, round(WINDOW_S / chunk_s))
    async with (
        open_engine(limits=limits) as engine,
        open_connections(engine, settings) as connections,
        trio.open_nursery() as nursery,
    ):
        clients = []
        for _ in range(SESSIONS):
            client, server = socket.socketpair()
            client.setblocking(False)
            clients.append(client)
            websocket = ServerWebSocket(server, settings, early=b"")
            nursery.start_soon(websocket.write_unsent)
            nursery.start_soon(connections.converse, websocket)
            client.send(b"\x81" + bytes([0x80 | len(_START)]) + bytes(4) + _START)
            prelude = 2 * chance.randrange(1, int(HOP_S * RATE_HZ))
            client.send(encode_frames(Door("stream port", 0, 0), [bytes(prelude)])[0])
        offsets = [chance.randrange(len(frames)) for _ in clients]
        for window in range(windows + 2):
            began = process_time()
            for turn in range(per_window):
                for client, offset in zip(clients, offsets, strict=True):
                    client.send(frames[(window * per_window + turn + offset) % len(frames)])
                own.append(process_time() - began) if turn == 0 else None
                await trio.testing.wait_all_tasks_blocked()
            costs.append((process_time() - began) / (per_window * SESSIONS))
            for client in clients:
                _read_all(client)
        for client in clients:
            client.close()
        nursery.cancel_scope.cancel()
    return _cheapest(costs[2:]) - _cheapest([cost / SESSIONS for cost in own])  # sending is the client's work


def _cheapest(costs_s: list[float]) -> float:
    return float(np.quantile(costs_s, 0.25)) * 1e6


def _read_all(client: socket.socket) -> None:
    try:
        while client.recv(65_536):
            pass
    except BlockingIOError:
        pass
