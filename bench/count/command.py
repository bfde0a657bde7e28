"""``python -m bench count [--against COMMIT] [--sessions N]``: instructions and misses a hop."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.builds import THIS, Build, build_of
from bench.count.cachegrind import CACHES, CountError, Counts, count, valgrind

PROGRAM: Final = Path(__file__).with_name("playing.py")
ALONE_S: Final = {True: (4.0, 6.0), False: (4.0, 12.0)}
TOGETHER_S: Final = {True: (3.2, 4.0), False: (3.2, 5.2)}
"""Lengths of the shorter run and of the longer one: the shorter must last until the beat is looked for, after 3 s."""
SESSIONS: Final = 64
CHUNK_MS: Final = 40.0
SIZES: Final = {"instructions": "instructions", "instruction_misses": "instruction-cache misses",
                "data_misses": "data-cache misses", "last_misses": "last-level misses"}  # fmt: skip


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("count")
    group.add_argument("--against", metavar="COMMIT", help="also build and count this commit, and print ratios")
    group.add_argument("--sessions", type=int, default=SESSIONS, metavar="N", help="in company; 1: only alone")
    group.add_argument("--chunk-ms", type=float, default=CHUNK_MS, metavar="MS", help="audio sent at a time")
    group.add_argument("--file", action="store_true", help="also a recording, as /analyze hears it")
    group.add_argument("--jobs", type=int, default=1, metavar="N", help="runs at once; counts do not mind")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Count, print the table, return the figures.

    Raises:
        CountError: valgrind is not installed, or a program failed under it.
        BuildError: the commit cannot be built.
    """
    valgrind()
    cases = {"alone": (1, "live", ALONE_S[quick])}
    if options.sessions > 1:
        cases[f"{options.sessions} in company"] = (options.sessions, "live", TOGETHER_S[quick])
    if options.file:
        cases["a file"] = (1, "file", ALONE_S[quick])
    with ExitStack() as stack:
        builds = [*([stack.enter_context(build_of(options.against))] if options.against else []), THIS]
        wanted = [(case, build) for case in cases for build in builds]
        with ThreadPoolExecutor(max(1, options.jobs)) as pool:
            found = list(pool.map(lambda each: _a_hop(each[1], *cases[each[0]], options.chunk_ms), wanted))
    counted = {(case, build.name): counts for (case, build), counts in zip(wanted, found, strict=True)}
    sides = [build.name for build in builds]
    Console(width=None if Console().is_terminal else 120).print(_table(counted, list(cases), sides, options.chunk_ms))
    return {
        "benchmark": "count",
        "caches": CACHES,
        "against": options.against,
        "chunk_ms": options.chunk_ms,
        "summary": {
            f"{name}_{case.replace(' ', '_')}": value
            for case in cases
            for name, value in attrs.asdict(counted[case, THIS.name]).items()
        },
        "a_hop": [{"case": case, "build": build, **attrs.asdict(each)} for (case, build), each in counted.items()],
    }


def _a_hop(build: Build, sessions: int, way: str, lengths_s: tuple[float, float], chunk_ms: float) -> Counts:
    short, long = (_run(build, sessions, length_s, chunk_ms, way) for length_s in lengths_s)
    if long[1] <= short[1]:
        raise CountError(f"{sessions} sessions heard {short[1]} and {long[1]} hops: nothing to divide by")
    return long[0].minus(short[0], long[1] - short[1])


def _run(build: Build, sessions: int, seconds: float, chunk_ms: float, way: str) -> tuple[Counts, int]:
    counts, said = count(build.command(PROGRAM, str(sessions), str(seconds), str(chunk_ms), way), build.environment())
    return counts, int(said)


def _table(counted: dict[tuple[str, str], Counts], cases: list[str], sides: list[str], chunk_ms: float) -> Table:
    sizes = ", ".join(f"{name} {int(size.split(',')[0]) >> 10} kB" for name, size in CACHES.items())
    title = f"A hop of hearing, counted; 16 kHz, {chunk_ms:g} ms chunks; caches: {sizes}"
    table = Table(title=title, title_justify="left")
    for heading in ("sessions", "a hop", *sides, *(["ratio"] if len(sides) > 1 else [])):
        table.add_column(heading, justify="left" if heading in ("sessions", "a hop") else "right")
    for case in cases:
        for field, label in SIZES.items():
            values = [getattr(counted[case, side], field) for side in sides]
            ratio = [f"{values[1] / values[0]:.2f}"] if len(values) > 1 else []
            table.add_row(case if field == "instructions" else "", label, *(f"{v:,.0f}" for v in values), *ratio)
        table.add_section()
    return table
