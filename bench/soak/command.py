"""``python -m bench soak --minutes M``."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import attrs
import numpy as np
import psutil
import trio
from rich.console import Console
from rich.table import Table

from bench.capacity.servers import one_core_each, ports_of, process
from bench.soak.visitors import Visitors

VISITORS: Final = 24
GRACE_S: Final = 2.0
"""For which the server keeps a session whose client is lost; short, so that many expire."""
START_TIMEOUT_S: Final = 3.0
LONGEST_VISIT_S: Final = 5.0
WARM_UP_SHARE: Final = 0.2
"""Of the time; then everything is loaded that will be."""
SAMPLES: Final = 60
EMPTY_WITHIN_S: Final = 20.0
"""After the last visitor has left; longer than any of the server's own times."""
ROWS: Final = (
    ("tasks", "tasks", 0),
    ("files", "file descriptors", 0),
    ("threads", "threads", 0),
    ("objects", "objects", 0),
    ("resident_mb", "resident memory, MB", 1),
    ("helpers", "helper processes", 0),
    ("helpers_mb", "their memory, MB", 1),
)
"""Of the table: names of fields of a :class:`Sample`."""


@attrs.frozen
class Sample:
    """The server at one moment.

    Attributes:
        at_s: since the beginning.
        resident_mb: memory.
        files: open file descriptors.
        tasks: of trio.
        objects: that the garbage collector knows.
        threads: of the server's process.
        helpers: processes that it has started and that live.
        helpers_mb: memory of all of them.
    """

    at_s: float
    resident_mb: float
    files: int
    tasks: int
    objects: int
    threads: int
    helpers: int
    helpers_mb: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("soak")
    group.add_argument("--minutes", type=float, metavar="M", help="how long; default 60, with --quick 0.5")
    group.add_argument("--visitors", type=int, metavar="N", default=VISITORS, help=f"at a time; default {VISITORS}")


def run(*, quick: bool, options: argparse.Namespace | None = None) -> dict[str, Any]:
    """Soak the server, print what it kept, return the raw data.

    Visitors play, stop, quit, lose their connection and come back or not, talk nonsense, or say nothing, through both
    doors; some as the page does and some as the phone, in the protocol or the dialect before it, and some ask over
    REST. When the last has left, the server must hold what it held at the beginning: no task, no file descriptor and
    no session more. What it used while they were there is compared between the last quarter of the time after a
    warm-up and the first.
    """
    count = VISITORS if options is None else getattr(options, "visitors", VISITORS)
    minutes = options.minutes if options is not None and options.minutes is not None else 0.5 if quick else 60.0
    settings = (f"resume_grace_s={GRACE_S}", f"start_timeout_s={START_TIMEOUT_S}")
    with one_core_each() as core, process("bench.capacity.product_server", core, *settings) as server:
        ports = ports_of(server)
        return trio.run(_soak, server, [ports["port"], ports["stream_port"]], minutes * 60.0, count)


async def _soak(server: subprocess.Popen[str], ports: list[int], duration_s: float, count: int) -> dict[str, Any]:
    visitors = Visitors(ports, longest_s=min(LONGEST_VISIT_S, duration_s / 4))
    began = trio.current_time()
    with trio.move_on_after(min(10.0, duration_s / 5)):  # the first of each kind load what they need
        await visitors.come_and_go(count)
    before = await _empty(server, began)
    samples: list[Sample] = []
    with trio.move_on_after(duration_s):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(visitors.come_and_go, count)
            while True:
                await trio.sleep(max(0.5, duration_s / SAMPLES))
                samples.append(await _sample(server, began))
    after = await _empty(server, began)
    return _result(before, samples, after, visitors, duration_s, count, began)


async def _sample(server: subprocess.Popen[str], began: float) -> Sample:
    def ask() -> dict[str, int]:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("?\n")
        server.stdin.flush()
        answer: dict[str, int] = json.loads(server.stdout.readline())
        return answer

    counts = await trio.to_thread.run_sync(ask)
    observed = psutil.Process(server.pid)
    helpers_bytes = []
    for helper in observed.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            helpers_bytes.append(helper.memory_info().rss)
    return Sample(
        at_s=trio.current_time() - began,
        resident_mb=observed.memory_info().rss / 2**20,
        files=observed.num_fds(),
        tasks=counts["tasks"],
        objects=counts["objects"],
        threads=observed.num_threads(),
        helpers=len(helpers_bytes),
        helpers_mb=sum(helpers_bytes) / 2**20,
    )


async def _empty(server: subprocess.Popen[str], began: float) -> Sample:
    """The server when everybody has left: as soon as it changes no more, or after some time."""
    sample = await _sample(server, began)
    with trio.move_on_after(EMPTY_WITHIN_S):
        steady = 0
        while steady < 4:
            await trio.sleep(1.0)
            last, sample = sample, await _sample(server, began)
            steady = steady + 1 if (last.tasks, last.files) == (sample.tasks, sample.files) else 0
    return sample


def quarters(samples: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Medians of the first and of the last quarter of the time, after the warm-up; the values come with their times."""
    if not samples:
        return 0.0, 0.0
    first_at, last_at = samples[0][0], samples[-1][0]
    first_at += WARM_UP_SHARE * (last_at - first_at)
    quarter_s = (last_at - first_at) / 4
    first = [value for at, value in samples if first_at <= at <= first_at + quarter_s]
    last = [value for at, value in samples if at >= last_at - quarter_s]
    return statistics.median(first or [samples[-1][1]]), statistics.median(last)


def _result(
    before: Sample,
    samples: list[Sample],
    after: Sample,
    visitors: Visitors,
    duration_s: float,
    count: int,
    began: float,
) -> dict[str, Any]:
    later = samples[int(WARM_UP_SHARE * len(samples)) :] or samples
    slope = np.polyfit([s.at_s for s in later], [s.resident_mb for s in later], 1)[0] if len(later) > 2 else 0.0
    summary = {
        "visits": float(sum(visitors.visits.values())),
        "failures": float(sum(visitors.failures.values())),
        "tasks_left": float(after.tasks - before.tasks),
        "files_left": float(after.files - before.files),
        "threads_left": float(after.threads - before.threads),
        "objects_left": float(after.objects - before.objects),
        "resident_mb_before": before.resident_mb,
        "resident_mb_after": after.resident_mb,
        "resident_mb_most": max(sample.resident_mb for sample in samples),
        "resident_mb_per_hour": float(slope) * 3600.0,
    }
    table = Table(title=f"{summary['visits']:.0f} visits in {duration_s / 60:g} minutes, {count} at a time")
    for heading in ("", "before", "most", "after", "left", "last quarter : first"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, label, digits in ROWS:
        first, last = getattr(before, name), getattr(after, name)
        most = max(getattr(sample, name) for sample in samples)
        early, late = quarters([(sample.at_s, getattr(sample, name)) for sample in samples])
        ratio = summary[f"{name}_ratio"] = late / early if early else 1.0
        cells = (*(f"{value:.{digits}f}" for value in (first, most, last)), f"{last - first:+.{digits}f}")
        table.add_row(label, *cells, f"{ratio:.3f}")
    latencies = sorted((at - began, latency_ms) for at, latency_ms in visitors.latencies_ms)
    early, late = quarters(latencies)
    summary["latency_ms_first_quarter"], summary["latency_ms_last_quarter"] = early, late
    summary["latency_ratio"] = late / early if early else 1.0
    table.add_row("median from frame to ack, ms", "", "", "", "", f"{summary['latency_ratio']:.3f}")
    table.caption = f"memory after the warm-up: {summary['resident_mb_per_hour']:+.1f} MB an hour"
    console = Console(width=max(Console().width, 100))
    console.print(table)
    console.print(
        f"from frame to ack: {early:.1f} ms in the first quarter, {late:.1f} in the last, of {len(latencies)} acks"
    )
    console.print("visits: " + ", ".join(f"{name} {number}" for name, number in sorted(visitors.visits.items())))
    for failure, number in visitors.failures.most_common(5):
        console.print(f"failed {number} times: {failure}")
    return {
        "benchmark": "soak",
        "summary": summary,
        "minutes": duration_s / 60.0,
        "at_a_time": count,
        "visits": dict(visitors.visits),
        "failures": dict(visitors.failures),
        "samples": [attrs.asdict(sample) for sample in (before, *samples, after)],
        "latency_ms_by_tenth": _by_tenth(latencies),
    }


def _by_tenth(latencies: list[tuple[float, float]]) -> list[float]:
    """Medians of the tenths of the acks, in order of time."""
    parts = np.array_split(np.array([latency_ms for _, latency_ms in latencies]), 10)
    return [float(np.median(part)) for part in parts if len(part)]
