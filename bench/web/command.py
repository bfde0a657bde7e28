"""Runs the page in Chromium for minutes, then one that only captures, and compares."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.web.errors import WebBenchError

FRONTEND: Final = Path(__file__).parents[2] / "frontend"
MINUTES: Final = 15.0
QUICK_MINUTES: Final = 1.0
SAMPLES: Final = 60
SHORTEST_GAP_S: Final = 2.0
LONG_TASK_MS: Final = 50.0
WARM_UP_SHARE: Final = 0.1
"""Of the samples; what is loaded and compiled in them is no growth."""
KINDS: Final = {
    "renderer": "CPU of the page",
    "audio.mojom.AudioService": "… of Chromium's audio",
    "network.mojom.NetworkService": "… of its network",
    "browser": "… of its main process",
    "GPU": "… of painting",
}
"""Processes of Chromium, as it names them."""
NOT_MEASURED: Final = (
    "in real time: a fake microphone cannot be sped up, and a file heard faster takes another way through the page",
    "no pictures on a screen: headless Chromium paints in software, so its GPU process is no measure of a phone's",
    "no battery, no heat, no sleep: those need a real phone",
)


@attrs.frozen
class Growth:
    """A figure in the first and in the last third of the time, after the warm-up."""

    first: float
    last: float

    @property
    def percent(self) -> float:
        """How much more it is."""
        return 100.0 * (self.last / self.first - 1.0) if self.first else 0.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("web")
    group.add_argument("--minutes", type=float, metavar="M", help="of each page; default 15, with --quick 1")


def run(*, quick: bool, options: argparse.Namespace | None = None) -> dict[str, Any]:
    """Listen with both pages, one after the other; print and return what was seen.

    Raises:
        WebBenchError: there is no Node, or a run failed.
    """
    load = os.getloadavg()[0]
    asked = None if options is None else options.minutes
    minutes = asked or (QUICK_MINUTES if quick else MINUTES)
    runs = {what: _soak(what, minutes) for what in ("page", "bare")}
    growths = {name: growth(runs["page"]["samples"], name) for name in ("heap_mb", "nodes", "listeners")}
    long_tasks = {what: [ms for ms in seen["long_tasks_ms"] if ms > LONG_TASK_MS] for what, seen in runs.items()}
    _print(minutes, load, runs, growths, long_tasks)
    return {
        "minutes": minutes,
        "load_average": load,
        "runs": runs,
        "growth": {name: {**attrs.asdict(each), "percent": each.percent} for name, each in growths.items()},
        "long_tasks": {what: len(tasks) for what, tasks in long_tasks.items()},
        "not_measured": NOT_MEASURED,
    }


def growth(samples: list[dict[str, float]], name: str) -> Growth:
    """Means of the first and the last third.

    Raises:
        WebBenchError: too few samples to have thirds.
    """
    values = [sample[name] for sample in samples][int(WARM_UP_SHARE * len(samples)) :]
    third = len(values) // 3
    if not third:
        raise WebBenchError("too short: there are not even three samples")
    return Growth(sum(values[:third]) / third, sum(values[-third:]) / third)


def _soak(what: str, minutes: float) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None:
        raise WebBenchError("this needs Node 20 or newer, Chromium, and the page: scripts/setup")
    every_s = max(SHORTEST_GAP_S, 60.0 * minutes / SAMPLES)
    command = [node, "e2e/soak.mjs", what, f"{minutes:g}", f"{every_s:g}"]
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, timeout=60 * minutes + 300)
    if done.returncode:
        raise WebBenchError(f"{' '.join(command[1:])} failed:\n{done.stderr[-2000:]}")
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def _print(
    minutes: float,
    load: float,
    runs: dict[str, dict[str, Any]],
    growths: dict[str, Growth],
    long_tasks: dict[str, list[float]],
) -> None:
    console = Console()
    table = Table(title=f"{minutes:g} min of listening, Chromium {runs['page']['browser']}")
    for column in ("", "page", "page that only captures"):
        table.add_column(column, justify="left" if not column else "right")
    for kind, name in KINDS.items():
        table.add_row(name, *(f"{100 * runs[what]['cpu_share'].get(kind, 0.0):.1f} %" for what in ("page", "bare")))
    table.add_row(
        f"tasks over {LONG_TASK_MS:g} ms",
        *(f"{len(each)}" + (f" (longest {max(each):.0f} ms)" if each else "") for each in long_tasks.values()),
    )
    console.print(table)
    table = Table(title="first third → last third, after collecting garbage")
    for column in ("page", "first", "last", "growth"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for name, each in growths.items():
        table.add_row(name, f"{each.first:.2f}", f"{each.last:.2f}", f"{each.percent:+.1f} %")
    console.print(table)
    for faults in (runs["page"]["faults"], runs["bare"]["faults"]):
        for fault in faults:
            console.print(f"fault: {fault}", highlight=False)
    console.print(
        f"load average at the beginning: {load:.1f} on {os.cpu_count()} cores; above that, tasks are long by waiting",
        highlight=False,
    )
    for said in NOT_MEASURED:
        console.print(f"not measured: {said}", highlight=False)
