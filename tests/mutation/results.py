"""What became of the mutants: kept as they come, so that a run goes on where it was stopped, and told as a table."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.mutation.covering import CACHE
from tests.mutation.equivalent import why_equivalent
from tests.mutation.mutants import Mutant
from tests.mutation.packages import ROOT, Package
from tests.mutation.trying import KILLED, SURVIVED, TIMED_OUT, UNCOVERED, Verdict

EQUIVALENT: Final = "equivalent"


class Results:
    """Of one package."""

    def __init__(self, name: str, package: Package, budget_s: float) -> None:
        self._budget_s = budget_s
        self._place = CACHE / f"results-{name}.jsonl"
        self._tests = hashlib.sha256(b"".join(file.read_bytes() for file in package.test_files())).hexdigest()[:16]
        self._known: dict[str, Verdict] = {}
        if self._place.exists():
            for line in self._place.read_text().splitlines():
                told = json.loads(line)
                # What survived is tried again once a test has changed, or more is given; what was killed stays so.
                enough = told["tests"] == self._tests and told.get("budget_s", 0.0) >= budget_s
                if told["outcome"] in (KILLED, TIMED_OUT) or enough:
                    self._known[told["name"]] = Verdict(told["outcome"], told["by"], told["seconds"])

    def of(self, mutant: Mutant) -> Verdict | None:
        """None: it is still to be tried."""
        return self._known.get(mutant.name)

    def note(self, mutant: Mutant, verdict: Verdict) -> None:
        """Write it down, at once."""
        self._known[mutant.name] = verdict
        CACHE.mkdir(exist_ok=True)
        with self._place.open("a") as file:
            known = {"name": mutant.name, "tests": self._tests, "budget_s": self._budget_s}
            told = {**known, **verdict._asdict(), **mutant._asdict()}
            file.write(json.dumps(told) + "\n")


class Row(NamedTuple):
    """Of the table."""

    package: str
    possible: int
    tried: int
    killed: int
    timed_out: int
    survived: int
    uncovered: int
    equivalent: int

    @property
    def share(self) -> float:
        """Of those that change what the package does, how many were noticed."""
        return (self.killed + self.timed_out) / max(1, self.tried - self.equivalent)


def row(name: str, possible: int, sample: Sequence[Mutant], results: Results) -> Row:
    """Of one package, as far as it was tried."""
    counts: Counter[str] = Counter()
    for mutant in sample:
        if (verdict := results.of(mutant)) is not None:
            open_ = verdict.outcome in (SURVIVED, UNCOVERED)
            counts[EQUIVALENT if open_ and why_equivalent(mutant) else verdict.outcome] += 1
    each = (counts[kind] for kind in (KILLED, TIMED_OUT, SURVIVED, UNCOVERED, EQUIVALENT))
    return Row(name, possible, counts.total(), *each)


def table(rows: Iterable[Row]) -> str:
    """As docs/testing.md has it."""
    told = [
        "| package | possible | tried | killed | timeout | survived | uncovered | equivalent | noticed |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    told += [f"| {' | '.join(map(str, each))} | {each.share:.0%} |" for each in rows]
    return "\n".join(told)


def written(rows: Iterable[Row], survivors: Iterable[tuple[Mutant, Verdict]], place: Path | None = None) -> Path:
    """All of it as JSON, for other programs."""
    place = place or CACHE / "mutants.json"
    place.write_text(
        json.dumps(
            {
                "packages": [{**each._asdict(), "share": round(each.share, 3)} for each in rows],
                "survivors": [{**mutant._asdict(), **verdict._asdict()} for mutant, verdict in survivors],
            },
            indent=1,
        )
    )
    return place.relative_to(ROOT) if place.is_relative_to(ROOT) else place
