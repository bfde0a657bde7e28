"""Capacity as a table and as a picture."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.capacity.search import Search
from bench.capacity.servers import BASELINE, DOORS, DoorName
from bench.pictures import picture

Searches = dict[tuple[float, DoorName], Search]


def print_table(searches: Searches, *, title: str) -> None:
    """One row for each chunk length."""
    table = Table(title=title, caption="in brackets: µs of CPU for a chunk; × : ratio to the baseline")
    table.add_column("chunk", justify="right")
    for name in DOORS:
        table.add_column(name, justify="right")
    for chunk_s in sorted({chunk_s for chunk_s, _ in searches}):
        cells = []
        for name in DOORS:
            search = searches[chunk_s, name]
            times_baseline = None if name == BASELINE else ratio(searches, chunk_s, name)
            times = "" if times_baseline is None else f"  × {times_baseline:.2f}"
            cells.append("—" if search.capacity is None else f"{search.capacity} ({cpu_us(search):.0f}){times}")
        table.add_row(f"{chunk_s * 1000:.0f} ms", *cells)
    Console().print(table)


def ratio(searches: Searches, chunk_s: float, name: DoorName) -> float | None:
    """Sessions of a door for each session of the baseline; None if one of them was not measured."""
    ours, baseline = searches[chunk_s, name].capacity, searches[chunk_s, BASELINE].capacity
    return None if ours is None or baseline is None else ours / baseline


def cpu_us(search: Search) -> float | None:
    """CPU time of a chunk in the largest crowd that was served well; None if none was."""
    served = [probe for probe in search.probes if probe.sessions == search.capacity and not probe.overloaded]
    return served[-1].cpu_us_per_chunk if served else None


def plot(searches: Searches, target: Path) -> None:
    """Write a PNG."""
    chunk_lengths = sorted({chunk_s for chunk_s, _ in searches})
    with picture(target, figsize=(7, 4)) as (_, (axes,)):
        width = 0.8 / len(DOORS)
        for number, name in enumerate(DOORS):
            places = [index + width * number for index in range(len(chunk_lengths))]
            heights = [searches[chunk_s, name].capacity or 0 for chunk_s in chunk_lengths]
            bars = axes.bar(places, heights, width, label=name)
            axes.bar_label(bars)
        axes.set_xticks(
            [index + 0.4 - width / 2 for index in range(len(chunk_lengths))],
            [f"{chunk_s * 1000:.0f} ms" for chunk_s in chunk_lengths],
        )
        axes.set(xlabel="chunk", ylabel="sessions on one core", title="p99 within the limit, nothing dropped")
        axes.legend()
