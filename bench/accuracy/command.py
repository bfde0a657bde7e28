"""``python -m bench accuracy``: its options, and its run."""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console

from bench.accuracy import plot
from bench.accuracy.aims import AIMS
from bench.accuracy.errors import AccuracyError
from bench.accuracy.measure import Job, Row, measure
from bench.accuracy.peers import load_peer
from bench.accuracy.summary import Summary, summarize
from bench.accuracy.tables import show
from bench.pictures import check_drawing
from chordwork.engine import AcousticModel, bundled_model, load_model
from evaluation.clips import QUICK_STEP, find_clips
from evaluation.progress import tracked

DEFAULT_CACHE: Final = Path("training/cache")
WIDTH_WITHOUT_TERMINAL: Final = 160
"""Columns of the tables where no terminal says how wide it is."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("accuracy")
    group.add_argument("--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help="where the dev clips lie")
    group.add_argument("--half", choices=("a", "b", "ab"), default="a", help="a to choose, b for final figures only")
    group.add_argument("--kinds", default="", metavar="KIND,…", help="kinds of clips, such as band,notes; default all")
    group.add_argument("--model", type=Path, metavar="FILE", help="an ONNX model; default the bundled one")
    group.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    group.add_argument("--peer", action="append", default=[], metavar="NAME", help="another program, may be repeated")
    group.add_argument("--sounding", action="store_true", help="score only the seconds in which a chord sounds")
    group.add_argument(
        "--breaths",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="count rests between two chords that last less than this as part of the first",
    )
    group.add_argument("--no-phone", action="store_true", help="leave the phone-microphone condition out")
    group.add_argument("--plot", type=Path, metavar="PNG", help="also draw the scores (needs matplotlib)")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the tables, return the raw data.

    Args:
        quick: every eighth clip of each kind.
        options: parsed :func:`add_options`.

    Raises:
        NoClipsError: there are no clips.
        AccuracyError: the model cannot be read, or something asked for is not installed.
    """
    kinds = [kind for kind in options.kinds.split(",") if kind]
    clips = find_clips(options.cache, half=options.half, kinds=kinds, step=QUICK_STEP if quick else 1)
    for peer in options.peer:
        load_peer(peer)
    if options.plot:
        check_drawing()
    model = model_card(options.model)
    jobs = [
        Job(clip, options.model, not options.no_phone, tuple(options.peer), options.sounding, options.breaths)
        for clip in clips
    ]
    rows = list(tracked(_measured(jobs, options.jobs), len(jobs), "accuracy"))
    summary = summarize(rows)
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)
    console.print(
        f"{model['name']} {model['version']} ({model['sha256'][:12]}) on {len(clips)} dev clips, half {options.half}, "
        f"{sum(row.seconds for row in rows) / 60:.1f} min{', only where a chord sounds' if options.sounding else ''}"
    )
    show(summary, console, aims=not options.sounding)
    if options.plot:
        plot.draw(summary, options.plot)
    return _document(summary, rows, model, options)


def _measured(jobs: Sequence[Job], processes: int) -> Iterator[Row]:
    if processes <= 1:
        yield from map(measure, jobs)
        return
    with multiprocessing.get_context("forkserver").Pool(min(processes, len(jobs))) as pool:
        yield from pool.imap(measure, jobs)


def model_card(path: Path | None) -> dict[str, str]:
    """Name, version and SHA-256 of a model, of the bundled one without a path."""
    try:
        data = bundled_model().read() if path is None else path.read_bytes()
    except OSError as error:
        raise AccuracyError(f"the model cannot be read ({error}): check --model") from error
    info = (load_model() if path is None else AcousticModel(data)).info
    return {"name": info.name, "version": info.version, "sha256": hashlib.sha256(data).hexdigest()}


def _document(
    summary: Summary, rows: Sequence[Row], model: dict[str, str], options: argparse.Namespace
) -> dict[str, Any]:
    aims = []
    for aim in () if options.sounding else AIMS:
        figure = aim.measured(summary)
        aims.append({**attrs.asdict(aim), "verdict": aim.verdict(figure)})
    document = {
        "benchmark": "accuracy",
        "model": model,
        "half": options.half,
        "sounding": options.sounding,
        "breaths_s": options.breaths,
        "summary": attrs.asdict(summary),
        "aims": aims,
        "clips": [attrs.asdict(row) for row in rows],
    }
    return {name: _plain(value) for name, value in document.items()}


def _plain(value: Any) -> Any:
    """JSON has no NaN: it becomes null."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case float():
            return None if value != value else round(value, 6)
        case _:
            return value
