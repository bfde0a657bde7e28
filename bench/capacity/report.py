"""Capacity as a table and as a picture."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.capacity.search import Search
from bench.capacity.servers import BASELINE, DOORS, DoorName

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
            times = "" if name == BASELINE else f"  × {ratio(searches, chunk_s, name):.2f}"
            cells.append(f"{search.capacity} ({cpu_us(search):.0f}){times}")
        table.add_row(f"{chunk_s * 1000:.0f} ms", *cells)
    Console().print(table)


def ratio(searches: Searches, chunk_s: float, name: DoorName) -> float:
    """Sessions of a door for each session of the baseline; 0 if the baseline carried none."""
    baseline = searches[chunk_s, BASELINE].capacity
    return searches[chunk_s, name].capacity / baseline if baseline else 0.0


def cpu_us(search: Search) -> float:
    """CPU time of a chunk in the largest crowd that was served well."""
    served = [probe for probe in search.probes if probe.sessions == search.capacity and not probe.overloaded]
    return served[-1].cpu_us_per_chunk if served else float("nan")


def plot(searches: Searches, target: Path) -> bool:
    """Write a PNG; say whether matplotlib was there to do it."""
    try:
        import matplotlib
    except ImportError:
        return False
    matplotlib.use("Agg")
    from matplotlib import pyplot

    chunk_lengths = sorted({chunk_s for chunk_s, _ in searches})
    figure, axes = pyplot.subplots(figsize=(7, 4), layout="constrained")
    width = 0.8 / len(DOORS)
    for number, name in enumerate(DOORS):
        places = [index + width * number for index in range(len(chunk_lengths))]
        bars = axes.bar(places, [searches[chunk_s, name].capacity for chunk_s in chunk_lengths], width, label=name)
        axes.bar_label(bars)
    axes.set_xticks(
        [index + 0.4 - width / 2 for index in range(len(chunk_lengths))],
        [f"{chunk_s * 1000:.0f} ms" for chunk_s in chunk_lengths],
    )
    axes.set(xlabel="chunk", ylabel="sessions on one core", title="p99 under 20 ms, nothing dropped")
    axes.legend()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=120)
    pyplot.close(figure)
    return True
