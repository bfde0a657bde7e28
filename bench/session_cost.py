"""What one more session costs a server: memory, and CPU time for each second of audio, while all play in real time."""

from __future__ import annotations

import random
from time import perf_counter
from typing import Any, Final

import psutil
from rich.console import Console
from rich.table import Table

from bench.capacity.client import Client, Overloaded, encode_frames
from bench.capacity.load import audio_chunks, play
from bench.capacity.servers import Door, one_core_each, open_doors

CHUNK_S: Final = 0.02
SESSIONS: Final = (2, 16, 48)
DURATION_S: Final = {True: 3.0, False: 20.0}


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    rows: list[dict[str, float]] = []
    with one_core_each() as core, open_doors(core) as doors:
        _measure(doors["stream port"], 1, 1.0, 0)  # whatever the first one loads
        alone_bytes = psutil.Process(doors["stream port"].pid).memory_info().rss
        for sessions in SESSIONS:  # ascending: an allocator gives nothing back
            rows.append(_measure(doors["stream port"], sessions, DURATION_S[quick], alone_bytes))
    table = Table(title="A session on the stream port; 20 ms frames, 16 kHz mono")
    for heading in ("sessions", "memory a session, kB", "CPU ms for a second of audio"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(f"{row['sessions']:.0f}", f"{row['kb_each']:.0f}", f"{row['cpu_ms_per_audio_s']:.2f}")
    Console().print(table)
    summary = {"kb_per_session": rows[-1]["kb_each"], "cpu_ms_per_audio_s": rows[-1]["cpu_ms_per_audio_s"]}
    return {"benchmark": "session_cost", "summary": summary, "rows": rows}


def _measure(door: Door, sessions: int, duration_s: float, alone_bytes: int) -> dict[str, float]:
    frames, chance = encode_frames(door, audio_chunks(CHUNK_S)), random.Random(3)
    server = psutil.Process(door.pid)
    clients = [Client(door) for _ in range(sessions)]
    try:
        offsets = [chance.randrange(len(frames)) for _ in clients]
        sources = [frames[offset:] + frames[:offset] for offset in offsets]
        cpu_s = door.cpu_s()
        overloaded = False
        try:
            play(clients, sources, CHUNK_S, duration_s, began=perf_counter(), lateness=[])
        except Overloaded:
            overloaded = True
        door.wait_idle()
        cpu_s = door.cpu_s() - cpu_s
        grown_bytes = server.memory_info().rss - alone_bytes
    finally:
        for client in clients:
            client.close()
        door.wait_idle()
    return {
        "sessions": float(sessions),
        "kb_each": grown_bytes / 1024 / max(1, sessions - 1),
        "cpu_ms_per_audio_s": float("nan") if overloaded else 1000.0 * cpu_s / (sessions * duration_s),
    }
