"""``python -m bench real``: its options, its run and its tables."""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.accuracy.command import model_card
from bench.accuracy.peers import load_peer
from bench.accuracy.tables import MARKS
from bench.real.measure import MEASURES, Job, Row, measure
from bench.real.pieces import find_pieces
from bench.real.summary import Group, summarize
from evaluation.progress import tracked
from evaluation.resampling import Estimate

DEFAULT_CACHE: Final = Path("training/cache")
QUICK_STEP: Final = 6
WIDTH_WITHOUT_TERMINAL: Final = 190


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("real")
    group.add_argument("--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help="where DIR/real/dev lies")
    group.add_argument("--half", choices=("a", "b", "ab"), default="a", help="a to choose, b for final figures only")
    group.add_argument("--sources", default="", metavar="SOURCE,…", help="such as songs,strums; default all")
    group.add_argument("--model", type=Path, metavar="FILE", help="an ONNX model; default the bundled one")
    group.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    group.add_argument("--peer", action="append", default=[], metavar="NAME", help="as bench accuracy; may be repeated")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the tables, return the raw data.

    Args:
        quick: every sixth piece.
        options: parsed :func:`add_options`.

    Raises:
        NotMadeError: the set, or what is wanted of it, is not there.
        AccuracyError: the model cannot be read, or a peer cannot run.
    """
    sources = [source for source in options.sources.split(",") if source]
    pieces = find_pieces(options.cache, half=options.half, sources=sources)[:: QUICK_STEP if quick else 1]
    for peer in options.peer:
        load_peer(peer)
    model = model_card(options.model)
    jobs = [Job(piece, options.model, tuple(options.peer)) for piece in pieces]
    rows = list(tracked(_measured(jobs, options.jobs), len(jobs), "real"))
    groups = summarize(rows)
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)
    console.print(f"{model['name']} {model['version']} ({model['sha256'][:12]}), half {options.half}")
    for table in (_scores(groups), _peers(groups)):
        if table.row_count:
            console.print(table)
    return {
        "benchmark": "real",
        "model": model,
        "half": options.half,
        "groups": {name: attrs.asdict(group) for name, group in groups.items()},
        "pieces": [attrs.asdict(row) for row in rows],
    }


def _measured(jobs: Sequence[Job], processes: int) -> Iterator[Row]:
    if processes <= 1 or len(jobs) <= 1:
        yield from map(measure, jobs)
        return
    with multiprocessing.get_context("forkserver").Pool(min(processes, len(jobs))) as pool:
        yield from pool.imap(measure, jobs)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="left" if index < 2 else "right", no_wrap=True)
    return table


def _scores(groups: Mapping[str, Group]) -> Table:
    sounding = [f"{name}, sounding" for name in MEASURES[1:]]
    table = _table("Real sound, seconds right of seconds known [95 % over works]",
                   "source", "tier", *MEASURES, *sounding, "called 5")  # fmt: skip
    for name, group in groups.items():
        known = group.known["majmin"]
        heads = [
            f"{name}: {group.works} works, {group.minutes:.1f} min",
            f"  known {known.value:.2f}" if known is not None else "",
        ]
        for index, tier in enumerate(group.scores):
            cells = [_cell(group.scores[tier][by]) for by in MEASURES]
            cells += [_short(group.sounding[tier][by]) for by in MEASURES[1:]]
            table.add_row(heads[index] if index < len(heads) else "", tier, *cells, _short(group.power[tier]))
        table.add_section()
    return table


def _peers(groups: Mapping[str, Group]) -> Table:
    title = f"Chordwork − peer, same pieces and tier: {', '.join(f'{mark} {word}' for word, mark in MARKS.items())}"
    table = _table(title, "source", "peer", *MEASURES)
    for name, group in groups.items():
        for tier, differences in group.differences.items():
            if any(differences.values()):
                marks = group.verdicts[tier]
                table.add_row(name, tier, *(_signed(differences[by], MARKS.get(marks[by], "")) for by in MEASURES))
    return table


def _cell(estimate: Estimate | None) -> str:
    return "–" if estimate is None else str(estimate)


def _signed(estimate: Estimate | None, mark: str) -> str:
    return "–" if estimate is None else f"{estimate.value:+.3f} [{estimate.low:+.3f} {estimate.high:+.3f}] {mark}"


def _short(estimate: Estimate | None) -> str:
    return "–" if estimate is None else f"{estimate.value:.3f}"
