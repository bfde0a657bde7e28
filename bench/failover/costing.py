"""What it costs to put sessions down: each step by itself, and the whole in a server, against the same without."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any, Final

import trio

from bench.failover.playing import Heard, Recording, play, recording
from bench.failover.processes import Store, servers
from chordwork.engine import Recognizer
from chordwork.http.nodes.cluster_store import Ownership
from chordwork.http.nodes.redis_store import open_cluster_store
from chordwork.http.nodes.sealing import Seal

SESSIONS: Final = 8
REPEATS: Final = 101


def cost_of_snapshots(store: Store, *, quick: bool, checkpoint_s: float) -> dict[str, Any]:
    """Microseconds and bytes of a snapshot; and a server's CPU time with them : without, by pairs."""
    song = recording("band.ogg", 4.0 if quick else 12.0)
    ratios = [_pair(store, song, checkpoint_s, odd=bool(index % 2)) for index in range(2 if quick else 4)]
    return {
        **_steps(store),
        "cpu_ratios": [ratio for ratio, _ in ratios],
        "cpu_ratio": statistics.median(ratio for ratio, _ in ratios),
        "cpu_ms_per_audio_s": statistics.median(cpu_ms for _, cpu_ms in ratios),
        "sessions": SESSIONS,
    }


def _pair(store: Store, song: Recording, checkpoint_s: float, *, odd: bool) -> tuple[float, float]:
    """CPU time with : without, and the first in milliseconds a second of audio."""
    spent: dict[float, float] = {}
    for each_s in (checkpoint_s, 0.0) if odd else (0.0, checkpoint_s):
        with servers(store, 1, checkpoint_s=each_s) as (server,):
            trio.run(_sing, server.url, recording("band.ogg", 1.0))  # whatever the first one loads
            before_s = server.cpu_s()
            trio.run(_sing, server.url, song)
            spent[each_s] = server.cpu_s() - before_s
    audio_s = SESSIONS * song.duration_s
    return spent[checkpoint_s] / spent[0.0], 1000.0 * spent[checkpoint_s] / audio_s


async def _sing(url: str, song: Recording) -> None:
    async with trio.open_nursery() as nursery:
        for _ in range(SESSIONS):
            nursery.start_soon(partial(play, [url], song, Heard(), speed=1.0))


def _steps(store: Store) -> dict[str, float]:
    song = recording("band.ogg", 8.0)
    recognizer = Recognizer(song.rate_hz)
    recognizer.feed(song.pcm)
    snapshot, seal = recognizer.snapshot(), Seal("token")

    def restore() -> None:
        Recognizer(song.rate_hz).restore(snapshot)

    return {
        "size_bytes": float(len(snapshot)),
        "snapshot_us": _median_us(recognizer.snapshot),
        "pack_us": _median_us(lambda: seal.close(b"state", snapshot)),
        "restore_us": _median_us(restore) - _median_us(lambda: Recognizer(song.rate_hz)),
        "write_us": trio.run(_write_us, store.url, snapshot),
    }


def _median_us(stage: Callable[[], object]) -> float:
    times_s = []
    for _ in range(REPEATS):
        began = perf_counter()
        stage()
        times_s.append(perf_counter() - began)
    return 1e6 * statistics.median(times_s)


async def _write_us(url: str, snapshot: bytes) -> float:
    times_s = []
    async with open_cluster_store(url) as shared:
        for index in range(REPEATS):
            began = perf_counter()
            await shared.save(
                "f" * 64, Ownership("bench"), snapshot, before=-1 if index == 0 else 0, count=0, finals=[], ttl_s=60
            )
            times_s.append(perf_counter() - began)
        await shared.forget("f" * 64, "bench")
    return 1e6 * statistics.median(times_s)
