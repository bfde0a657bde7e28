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
from bench.capacity.servers import DOORS, Door, DoorName, one_core_each, open_doors
from bench.pictures import check_drawing

LIMITS_MS: Final = (20.0, 50.0, 100.0, 200.0)
"""A chunk is late after the first of these, on a machine where each door serves one session in that time; on a slower
one after the first that does, for all doors alike. Aims are about the first."""
ROOM: Final = 0.6
"""Of a limit, that a session alone may need: a crowd has to have some left."""
_MORE: Final = 1.3
ALONE_S: Final = 0.6
ALONE_TRIES: Final = 3
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
    are recognised and answered within a limit, measured from outside: from the chunk sent to the answer read. The limit
    is 20 ms, or, on a machine where one door cannot keep that for a single session, the shortest of
    :data:`LIMITS_MS` that all of them can. Searches take turns, probe by probe, so that a drift of the machine's speed
    hits all doors.
    """
    if options is not None and options.plot:
        check_drawing()
    max_sessions = options.max_sessions if options else 1000
    searches: Searches = {}
    with one_core_each() as core, open_doors(core) as doors:
        alone: dict[DoorName, float] = {name: _alone(doors[name]) for name in DOORS}
        limit_ms = choose_limit(alone)
        began = time.monotonic()
        for chunk_s in CHUNKS_S:
            crowds = {name: Crowd(doors[name], chunk_s) for name in DOORS}
            plan = _PLANS[quick][chunk_s]
            first = _first_guess(plan, searches)
            for name in DOORS:
                searches[chunk_s, name] = Search(
                    crowds[name], chunk_s, limit_ms=limit_ms, first=first, max_sessions=max_sessions
                )
            for _ in range(plan.steps):
                for name in DOORS:
                    if not searches[chunk_s, name].done and time.monotonic() - began < plan.until * TOTAL_S[quick]:
                        searches[chunk_s, name].step(plan.duration_s)
            for crowd in crowds.values():
                crowd.leave()
    return _result(searches, core, options, limit_ms, alone)


def _alone(door: Door) -> float:
    """Worst of a hundred of a door's answers to a single session, in ms: the better of a few short tries."""
    crowd = Crowd(door, CHUNKS_S[0])
    probes = [crowd.probe(1, ALONE_S) for _ in range(ALONE_TRIES)]
    crowd.leave()
    return min(probe.p99_ms for probe in probes)


def _first_guess(plan: _Plan, before: Searches) -> int:
    """Not much more than shorter chunks allowed: haste must not begin with a crowd that a slow machine cannot serve."""
    if not before:
        return plan.first
    found = [search.capacity or 1 for search in before.values()]
    return max(1, min(plan.first, round(_MORE * max(found))))


def choose_limit(alone: dict[DoorName, float]) -> float:
    """The shortest limit that each door keeps for a single session with room to spare; the longest, if none is."""
    slowest_ms = max(alone.values())
    return next((limit for limit in LIMITS_MS if slowest_ms < ROOM * limit), LIMITS_MS[-1])


def _result(
    searches: Searches,
    core: int | None,
    options: argparse.Namespace | None,
    limit_ms: float,
    alone: dict[DoorName, float],
) -> dict[str, Any]:
    print_table(searches, title=f"Sessions on one core with p99 under {limit_ms:g} ms and nothing dropped, 16 kHz mono")
    if limit_ms > LIMITS_MS[0]:
        shown = ", ".join(f"{name} {ms:.0f} ms" for name, ms in alone.items())
        print(
            f"This machine is slow now: one session alone has a p99 of {shown}. All are held to {limit_ms:g} ms "
            f"instead of {LIMITS_MS[0]:g}; the figures compare the doors, and the aims are not about them."
        )
    for (chunk_s, name), search in searches.items():
        if search.capacity is None:
            print(f"Not measured: {name} at {chunk_s * 1000:.0f} ms. {search.why_not}")
    late_ms = max(probe.generator_late_p99_ms for search in searches.values() for probe in search.probes)
    if late_ms > LATE_S * 1000:
        print(f"Not to be trusted: the load generator was up to {late_ms:.0f} ms late. Is the machine busy?")
    if core is None:
        print("Not to be trusted: with one core, the server shares it with the load generator.")
    if options is not None and options.plot:
        plot(searches, options.plot)
    summary: dict[str, float | None] = {}
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
        "more_is_better": [key for key in summary if not key.startswith(("cpu_us_", "generator_"))],
        "aims": AIMS if limit_ms == LIMITS_MS[0] else {},
        "limit_ms": limit_ms,
        "alone_p99_ms": alone,
        "server_core": core,
        "load_average": os.getloadavg(),
        "searches": [
            {"chunk_s": chunk_s, "door": name, "probes": [attrs.asdict(probe) for probe in search.probes]}
            for (chunk_s, name), search in searches.items()
        ],
    }
