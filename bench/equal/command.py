"""``python -m bench equal [--against COMMIT] [--cache DIR] [--kinds KIND,…]``: the same events, clip by clip."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.builds import THIS, Build, build_of
from bench.equal.comparison import TOLERANCE, Comparison, compare
from bench.equal.hearing import SYNTHETIC
from chordwork.analysis import clips
from chordwork.harmony import ChordworkError
from evaluation.clips import QUICK_STEP, find_clips
from evaluation.errors import NoClipsError

PROGRAM: Final = Path(__file__).with_name("hearing.py")
DEFAULT_CACHE: Final = Path("training/cache")
FORMATS: Final = (
    {"rate_hz": 16_000, "channels": 1, "format": "s16le", "chunk_ms": 40, "notes": False},
    {"rate_hz": 44_100, "channels": 2, "format": "f32le", "chunk_ms": 20, "notes": False},
    {"rate_hz": 48_000, "channels": 1, "format": "s16le", "chunk_ms": 100, "notes": True},
    {"rate_hz": 22_050, "channels": 1, "format": "f32le", "chunk_ms": 7, "notes": False},
)
"""Bundled clips are heard in each, rendered ones in one of them by turns."""
SHOWN: Final = 5
"""Differences told of each comparison."""
_SHARE: Final = 8
"""Clips that one process hears."""


class NotEqualError(ChordworkError):
    """Two ways of hearing say different things, or one of them failed."""

    code: ClassVar[str] = "bench_not_equal"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("equal")
    group.add_argument("--against", metavar="COMMIT", help="compare live hearing with that of this commit")
    group.add_argument("--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help="where the dev clips lie")
    group.add_argument("--kinds", default="", metavar="KIND,…", help="kinds of dev clips; default all, none: 'no'")
    group.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    group.add_argument("--tolerance", type=float, default=TOLERANCE, help="of confidences and other estimates")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Compare, print the table, return the figures; ``quick`` takes every eighth dev clip of each kind.

    Raises:
        NotEqualError: something differs by more than tolerated.
        BuildError: the commit cannot be built.
    """
    jobs = _jobs(options.cache, options.kinds, quick)
    with ExitStack() as stack:
        other = stack.enter_context(build_of(options.against)) if options.against else None
        live = _heard(THIS, "live", jobs, options.jobs)
        sides = {
            "a file whole, against live": (_heard(THIS, "whole", jobs, options.jobs), live),
            "sessions in company, against live": (_heard(THIS, "company", jobs, options.jobs), live),
        }
        if other is not None:
            sides[f"live, against {other.name}"] = (live, _heard(other, "live", jobs, options.jobs))
    found = {
        name: [compare(ours, theirs, options.tolerance) for ours, theirs in zip(*pair, strict=True)]
        for name, pair in sides.items()
    }
    Console(width=None if Console().is_terminal else 120).print(_table(found, len(jobs)))
    different = [
        f"{name}: {Path(job['audio']).name} at {job['rate_hz']} Hz: {each}"
        for name, comparisons in found.items()
        for job, comparison in zip(jobs, comparisons, strict=True)
        for each in comparison.different[:SHOWN]
    ]
    print("\n".join(different))
    if different:
        raise NotEqualError("not the same; see above")
    return {
        "benchmark": "equal",
        "against": options.against,
        "summary": {f"{name}, worst estimate": max(each.worst for each in found[name]) for name in found},
        "clips": [
            {**job, **{name: attrs.asdict(found[name][number]) for name in found}} for number, job in enumerate(jobs)
        ],
    }


def _jobs(cache: Path, kinds: str, quick: bool) -> list[dict[str, Any]]:
    bundled = [str(path) for path in sorted(Path(clips.__path__[0]).glob("*.ogg"))]
    jobs = [{"audio": audio, **heard_as} for audio in (*bundled, *SYNTHETIC) for heard_as in FORMATS]
    if kinds != "no":
        try:
            wanted = [kind for kind in kinds.split(",") if kind]
            rendered = find_clips(cache, half="ab", kinds=wanted, step=QUICK_STEP if quick else 1)
        except NoClipsError as error:
            print(f"without dev clips: {error}")
            rendered = []
        jobs += [
            {"audio": str(clip.audio.resolve()), **FORMATS[number % len(FORMATS)]}
            for number, clip in enumerate(rendered)
        ]
    return jobs


def _heard(build: Build, way: str, jobs: Sequence[dict[str, Any]], processes: int) -> list[Any]:
    shares = [jobs[start : start + _SHARE] for start in range(0, len(jobs), _SHARE)]
    with ThreadPoolExecutor(max(1, processes)) as pool:
        return [events for share in pool.map(lambda each: _share_heard(build, way, each), shares) for events in share]


def _share_heard(build: Build, way: str, jobs: Sequence[dict[str, Any]]) -> list[Any]:
    asked = "".join(json.dumps(job) + "\n" for job in jobs)
    command = build.command(PROGRAM, way)
    done = subprocess.run(command, input=asked, env=build.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotEqualError(f"{build.name} cannot hear {way}: {done.stderr.strip()[-600:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _table(found: dict[str, list[Comparison]], clips: int) -> Table:
    table = Table(title=f"The same audio, {clips} clips and formats", title_justify="left")
    for heading in ("", "events", "the same to the bit", "worst estimate", "different"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, comparisons in found.items():
        table.add_row(
            name,
            f"{sum(each.events for each in comparisons):,}",
            f"{sum(each.identical for each in comparisons):,}",
            f"{max(each.worst for each in comparisons):.1g}",
            f"{sum(len(each.different) for each in comparisons):,}",
        )
    return table
