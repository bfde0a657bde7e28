"""How long a player waits: from a frame to its ack, and from the onset of a chord to its provisional and final event.

All sessions play in real time from one thread; the server has a core of its own. A final chord is said when the chord
is over, so its latency contains the length of the chord, one second here. The baseline, FastAPI with base64 JSON, has
neither provisional nor final chords: only its acks compare, which it sends after recognition.
"""

from __future__ import annotations

import os
import random
from time import perf_counter
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.capacity.client import RATE_HZ, Client, Overloaded, encode_frames
from bench.capacity.load import HOP_S, audio_chunks, play
from bench.capacity.servers import BASELINE, DOORS, Door, DoorName, one_core_each, open_doors

CHUNK_S: Final = 0.02
SESSIONS: Final = (1, 10, 50)
QUICK_DOORS: Final[tuple[DoorName, ...]] = ("stream port", BASELINE)
DURATION_S: Final = {True: 6.0, False: 24.0}
"""Of one crowd at one door, quick or not."""
PERCENTILES: Final = (50, 95, 99)
CHORD_S: Final = 1.0
UNHEARD_S: Final = 2.5
"""Onsets so close to the end that nobody waited for their final event; they are not counted."""
ONSET_TOLERANCE_S: Final = 0.35
"""An event whose start lies this close to an onset is about the chord that begins there."""
COMPARED_SESSIONS: Final = 10


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    names, duration_s = QUICK_DOORS if quick else DOORS, DURATION_S[quick]
    rows: list[dict[str, Any]] = []
    with one_core_each() as core, open_doors(core) as doors:
        for sessions in SESSIONS:
            rows += [_measure(doors[name], sessions, duration_s) for name in names]
    table = Table(title="Milliseconds, p50 / p95 / p99; 20 ms frames, 16 kHz mono")
    for heading in ("sessions", "door", "frame → ack", "onset → provisional", "onset → final", "onsets missed"):
        table.add_column(heading, justify="left" if heading == "door" else "right")
    for row in rows:
        cells = [_shown(row[name]) for name in ("ack_ms", "provisional_ms", "final_ms")]
        missed = f"{row['missed']} of {row['onsets']}" if row["onsets"] else ""
        table.add_row(str(row["sessions"]), row["door"], *cells, missed)
    summary: dict[str, float] = {}
    for row in rows:
        for name in ("ack_ms", "provisional_ms", "final_ms"):
            for percentile, value in row[name].items():
                summary[f"{row['door'].strip('/').replace(' ', '_')}_{row['sessions']}_{name}_{percentile}"] = value
    ours, theirs = (summary.get(f"{door}_{COMPARED_SESSIONS}_ack_ms_p50") for door in ("stream_port", BASELINE))
    if ours and theirs:
        summary["ratio_ack_p50"] = ours / theirs
        table.caption = (
            f"frame → ack at {COMPARED_SESSIONS} sessions, ratio of the medians to the baseline: {ours / theirs:.2f}"
        )
    Console().print(table)
    return {"benchmark": "latency", "summary": summary, "rows": rows, "load_average": os.getloadavg()}


def _measure(door: Door, sessions: int, duration_s: float) -> dict[str, Any]:
    chunks = audio_chunks(CHUNK_S, chord_s=CHORD_S)
    frames, chance = encode_frames(door, chunks), random.Random(2)
    clients: list[Client] = []
    offsets: list[int] = []
    preludes_s: list[float] = []
    overloaded = False
    try:
        for _ in range(sessions):
            clients.append(Client(door, acks="chunk", keep_events=True))
            offsets.append(chance.randrange(len(frames)))
            samples = chance.randrange(1, int(HOP_S * RATE_HZ))
            preludes_s.append(samples / RATE_HZ)
            clients[-1].send(encode_frames(door, [bytes(2 * samples)])[0])
        sources = [frames[offset:] + frames[:offset] for offset in offsets]
        play(clients, sources, CHUNK_S, duration_s, began=perf_counter(), lateness=[])
    except Overloaded:
        overloaded = True
    finally:
        for client in clients:
            client.close()
        door.wait_idle()
    provisional: list[float] = []
    final: list[float] = []
    missed = onsets = 0
    if door.name != BASELINE:
        for client, offset, prelude_s in zip(clients, offsets, preludes_s, strict=True):
            for onset_s, wall_s in _onsets(client, offset, prelude_s, len(chunks)):
                onsets += 1
                first = _first(client, "provisional", onset_s)
                missed += first is None
                provisional += [] if first is None else [first - wall_s]
                last = _first(client, "final", onset_s)
                final += [] if last is None else [last - wall_s]
    return {
        "sessions": sessions,
        "door": door.name,
        "overloaded": overloaded,
        "ack_ms": _percentiles([late for client in clients for _, late in client.latencies]),
        "provisional_ms": _percentiles(provisional),
        "final_ms": _percentiles(final),
        "onsets": onsets,
        "missed": missed,
    }


def _onsets(client: Client, offset: int, prelude_s: float, loop_chunks: int) -> list[tuple[float, float]]:
    """The onsets that a client has played: where in its audio, and when they sounded."""
    every = round(CHORD_S / CHUNK_S)
    found = []
    for index, sent_at in enumerate(client.sent_at[1 : -round(UNHEARD_S / CHUNK_S)]):
        if (offset + index) % loop_chunks % every == 0 and index * CHUNK_S > 1.0:
            found.append((prelude_s + index * CHUNK_S, sent_at - CHUNK_S))  # its first sample is a chunk older
    return found


def _first(client: Client, status: str, onset_s: float) -> float | None:
    for at, event in client.events:
        if (
            event.get("status") == status
            and event["label"] != "N"
            and abs(event["start"] - onset_s) < ONSET_TOLERANCE_S
        ):
            return at
    return None


def _percentiles(values_s: list[float]) -> dict[str, float]:
    if not values_s:
        return {}
    found = np.percentile(values_s, PERCENTILES) * 1000
    return {f"p{percentile}": float(value) for percentile, value in zip(PERCENTILES, found, strict=True)}


def _shown(values_ms: dict[str, float]) -> str:
    return " / ".join(f"{value:.{0 if value >= 100 else 1}f}" for value in values_ms.values())
