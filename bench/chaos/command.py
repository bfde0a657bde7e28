"""``python -m bench chaos``."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bench.chaos import processes, resources, surroundings
from bench.chaos.case import Case, ChaosError, Result
from bench.chaos.page import write_page

CASES: Final[tuple[Case, ...]] = (*processes.CASES, *resources.CASES, *surroundings.CASES)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("chaos")
    group.add_argument("--only", action="append", metavar="CASE", help="one of them, by name; may be repeated")
    group.add_argument("--page", type=Path, metavar="PATH", help="also write docs/chaos.md there")


def run(*, quick: bool, options: argparse.Namespace | None = None) -> dict[str, Any]:
    """Make trouble, print what became of each promise, return the raw data. ``quick`` changes nothing."""
    only = None if options is None else options.only
    if unknown := set(only or ()) - {case.name for case in CASES}:
        raise ChaosError(f"there is no case {sorted(unknown)}; there are {', '.join(case.name for case in CASES)}")
    console = Console(width=max(Console().width, 120))
    done: dict[str, Result | str] = {}
    with tempfile.TemporaryDirectory(prefix="chordwork-chaos-") as place:
        for case in CASES:
            if not only or case.name in only:
                done[case.name] = _one(case, Path(place), console)
    console.print(_table(done))
    if options is not None and options.page is not None:
        write_page(options.page, CASES, done)
    ran = {name: result for name, result in done.items() if isinstance(result, Result)}
    return {
        "benchmark": "chaos",
        "summary": {
            "cases": float(len(ran)),
            "kept": float(sum(result.kept for result in ran.values())),
            "not_possible_here": float(len(done) - len(ran)),
        },
        "cases": {name: {"kept": result.kept, "figure": result.figure, **result.raw} for name, result in ran.items()},
        "not_possible_here": {name: why for name, why in done.items() if isinstance(why, str)},
    }


def _one(case: Case, place: Path, console: Console) -> Result | str:
    if (why := case.missing()) is not None:
        return why
    folder = place / case.name.replace(" ", "-")
    folder.mkdir()
    began = time.monotonic()
    try:
        result = case.run(folder)
    except Exception as error:  # it shall not hide what becomes of the others
        leaf: BaseException = error
        while isinstance(leaf, BaseExceptionGroup):
            leaf = leaf.exceptions[0]
        result = Result(kept=False, figure=f"it went wrong: {type(leaf).__name__}: {leaf}", raw={})
    said = "kept" if result.kept else "NOT kept"
    console.print(f"{case.name}: {said} ({time.monotonic() - began:.0f} s). {result.figure}", highlight=False)
    return result


def _table(done: dict[str, Result | str]) -> Table:
    table = Table(title="trouble, and what came of it")
    for heading in ("case", "promise", "measured"):
        table.add_column(heading)
    for name, result in done.items():
        if isinstance(result, str):
            table.add_row(name, "not tried", result)
        else:
            table.add_row(name, "kept" if result.kept else "NOT KEPT", result.figure)
    return table
