"""``scripts/mutants [PACKAGE …] [--sample N] [--seed S] [--jobs J] [--budget SECONDS]``

Plant faults at random, and see what notices.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.mutation.choosing import BUDGET_S, Choice
from tests.mutation.covering import coverage_of
from tests.mutation.equivalent import why_equivalent
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.pace import Pace
from tests.mutation.packages import PACKAGES, ROOT
from tests.mutation.results import Results, Row, row, table, written
from tests.mutation.trying import SURVIVED, UNCOVERED, Trial, Verdict, import_libraries, mutant_told

SAMPLE: Final = 150
_LOOKS_EVERY_S: Final = 0.02


def sample_of(name: str, size: int, seed: int) -> tuple[int, list[Mutant]]:
    """How many mutants a package has, and the first of them as the seed orders them: a larger sample holds it."""
    every = [mutant for file in PACKAGES[name].files() for mutant in mutants(ROOT, file)]
    shuffled = random.Random(f"{seed} {name}").sample(every, len(every))
    return len(every), shuffled[:size]


def try_all(name: str, sample: Sequence[Mutant], asked: argparse.Namespace, console: Console) -> Results:
    """Those that were not tried yet, several at once."""
    results = Results(name, PACKAGES[name], asked.budget)
    waiting = [mutant for mutant in sample if results.of(mutant) is None]
    if not waiting:
        return results
    pace = Pace()
    choice = Choice(coverage_of(name, PACKAGES[name]), PACKAGES[name].files(), asked.budget)
    told = (
        TextColumn(f"{name:13}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    # It draws itself when told to: a thread that draws would be in the middle of something when a child is forked.
    with Progress(*told, console=console, auto_refresh=False) as progress:
        bar = progress.add_task("", total=len(sample), completed=len(sample) - len(waiting))
        running: list[Trial] = []
        survived = 0
        while waiting or running:
            while waiting and len(running) < asked.jobs:
                mutant = waiting.pop(0)
                if tests := choice.tests(mutant):
                    running.append(Trial(mutant, tests, choice.expected_s(tests), pace.slowness()))
                else:
                    results.note(mutant, Verdict(UNCOVERED, "", 0.0))
                    progress.advance(bar)
            for trial in list(running):
                if (verdict := trial.verdict()) is not None:
                    running.remove(trial)
                    results.note(trial.mutant, verdict)
                    survived += verdict.outcome == SURVIVED
                    progress.update(bar, advance=1, description=f"{survived} survived" if survived else "")
                    progress.refresh()
            time.sleep(_LOOKS_EVERY_S)
    return results


def main(arguments: Sequence[str]) -> int:
    """Try, then tell."""
    parser = argparse.ArgumentParser(prog="scripts/mutants", description="Plant faults, and see what notices.")
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"of {', '.join(PACKAGES)}; all by default")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="mutants a package (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="tried at once (default: %(default)s)")
    told = "seconds of quiet processor time for a fault (default: %(default)s); with fewer more survive"
    parser.add_argument("--budget", type=float, default=BUDGET_S, help=told)
    asked = parser.parse_args(arguments)
    if unknown := set(asked.packages) - set(PACKAGES):
        parser.error(f"{', '.join(sorted(unknown))}: not among {', '.join(PACKAGES)}")
    console = Console(stderr=True)
    import_libraries()
    rows: list[Row] = []
    survivors: list[tuple[Mutant, Verdict]] = []
    for name in asked.packages or PACKAGES:
        possible, sample = sample_of(name, asked.sample, asked.seed)
        results = try_all(name, sample, asked, console)
        rows.append(row(name, possible, sample, results))
        for mutant in sample:
            verdict = results.of(mutant)
            if verdict and verdict.outcome in (SURVIVED, UNCOVERED) and not why_equivalent(mutant):
                survivors.append((mutant, verdict))
    for mutant, verdict in survivors:
        print(f"{verdict.outcome}: {mutant_told(mutant)}\n    {mutant.source}")
    print(f"\n{table(rows)}\n\n{written(rows, survivors)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
