"""``scripts/fuzz [TARGET …] --minutes M``: fuzz targets one after the other, and print what came of it."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz import corpora
from tests.fuzz.native_build import NoCompiler, build
from tests.fuzz.running import WORK, Outcome, command_of, run, smallest
from tests.fuzz.targets import GROUPS, NATIVE, PYTHON, chosen

HEADS = ("target", "inputs", "a second", "edges", "corpus", "crashes", "hangs", "sanitizer reports", "inputs ever")


def main(arguments: Sequence[str]) -> int:
    """1 where something was found, 2 where nothing could be run."""
    known = ", ".join((*GROUPS, *NATIVE, *PYTHON))
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__, epilog=f"targets: {known}")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all where there is none")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target; 1 unless told")
    parser.add_argument("--jobs", type=int, default=1, help="targets at once; 1 unless told")
    parser.add_argument("--keep", action="store_true", help="put what reaches something new into the kept corpora")
    parser.add_argument("--total", type=Path, default=corpora.TOTAL, help="where inputs are counted over the years")
    options = parser.parse_args(arguments)
    names = chosen(options.targets)
    if any(name in PYTHON for name in names) and importlib.util.find_spec("atheris") is None:
        print(
            "atheris is not installed: .venv/bin/pip install -r locks/fuzz.txt (Python 3.11 to 3.13, Linux)",
            file=sys.stderr,
        )
        return 2
    native = [name for name in names if name in NATIVE]
    try:
        programs = build(native, WORK / "native", compiler=os.environ.get("CLANG", "clang")) if native else {}
    except NoCompiler as error:
        print(f"{error}: libFuzzer comes with clang (Debian: clang, libclang-rt-14-dev)", file=sys.stderr)
        return 2
    print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS), flush=True)
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for outcome in pool.map(lambda name: run(name, command_of(name, programs), options.minutes * 60.0), names):
            outcomes.append(outcome)
            ever = corpora.add({outcome.name: outcome.inputs}, options.total)[outcome.name]
            if options.keep:
                corpora.keep(outcome.name, smallest(outcome.name, command_of(outcome.name, programs)))
            print(_row(outcome, ever), flush=True)
    print(_sum(outcomes, sum(corpora.totals(options.total).values())))
    for outcome in outcomes:
        for log in outcome.kept_in:
            print(f"{outcome.name}: {log}")
    return int(any(outcome.failures for outcome in outcomes))


def _row(outcome: Outcome, ever: int) -> str:
    pace = outcome.inputs / outcome.seconds if outcome.seconds else 0.0
    cells = (
        *(outcome.name, f"{outcome.inputs:,}", f"{pace:,.0f}", outcome.edges, outcome.corpus),
        *(outcome.crashes, outcome.hangs, outcome.reports, f"{ever:,}"),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def _sum(outcomes: Sequence[Outcome], ever: int) -> str:
    inputs, seconds = sum(each.inputs for each in outcomes), sum(each.seconds for each in outcomes)
    crashes, hangs = sum(each.crashes for each in outcomes), sum(each.hangs for each in outcomes)
    reports = sum(each.reports for each in outcomes)
    pace = inputs / seconds if seconds else 0.0
    return f"| all | {inputs:,} | {pace:,.0f} |  |  | {crashes} | {hangs} | {reports} | {ever:,} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
