"""``python -m bench capacity``."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Any, Final

import attrs

from bench.capacity.load import LATE_S, Crowd
from bench.capacity.report import Searches, cpu_us, plot, print_table, ratio
from bench.capacity.search import FIRST, Search
from bench.capacity.servers import DOORS, one_core_each, open_doors

LIMIT_MS: Final = 20.0
CHUNKS_S: Final = (0.02, 0.04, 0.1)
AIMS: Final = {
    "ratio_stream_port_20ms": 1.5,
    "ratio_ws_20ms": 1.0,
    "stream_port_20ms": 100,
    "stream_port_100ms": 250,
}
TOTAL_S: Final = {True: 34.0, False: 900.0}
"""No probe begins later than this after the first, whatever the machine."""


@attrs.frozen
class _Plan:
    """How much is spent on one length of chunks: probes of each door, how long, how many sessions at first, and the
    share of the time at whose end the last begins."""

    steps: int
    duration_s: float
    first: int
    until: float


_PLANS: Final = {
    False: dict(zip(CHUNKS_S, (_Plan(9, 4.0, FIRST, until) for until in (1 / 3, 2 / 3, 1.0)), strict=True)),
    True: {0.02: _Plan(5, 0.8, 48, 0.6), 0.04: _Plan(2, 0.5, 64, 0.8), 0.1: _Plan(2, 0.5, 80, 1.0)},
}
"""When in haste, most goes to the length that the aims are about, and the first guess is not a small one."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("capacity")
    group.add_argument("--plot", type=Path, metavar="PNG", help="also draw the result (needs matplotlib)")
    group.add_argument(
        "--max-sessions", type=int, default=1000, metavar="N", help="never more than these; default 1000"
    )


def run(*, quick: bool, options: argparse.Namespace | None = None) -> dict[str, Any]:
    """Measure, print the table, return the raw data.

    The server has a core of its own; the load generator has the others. A session is *served well* if 99 of 100 chunks
    are recognised and answered within 20 ms, measured from outside: from the chunk sent to the answer read. Searches
    take turns, probe by probe, so that a drift of the machine's speed hits all doors.
    """
    max_sessions = options.max_sessions if options else 1000
    searches: Searches = {}
    began = time.monotonic()
    with one_core_each() as core, open_doors(core) as doors:
        for chunk_s in CHUNKS_S:
            crowds = {name: Crowd(doors[name], chunk_s) for name in DOORS}
            plan = _PLANS[quick][chunk_s]
            for name in DOORS:
                searches[chunk_s, name] = Search(
                    crowds[name], chunk_s, limit_ms=LIMIT_MS, first=plan.first, max_sessions=max_sessions
                )
            for _ in range(plan.steps):
                for name in DOORS:
                    if not searches[chunk_s, name].done and time.monotonic() - began < plan.until * TOTAL_S[quick]:
                        searches[chunk_s, name].step(plan.duration_s)
            for crowd in crowds.values():
                crowd.leave()
    return _result(searches, core, options)


def _result(searches: Searches, core: int | None, options: argparse.Namespace | None) -> dict[str, Any]:
    print_table(searches, title="Sessions on one core with p99 under 20 ms and nothing dropped, 16 kHz mono")
    late_ms = max(probe.generator_late_p99_ms for search in searches.values() for probe in search.probes)
    if late_ms > LATE_S * 1000:
        print(f"Not to be trusted: the load generator was up to {late_ms:.0f} ms late. Is the machine busy?")
    if core is None:
        print("Not to be trusted: with one core, the server shares it with the load generator.")
    if options is not None and options.plot and not plot(searches, options.plot):
        print("No plot: matplotlib is not installed.")
    summary: dict[str, float] = {}
    for (chunk_s, name), search in searches.items():
        key = f"{name.strip('/').replace(' ', '_')}_{chunk_s * 1000:.0f}ms"
        summary[key] = search.capacity
        summary[f"cpu_us_{key}"] = cpu_us(search)
        if name != "baseline":
            summary[f"ratio_{key}"] = ratio(searches, chunk_s, name)
    summary["generator_late_p99_ms"] = late_ms
    return {
        "benchmark": "capacity",
        "summary": summary,
        "aims": AIMS,
        "limit_ms": LIMIT_MS,
        "server_core": core,
        "load_average": os.getloadavg(),
        "searches": [
            {"chunk_s": chunk_s, "door": name, "probes": [attrs.asdict(probe) for probe in search.probes]}
            for (chunk_s, name), search in searches.items()
        ],
    }
