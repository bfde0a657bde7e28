"""``python -m bench layout [--against COMMIT]``: what stands where, and what has changed since."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.layout.counting import Lines, lines_of
from bench.layout.imports import circles, floors, imports_of, within
from bench.layout.trees import DATA, PRODUCT, by_package, module_name, places_now, tree_at, tree_now

TOP: Final = Path(__file__).parents[2]
TOTAL: Final = "all source"
TABLES: Final = "data in files"
"""The row of what is no source; what leaves Python for such a file has not become less."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("layout")
    group.add_argument("--against", metavar="COMMIT", help="also count this commit, and what has changed since")
    group.add_argument("--levels", type=int, default=2, metavar="N", help="names a package has at most; default 2")
    group.add_argument("--roots", default=",".join(PRODUCT), metavar="ROOT,…", help="default those of the product")


@attrs.frozen
class Figures:
    """A package: its lines, its modules, those that stand in circles, and the floors they stand on."""

    lines: Lines
    modules: int
    circles: list[list[str]]
    floors: int

    @property
    def circular(self) -> int:
        """How many modules stand in a circle."""
        return sum(map(len, self.circles))


def figures_of(sources: dict[str, str], places: dict[str, str], levels: int) -> dict[str, Figures]:
    """Figures by package; then of all source, and of data.

    Args:
        sources: text by path.
        places: for each path, the one that says which package it is counted under.
        levels: as in :func:`by_package`.
    """
    graph = imports_of(sources)
    data = [path for path in sources if path.endswith(DATA)]
    code = [path for path in sources if not path.endswith(DATA)]
    groups = by_package({path: places[path] for path in code}, levels)
    result = {}
    for package, files in [*sorted(groups.items()), (TOTAL, code), (TABLES, data)]:
        lines = sum((lines_of(path, sources[path]) for path in files), Lines())
        modules = [module_name(path) for path in files if path.endswith(".py")]
        part = within(graph, modules)
        result[package] = Figures(lines, len(modules), circles(part), floors(part))
    return result


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Count, print the table, return the figures; ``quick`` changes nothing."""
    roots = [root for root in options.roots.split(",") if root]
    sources = tree_now(TOP, roots)
    now = figures_of(sources, {path: path for path in sources}, options.levels)
    before: dict[str, Figures] = {}
    if options.against:
        sources = tree_at(TOP, options.against, roots)
        places = places_now(TOP, options.against, roots, sources)
        before = figures_of(sources, places, options.levels)
    Console(width=None if Console().is_terminal else 120).print(_table(before, now, options.against))
    _print_circles(now)
    return {
        "benchmark": "layout",
        "against": options.against,
        "now": {name: attrs.asdict(row) for name, row in now.items()},
        "before": {name: attrs.asdict(row) for name, row in before.items()},
    }


def _table(before: dict[str, Figures], now: dict[str, Figures], commit: str | None) -> Table:
    table = Table(title=f"Since {commit}" if commit else None, title_justify="left")
    table.add_column("package", no_wrap=True)
    for heading in ("lines", "change", "code", "change", "modules", "in circles", "floors"):
        if commit or heading != "change":
            table.add_column(heading, justify="right", no_wrap=True)
    for name in [*sorted({*before, *now} - {TOTAL, TABLES}), TOTAL, TABLES]:
        none = Figures(Lines(), 0, [], 0)
        old, new = before.get(name, none), now.get(name, none)
        if name == TOTAL:
            table.add_section()
        if not commit:
            figures = (new.lines.all, new.lines.code, new.modules, new.circular, new.floors)
            table.add_row(name, *(f"{figure:,}" for figure in figures))
            continue
        table.add_row(
            name,
            f"{old.lines.all:,} → {new.lines.all:,}",
            f"{new.lines.all - old.lines.all:+,}",
            f"{old.lines.code:,} → {new.lines.code:,}",
            f"{new.lines.code - old.lines.code:+,}",
            *(f"{was} → {is_now}" for was, is_now in (
                (old.modules, new.modules), (old.circular, new.circular), (old.floors, new.floors)
            )),
        )  # fmt: skip
    return table


def _print_circles(now: dict[str, Figures]) -> None:
    for circle in now[TOTAL].circles:
        print(f"circle of {len(circle)}: {', '.join(circle)}")
