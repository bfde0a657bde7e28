"""Two results of a benchmark, before and after a change: a table, and a failure where something got dearer.

Each side is a file that ``--json`` wrote, or a folder of them: then the median of each figure counts, and figures are
told apart by the benchmark's name. Measure both sides in turn on one machine (``scripts/bench-pair`` does): figures of
two machines, or of two days, say little. Two files of ``bench open`` are compared clip by clip, with intervals
(:mod:`bench.open.regression`).
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import attrs
from rich.console import Console
from rich.table import Table

from bench.open import result as open_result
from bench.open.regression import compared
from chordwork.engine import ChordworkError

TOLERANCE: Final = 0.2
"""A figure may get that much worse: what the machines that nightly runs get differ by from one run to the next."""
_COST: Final = re.compile(r"(^|_)(us|ms|s|mb|kb|bytes)(_|$)")
"""A unit of time or memory in the name of a figure: less is better."""

Better = Literal["less", "more", "unknown"]


class ComparisonError(ChordworkError):
    """Results that cannot be compared, or of which the second is worse."""

    code: ClassVar[str] = "comparison"


@attrs.frozen
class Change:
    """One figure before and after.

    Attributes:
        name: of benchmark and figure.
        before: its median.
        after: likewise.
        better: which way it should go; ``"unknown"`` is shown, and not judged.
    """

    name: str
    before: float
    after: float
    better: Better

    @property
    def ratio(self) -> float:
        """After to before; above 1 where it grew."""
        return self.after / self.before if self.before else math.nan

    def worsening(self) -> float:
        """How much worse, as a share of before; below 0 where it got better, 0 where that cannot be said."""
        if self.better == "unknown" or self.before <= 0 or self.after < 0:
            return 0.0
        if self.better == "less":
            return self.ratio - 1.0
        return math.inf if self.after == 0 else self.before / self.after - 1.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Of this command."""
    parser.add_argument("before", type=Path, help="a file that --json wrote, or a folder of them")
    parser.add_argument("after", type=Path, help="the same, of what may have changed")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="how much worse is accepted (default: 0.2)")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Print the table; ``quick`` changes nothing.

    Raises:
        ComparisonError: a figure got worse than tolerated, or there is nothing to compare.
    """
    del quick
    if (clip_by_clip := _clip_by_clip(options)) is not None:
        return clip_by_clip
    found = changes(read(options.before), read(options.after))
    table = Table(title=f"{options.before} → {options.after}: at most {options.tolerance:.0%} worse")
    for heading in ("figure", "before", "after", "ratio", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    for change in found:
        table.add_row(change.name, *map(_shown, (change.before, change.after, change.ratio)), _verdict(change, options))
    Console(width=120).print(table)
    worse = [change for change in found if change.worsening() > options.tolerance]
    if worse:
        told = ", ".join(f"{change.name} {_shown(change.before)} → {_shown(change.after)}" for change in worse)
        raise ComparisonError(f"worse by more than {options.tolerance:.0%}: {told}")
    return {"benchmark": "compare", "summary": {change.name: change.ratio for change in found}}


def _clip_by_clip(options: argparse.Namespace) -> dict[str, Any] | None:
    """The comparison of two files of the open benchmark; None where they are something else.

    Raises:
        ComparisonError: something is surely worse.
        OpenBenchmarkError: they cannot be compared.
    """
    documents = [_document(place) for place in (options.before, options.after)]
    if not all(document.get("benchmark") == open_result.BENCHMARK for document in documents):
        return None
    verdict = compared(*(open_result.read(place) for place in (options.before, options.after)))
    table = Table(title=f"{options.before} → {options.after}, clip by clip", title_justify="left")
    for heading in ("program", "figure", "before", "after", "change [95 %]", ""):
        table.add_column(heading, justify="left" if heading in ("program", "figure", "") else "right")
    for change in verdict.changes:
        if not change.figure.startswith("recall") or change.worse or change.better:
            word = "worse" if change.worse else "better" if change.better else ""
            interval = f"[{change.low:+.3f} {change.high:+.3f}]"
            table.add_row(change.program, change.figure, _shown(change.before), _shown(change.after), interval, word)
    Console(width=140).print(table)
    if verdict.complaints:
        raise ComparisonError("surely worse:\n" + "\n".join(verdict.complaints))
    figures = {f"{change.program} {change.figure}": change.after for change in verdict.changes}
    return {"benchmark": "compare", "summary": figures, "changes": [attrs.asdict(each) for each in verdict.changes]}


def _document(place: Path) -> Mapping[str, Any]:
    """What a file holds; nothing where it is none."""
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def read(place: Path) -> dict[str, tuple[float, Better]]:
    """The median of each figure, and which way it should go.

    Raises:
        ComparisonError: there are none.
    """
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    values: dict[str, list[float]] = {}
    better: dict[str, Better] = {}
    for path in files:
        try:
            result = json.loads(path.read_text(encoding="utf-8"))
            summary: Mapping[str, Any] = result["summary"]
        except (OSError, ValueError, KeyError, TypeError):
            raise ComparisonError(f"{path}: no result of a benchmark; python -m bench NAME --json writes one") from None
        for key, value in summary.items():
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                name = f"{result.get('benchmark', path.stem)} {key}"
                values.setdefault(name, []).append(float(value))
                better[name] = direction(key, result.get("more_is_better", ()))
    if not values:
        raise ComparisonError(f"{place}: no result of a benchmark in it; python -m bench NAME --json writes one")
    return {name: (statistics.median(each), better[name]) for name, each in values.items()}


def direction(key: str, more_is_better: tuple[str, ...] | list[str] = ()) -> Better:
    """Which way a figure should go: by what its benchmark says, else by the unit in its name."""
    if key in more_is_better:
        return "more"
    return "less" if _COST.search(key) or key.startswith("ratio_to_") else "unknown"


def changes(before: dict[str, tuple[float, Better]], after: dict[str, tuple[float, Better]]) -> list[Change]:
    """What both sides have, the most worsened first.

    Raises:
        ComparisonError: they have nothing in common.
    """
    both = [Change(name, before[name][0], after[name][0], after[name][1]) for name in after if name in before]
    if not both:
        raise ComparisonError("the two have no figure in common: compare results of the same benchmarks")
    return sorted(both, key=lambda change: -change.worsening())


def _shown(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.4g}"


def _verdict(change: Change, options: argparse.Namespace) -> str:
    worsening = change.worsening()
    if change.better == "unknown":
        return "not judged"
    return "worse" if worsening > options.tolerance else "better" if worsening < -options.tolerance else ""
