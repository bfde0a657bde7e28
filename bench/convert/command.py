"""The benchmark's table."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.convert.material import drawn, folder, playlist
from chordwork.music.charts import read_charts, write_charts
from evaluation.progress import tracked

SONGS, FILES, BROKEN, RUNS = 1_000, 500, 6, 3
QUICK: Final = 20
"""Times fewer of each."""
OK, BAD_INPUT = 0, 2
"""Exit codes of the command: all went well; some input was refused."""
BASELINE: Final = "songs in JSON to JSON (baseline)"


_COMMAND: Final = """
import re, sys
from pathlib import Path
from chordwork.cli import main
code = main(sys.argv[2:])
status = Path("/proc/self/status").read_text()
Path(sys.argv[1]).write_text(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1])
sys.exit(code)
"""
"""The command, and its greatest memory in kB: what the system says of a child counts what its parent had, too."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--songs", type=int, default=SONGS, help="of the playlist")
    parser.add_argument("--files", type=int, default=FILES, help="of the folder, besides six that are broken")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each conversion; the median counts")
    parser.add_argument("--seed", type=int, default=1, help="of the songs")
    parser.add_argument("--keep", type=Path, help="folder for the charts and what became of them, else they go")


@attrs.frozen
class Case:
    """One conversion: what, to which format, into one file or a file for each song."""

    name: str
    source: Path
    to: str
    one_file: bool
    songs: int
    refused: int = 0


@attrs.frozen
class Done:
    """One run of the command."""

    seconds: float
    cpu_s: float
    peak_mb: float
    written: int
    remarks: int
    lost: dict[str, int]
    refused: tuple[str, ...]


class WrongError(RuntimeError):
    """A conversion that did something else than it should."""


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Convert, print, return the raw data."""
    count = max(1, options.songs // (QUICK if quick else 1))
    files = max(1, options.files // (QUICK if quick else 1))
    with tempfile.TemporaryDirectory() as unkept:
        place = Path(unkept) if options.keep is None else options.keep
        place.mkdir(parents=True, exist_ok=True)
        cases = _cases(place, count, files, options.seed)
        results: dict[str, list[Done]] = {case.name: [] for case in cases}
        rounds = [case for _ in range(1 if quick else options.runs) for case in cases]
        for number, case in enumerate(tracked(rounds, len(rounds), "conversions")):
            results[case.name].append(_converted(case, place / f"out {number}"))
    _print(cases, results)
    return {
        "benchmark": "convert",
        "seed": options.seed,
        "cases": {
            case.name: {"songs": case.songs, "to": case.to, "runs": [attrs.asdict(done) for done in results[case.name]]}
            for case in cases
        },
        "summary": {case.name: _figures(case, results) for case in cases},
    }


def _cases(place: Path, count: int, files: int, seed: int) -> list[Case]:
    songs = drawn(count, seed)
    page = playlist(songs, place / "playlist.html")
    plain = place / "songs.json"
    plain.write_bytes(write_charts(songs, "json").data)
    if len(read_charts(page.read_bytes()).songs) != count:
        raise WrongError("the playlist does not hold all songs")
    book = folder(drawn(files, seed + 1), place / "songbook", broken=BROKEN, seed=seed)
    return [
        Case(BASELINE, plain, "json", True, count),
        Case("playlist of iReal Pro to MusicXML, a file each", page, "musicxml", False, count),
        Case("playlist of iReal Pro to ChordPro, one file", page, "chordpro", True, count),
        Case("folder of ChordPro to MusicXML, a file each", book, "musicxml", False, files, BROKEN),
        Case("folder of ChordPro to a playlist of iReal Pro", book, "ireal", True, files, BROKEN),
    ]


def _converted(case: Case, output: Path) -> Done:
    """Run the command in a process of its own, and take what it cost."""
    report = output.with_suffix(".report.json")
    into = output.with_suffix(".one") if case.one_file else output
    peak = output.with_suffix(".peak")
    command = [sys.executable, "-c", _COMMAND, str(peak), "convert", str(case.source), "--to", case.to]
    began = time.perf_counter()
    child = subprocess.Popen(
        [*command, "--force", "--output", str(into), "--report", str(report)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert child.stderr is not None
    said = child.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if child.returncode not in (OK, BAD_INPUT):
        raise WrongError(f"{case.name}: exit code {child.returncode}: {said[-500:]}")
    told = json.loads(report.read_text())
    lost: dict[str, int] = {}
    for each in told["written"]:
        for one in each["lost"]:
            what = one.split(" (")[0].split(":")[0]
            lost[what] = lost.get(what, 0) + 1
    refused = tuple(f"{Path(each['source']).name}: {each['reason']}" for each in told["refused"])
    written = len(told["written"])
    if (written, len(refused)) != (case.songs, case.refused):
        raise WrongError(f"{case.name}: {written} songs written and {len(refused)} refused: {'; '.join(refused[:5])}")
    made = 1 if case.one_file else case.songs
    found = 1 if into.is_file() else sum(1 for each in into.rglob("*") if each.is_file())
    if found != made:
        raise WrongError(f"{case.name}: {found} files instead of {made}")
    remarks = sum(len(each["remarks"]) for each in told["written"])
    cpu = used.ru_utime + used.ru_stime
    return Done(seconds, cpu, int(peak.read_text()) / 1024, written, remarks, lost, refused)


def _figures(case: Case, results: dict[str, list[Done]]) -> dict[str, float]:
    done, base = results[case.name], results[BASELINE]
    ratios = [(one.cpu_s / one.written) / (other.cpu_s / other.written) for one, other in zip(done, base, strict=True)]
    return {
        "songs_a_second": median(one.written / one.seconds for one in done),
        "songs_a_cpu_second": median(one.written / one.cpu_s for one in done),
        "peak_mb": max(one.peak_mb for one in done),
        "cpu_ratio_to_baseline": median(ratios),
    }


def _print(cases: Sequence[Case], results: dict[str, list[Done]]) -> None:
    table = Table(title=f"chordwork convert, start included; median of {len(results[BASELINE])} runs")
    headings = ("", "songs", "refused", "songs a second", "of processor time", "peak memory, MB", "CPU a song, ratio")
    for heading in headings:
        table.add_column(heading, justify="left" if not heading else "right")
    for case in cases:
        figures = _figures(case, results)
        table.add_row(
            case.name, str(case.songs), str(case.refused), f"{figures['songs_a_second']:.0f}",
            f"{figures['songs_a_cpu_second']:.0f}", f"{figures['peak_mb']:.0f}",
            f"{figures['cpu_ratio_to_baseline']:.2f}",
        )  # fmt: skip
    console = Console(width=140)
    console.print(table)
    for case in cases:
        last = results[case.name][-1]
        if last.lost:
            listed = ", ".join(f"{what} ({times})" for what, times in sorted(last.lost.items()))
            console.print(f"{case.name}: lost {listed}", highlight=False)
    for line in results[cases[-1].name][-1].refused:
        console.print(f"refused: {line}", highlight=False, markup=False)
