"""``python -m bench fleet``."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

import attrs
import trio
from rich.console import Console
from rich.table import Table

from bench.fleet.measured import ARRIVAL_S, PLACES, PLAYERS, Observed, Run, measure
from bench.fleet.model import Choice, Felt, Fleet, Loss, Simulation
from bench.fleet.plot import plot
from bench.pictures import check_drawing

SEEDS: Final = {True: 200, False: 1000}
SHARES: Final = (0.05, 0.5, 0.95)
PLAYERS_OF_FLEETS: Final = (100, 1000, 10_000)
POD_PLACES: Final = 64
POD_CONNECT_S: Final = 0.05
POD_RESTART_S: Final = 30.0
"""A pod scheduled on another machine, with the image there: an assumption, not a measurement."""
POD_DRAIN_S: Final = 0.5
CHOICES: Final[tuple[Choice, ...]] = ("least", "random")
FILLED: Final = (0.7, 0.95)
"""How full a fleet is before something happens to it."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("fleet")
    group.add_argument("--plot", type=Path, metavar="PNG", help="also draw the result (needs matplotlib)")
    group.add_argument("--simulate-only", action="store_true", help="without the run of two processes")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, simulate the same, compare; then simulate what no machine here can hold."""
    if options.plot:
        check_drawing()
    result: dict[str, Any] = {"benchmark": "fleet"}
    if not options.simulate_only:
        observed = trio.run(measure)
        result["measured"] = attrs.asdict(observed)
        result["checked"] = _check(observed, SEEDS[quick])
    result["fleets"] = _fleets(quick)
    result["room"] = _room(quick)
    result["summary"] = {
        f"{kind}_{name}": row[name]
        for kind, row in result.get("checked", {}).items()
        for name in ("measured_median_s", "simulated_median_s", "within")
    }
    if options.plot:
        plot(result, options.plot)
    return result


def quantile(values: Sequence[float], share: float) -> float:
    """Of sorted or unsorted values; nan of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def like(observed: Run) -> tuple[Fleet, tuple[Loss, Loss]]:
    """The fleet that was measured, and what happened to it; its waits and chances are left to the simulation."""
    fleet = Fleet(
        nodes=2,
        places=PLACES,
        players=PLAYERS,
        arrival_s=ARRIVAL_S,
        connects_s=tuple(observed.connects_s),
        refusals_s=tuple(observed.refusals_s),
    )
    return fleet, (
        Loss(20.0, (0,), _notice_s(observed.kill), observed.kill.restart_s),
        Loss(120.0, (1,), _notice_s(observed.drain), observed.drain.restart_s),
    )


def _notice_s(observed: Observed) -> float:
    return median(observed.lost_after_s) if observed.lost_after_s else 0.0


def _check(observed: Run, seeds: int) -> dict[str, Any]:
    fleet, losses = like(observed)
    felt: list[list[Felt]] = [Simulation(fleet, losses, random.Random(seed)).run() for seed in range(seeds)]
    table = Table(title=f"Two processes of {PLACES} places, {PLAYERS} players; one process goes and comes back")
    for heading in ("", "who moved", "gap s, median", "gap s, 90 %", "all back after s"):
        table.add_column(heading, justify="right")
    checked: dict[str, Any] = {}
    for index, (kind, seen) in enumerate((("kill", observed.kill), ("drain", observed.drain))):
        runs = [each[index].gaps_s for each in felt]
        row: dict[str, Any] = {"simulated_gaps_s": [sorted(gaps) for gaps in runs[:50]]}
        shown = {}
        inside = []
        for name, of in (
            ("moved", lambda gaps: float(len(gaps))),
            ("median_s", lambda gaps: quantile(gaps, 0.5)),
            ("p90_s", lambda gaps: quantile(gaps, 0.9)),
            ("longest_s", max),
        ):
            band = [quantile([of(gaps) for gaps in runs if gaps], share) for share in SHARES]
            row[f"measured_{name}"], row[f"simulated_{name}"], row[f"band_{name}"] = of(seen.gaps_s), band[1], band
            shown[name] = (of(seen.gaps_s), band)
            inside.append(band[0] <= of(seen.gaps_s) <= band[2])
        row["within"] = all(inside)
        checked[kind] = row
        table.add_row(f"{kind}, measured", *(f"{value:.2f}" for value, _ in shown.values()))
        table.add_row("simulated", *(f"{band[1]:.2f} ({band[0]:.2f}-{band[2]:.2f})" for _, band in shown.values()))
    console = Console()
    console.print(table)
    console.print(f"In brackets: nine of ten of {seeds} simulations.")
    console.print(
        f"A player sends {observed.up_bytes_s / 1000:.1f} kB/s and gets {observed.down_bytes_s / 1000:.2f} kB/s "
        f"(16 kHz, 100 ms frames)."
    )
    return checked


def _fleets(quick: bool) -> list[dict[str, Any]]:
    table = Table(title=f"Servers of {POD_PLACES} places; successors listen after {POD_RESTART_S:.0f} s (simulated)")
    for heading in (
        "players",
        "servers",
        "full",
        "what happens",
        "balancer",
        "moved",
        "gap s, median",
        "95 %",
        "all back",
    ):
        table.add_column(heading, justify="right")
    rows = []
    for players in PLAYERS_OF_FLEETS[: 2 if quick else 3]:
        for filled in FILLED:
            nodes = max(2, round(players / (filled * POD_PLACES) + 0.5))
            for name, losses in _losses(nodes):
                for choice in CHOICES:
                    row = _scene(players, nodes, name, losses, choice)
                    rows.append(row | {"filled": players / nodes / POD_PLACES})
                    table.add_row(
                        f"{players}", f"{nodes}", f"{players / nodes / POD_PLACES:.0%}", name, choice,
                        f"{row['moved']}", f"{row['median_s']:.2f}", f"{row['p95_s']:.1f}", f"{row['longest_s']:.0f}",
                    )  # fmt: skip
    Console(width=max(110, Console().width)).print(table)
    return rows


def _room(quick: bool) -> list[dict[str, Any]]:
    """How full a fleet may be that is to lose a third of its servers."""
    rows = []
    for nodes in range(16, 33, 4 if quick else 1):
        players = 960
        losses = dict(_losses(nodes))["a third dies"]
        for choice in CHOICES:
            row = _scene(players, nodes, "a third dies", losses, choice)
            rows.append(row | {"filled": players / nodes / POD_PLACES})
    return rows


def _losses(nodes: int) -> list[tuple[str, tuple[Loss, ...]]]:
    one = (Loss(60.0, (0,), 0.01, POD_RESTART_S),)
    zone = (Loss(60.0, tuple(range(max(1, nodes // 3))), 0.01, POD_RESTART_S),)
    # One after the other, each when its successor is there: a rolling update with surge.
    update = tuple(Loss(60.0 + 5.0 * number, (number,), POD_DRAIN_S, 0.0) for number in range(min(nodes, 40)))
    return [("a server dies", one), ("a third dies", zone), ("an update rolls", update)]


def _scene(players: int, nodes: int, name: str, losses: tuple[Loss, ...], choice: Choice) -> dict[str, Any]:
    fleet = Fleet(
        nodes=nodes, places=POD_PLACES, players=players, arrival_s=30.0, connects_s=(POD_CONNECT_S,),
        refusals_s=(POD_CONNECT_S,), choice=choice,
        overtime_s=180.0,
    )  # fmt: skip
    felt = Simulation(fleet, losses, random.Random(1)).run()
    gaps = [gap for each in felt for gap in each.gaps_s]
    return {
        "players": players, "nodes": nodes, "event": name, "choice": choice, "moved": len(gaps),
        "median_s": quantile(gaps, 0.5), "p95_s": quantile(gaps, 0.95), "longest_s": max(gaps, default=0.0),
        "refused": sum(each.refused for each in felt), "missing": sum(each.missing for each in felt),
    }  # fmt: skip
