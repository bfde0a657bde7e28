"""The benchmark's table."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import attrs
import numpy as np
from rich.console import Console
from rich.table import Table

from bench.charts.material import Annotated, NoMaterialError, annotated, songs
from bench.charts.measure import Chart, Score, of_sheet, on_nearest_beats, score
from chordwork.analysis.analyser import analyser_of
from chordwork.analysis.charts.lead_sheet import lead_sheet
from chordwork.engine import load_model
from chordwork.harmony.lab import read_lab
from evaluation.progress import tracked

QUICK_SONGS: Final = 4
SHEET: Final = "lead sheet"
NEAREST: Final = "decided chords on the nearest beat"
RESAMPLINGS: Final = 2000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data pack")
    parser.add_argument("--cache", type=Path, default=Path("training/cache"), help="rendered songs")
    parser.add_argument("--half", choices=("a", "b"), default="b", help="a: constants were chosen on it; b: not")
    parser.add_argument("--songs", type=int, help="so many of the half; all unless given")
    parser.add_argument(
        "--peer", action="append", default=[], metavar="NAME=FOLDER", help="labels that run_peer.py wrote"
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print, return the raw data."""
    try:
        wanted = songs(options.data, options.cache, options.half, QUICK_SONGS if quick else options.songs)
    except NoMaterialError as error:
        raise SystemExit(f"bench charts: {error}") from error
    peers = dict(pair.split("=", 1) for pair in options.peer)
    analyser = analyser_of(load_model())
    scores: dict[str, dict[str, Score]] = {SHEET: {}, NEAREST: {}, **{name: {} for name in peers}}
    for name, folder in tracked(wanted, len(wanted), "songs"):
        song = annotated(name, folder, options.cache)
        if song is None:
            continue
        analysis = analyser.analyse_file(song.audio)
        charts: dict[str, Callable[[], Chart]] = {
            SHEET: lambda analysis=analysis: of_sheet(lead_sheet(analysis)),  # type: ignore[misc]
            NEAREST: lambda analysis=analysis: on_nearest_beats(analysis),  # type: ignore[misc]
        }
        for whose, chart in charts.items():
            scores[whose][name] = score(song, chart())
        for whose, where in peers.items():
            scores[whose][name] = score(song, _peer(song, Path(where)))
    _print(scores, options.half)
    return {
        "half": options.half,
        "scores": {whose: {name: attrs.asdict(one) for name, one in rows.items()} for whose, rows in scores.items()},
    }


def _peer(song: Annotated, folder: Path) -> Chart:
    path = folder / f"{song.name}.lab"
    if not path.exists():
        raise SystemExit(f"bench charts: {folder} has no {path.name}: run bench/accuracy/run_peer.py to its end")
    return Chart(tuple(read_lab(path.read_text())))


def _print(scores: Mapping[str, Mapping[str, Score]], half: str) -> None:
    count = len(scores[SHEET])
    table = Table(
        title=f"{count} whole songs of POP909's dev set, half {half}; means of songs [95 %]", title_justify="left"
    )
    for heading in ("", "half bars right: root", "majmin", "bar lines, F", "edits per 100 half bars"):
        table.add_column(heading, justify="left" if not heading else "right")
    for whose, rows in scores.items():
        columns = [
            [one.root for one in rows.values()],
            [one.majmin for one in rows.values()],
            [one.bar_f for one in rows.values() if one.bar_f is not None],
            [one.edits for one in rows.values() if one.edits is not None],
        ]
        table.add_row(whose, *(_shown(values, places) for values, places in zip(columns, (3, 3, 3, 1), strict=True)))
    Console(width=140).print(table)
    sheet, nearest = (scores[whose] for whose in (SHEET, NEAREST))
    edits = [(sheet[name].edits, nearest[name].edits) for name in sheet]
    fewer = [(one or 0.0) / other for one, other in edits if other]
    if fewer:
        Console(width=140).print(f"edits, lead sheet to nearest beat: median ratio of songs {np.median(fewer):.2f}")


def _shown(values: Sequence[float], places: int) -> str:
    if not values:
        return "–"
    rng = np.random.default_rng(1)
    means = [fmean(rng.choice(values, len(values))) for _ in range(RESAMPLINGS)]
    low, high = np.percentile(means, (2.5, 97.5))
    return f"{fmean(values):.{places}f} [{low:.{places}f} {high:.{places}f}]"
