"""Runs the attempts with one protection after the other switched off, and prints what could be done."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, get_args

import trio
from rich.console import Console
from rich.table import Table

from bench.confinement.stage import ROOT, Outcome, Place, probe
from chordwork.http.confinement import Protection
from chordwork.http.confinement.landlock import landlock_version

SERVER: Final = "server_undumpable"
NEEDED: Final = {each: {Protection.NO_NEW_PRIVS} for each in (Protection.LANDLOCK, Protection.SECCOMP)}
"""Without which an ordinary user gets no such wall."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument("--alone", action="store_true", help="each protection alone, instead of all without it")
    parser.add_argument(
        "--place", choices=get_args(Place), default="decoder", help="whose place is taken (default: the decoder's)"
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """No protection, all of them, and each switched off (or alone)."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    sign = "+" if options.alone else "−"
    ask = partial(probe, place=options.place)
    runs: dict[str, Callable[[], Awaitable[Outcome]]] = {
        "none": partial(ask, locked=False, server_hidden=False),
        "all": ask,
        f"{sign}{SERVER}": partial(ask, locked=not options.alone, server_hidden=options.alone),
    }
    for each in () if quick else Protection:
        without = frozenset(Protection) - {each} - NEEDED.get(each, set()) if options.alone else frozenset({each})
        runs[f"{sign}{each.value}"] = partial(ask, without=without, server_hidden=not options.alone)
    outcomes = {name: trio.run(run) for name, run in runs.items()}
    _print(outcomes, options.place)
    return {
        "user": os.geteuid(),
        "kernel": platform.release(),
        "landlock": landlock_version(),
        "runs": {
            name: {"held": sorted(outcome.held), "possible": outcome.possible, "reasons": outcome.reasons}
            for name, outcome in outcomes.items()
        },
    }


def _print(outcomes: dict[str, Outcome], place: str) -> None:
    who = "root" if os.geteuid() == 0 else "an ordinary user"
    table = Table(
        title=f"What the {place}'s place allows: Linux {platform.release()}, Landlock {landlock_version()}, as {who}"
    )
    table.add_column("attempt")
    for name in outcomes:
        table.add_column(name, justify="center")
    for attempt in outcomes["none"].reasons:
        table.add_row(attempt, *("can" if not outcome.reasons[attempt] else "·" for outcome in outcomes.values()))
    table.add_row("possible", *(str(len(outcome.possible)) for outcome in outcomes.values()), style="bold")
    console = Console(width=200)
    console.print(table)
    held = outcomes["all"].held
    missing = sorted({each.value for each in Protection} - held)
    console.print("all: " + ", ".join(sorted(held)) + (f"; missing here: {', '.join(missing)}" if missing else ""))
