"""A result as tables: for a terminal, and in Markdown for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
from rich.console import Console
from rich.table import Table

from bench.accuracy.comparison import verdict
from bench.accuracy.tables import MARKS
from bench.open import summary
from bench.open.measure import ALLOWED_LATE_S, MEASURES
from bench.open.ours import CHORDWORK
from bench.open.result import Result
from evaluation.resampling import Estimate, mean


@attrs.frozen
class Grid:
    """A table: a title, headings, and rows of text as long as the headings."""

    title: str
    headings: Sequence[str]
    rows: list[list[str]]

    def markdown(self) -> str:
        """Without its title."""
        columns = list(zip(*self.rows, strict=True))
        rulers = ["--:" if all(_is_figure(cell) for cell in column) else "---" for column in columns]
        lines = [self.headings, rulers, *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def show(result: Result, console: Console) -> None:
    """Print every table that has something in it."""
    for grid in grids(result):
        if grid.rows:
            table = Table(title=grid.title, title_justify="left")
            for index, heading in enumerate(grid.headings):
                table.add_column(heading, justify="right" if index else "left", no_wrap=True)
            for row in grid.rows:
                table.add_row(*row)
            console.print(table)


def grids(result: Result) -> Iterator[Grid]:
    """All of them."""
    yield finals(result)
    yield lives(result)
    yield displays(result)
    yield by_kind(result)
    yield by_condition(result, "final")
    yield by_condition(result, "live +250 ms")
    yield costs(result)


def finals(result: Result) -> Grid:
    """The final tier, clean."""
    rows = []
    for program in summary.ranked(result, "final"):
        figures = [summary.accuracy(result, program, "final", measure) for measure in MEASURES]
        rows.append([program, *map(cell, figures), _lead(result, program, "final")])
    return Grid(
        "Decided, clean clips with chords: share of seconds right [95 % over clips]",
        ["final tier", *MEASURES, "Chordwork's lead by majmin"],
        rows,
    )


def lives(result: Result) -> Grid:
    """The live tier by what lateness is allowed, clean."""
    rows = []
    for program in summary.ranked(result, "live"):
        figures = [summary.accuracy(result, program, tier, "majmin") for tier in ALLOWED_LATE_S]
        rows.append([program, *map(cell, figures), _lead(result, program, "live")])
    return Grid(
        "Displayed live, clean clips with chords: majmin, by how late a name may be",
        ["live tier", "0 ms", "100 ms", "250 ms", "500 ms", "Chordwork's lead at 0 ms"],
        rows,
    )


def displays(result: Result) -> Grid:
    """How a display behaves, clean."""
    rows = []
    for program in summary.ranked(result, "live"):
        seen = summary.display(result, program)
        rows.append(
            [
                program,
                cell(seen.median_s),
                cell(seen.p90_s),
                f"{seen.never:.3f}",
                cell(seen.needless),
                "–" if seen.false_a_minute is None else f"{seen.false_a_minute:.1f}",
            ]
        )
    return Grid(
        "The display, clean",
        [
            "live tier",
            "onset to right name, median s",
            "90 %, s",
            "never",
            "needless changes a chord",
            "false chords a minute",
        ],
        rows,
    )


def by_kind(result: Result) -> Grid:
    """Majmin of each program's better tier by kind of clip, and false chords."""
    kinds = summary.kinds(result)
    rows = []
    for program in _everybody(result):
        tier = summary.best_tier(result, program)
        cells = [cell(summary.accuracy(result, program, tier, "majmin", kind=kind), short=True) for kind in kinds]
        false = summary.false_chords(result, program, tier)
        rows.append([_name(result, program), *cells, "–" if false is None else f"{false:.1f}"])
    counts = [sum(clip.kind == kind for clip in result.clips.values()) for kind in kinds]
    return Grid(
        "By kind of clip, clean: majmin",
        ["program", *(f"{kind} ({count})" for kind, count in zip(kinds, counts, strict=True)), "false chords a minute"],
        rows,
    )


def by_condition(result: Result, tier: str) -> Grid:
    """Majmin under each condition, on the clips that all conditions share."""
    conditions = result.all_conditions()
    rows = []
    for program in summary.ranked(result, "final" if tier == "final" else "live"):
        complete = result.conditions(program)
        cells = [
            cell(core(result, program, tier, condition), short=True) if condition in complete else "–"
            for condition in conditions
        ]
        rows.append([program, *cells])
    name = "decided" if tier == "final" else "displayed live, 250 ms allowed"
    return Grid(f"By condition, {name}: majmin", ["program", *conditions], rows if len(conditions) > 1 else [])


def core(result: Result, program: str, tier: str, condition: str) -> Estimate | None:
    """Majmin on the clips that are heard under every condition."""
    shared = {name for name, clip in result.clips.items() if clip.core}
    of = summary.heard(result, program, condition)
    chosen = [index for index, name in enumerate(of.names) if name in shared]
    rows = summary.Heard([of.names[i] for i in chosen], [of.rows[i] for i in chosen], [of.weights[i] for i in chosen])
    return mean(summary.shares(rows, tier, "majmin"))


def costs(result: Result) -> Grid:
    """What hearing takes."""
    rows = []
    for program in sorted(_everybody(result), key=lambda name: summary.cost(result, name).cpu_s or 0.0):
        spent, about = summary.cost(result, program), result.programs[program]
        rows.append(
            [
                _name(result, program),
                "–" if spent.cpu_s is None else f"{spent.cpu_s:.4f}",
                "–" if spent.times_templates is None else f"{spent.times_templates:.1f}",
                f"{about.peak_mb:.0f}",
                "–" if about.start_cpu_s is None else f"{about.start_cpu_s:.1f}",
                cell(summary.calibration_error(result, program)),
            ]
        )
    return Grid(
        "Cost, one thread, and whether confidence is true",
        [
            "program",
            "CPU s a second",
            "× templates",
            "peak MB",
            "cold start, CPU s",
            "calibration error",
        ],
        rows,
    )


def _is_figure(text: str) -> bool:
    return not text or text[0] in "0123456789+-–"


def _everybody(result: Result) -> list[str]:
    """By majmin of the better tier, the best first."""
    order = [*summary.ranked(result, "final"), *summary.ranked(result, "live")]
    return list(dict.fromkeys(order))


def _name(result: Result, program: str) -> str:
    return program if summary.best_tier(result, program) == "final" or program.endswith("-live") else f"{program}, live"


def _lead(result: Result, program: str, tier: str) -> str:
    if program == CHORDWORK:
        return ""
    found = summary.lead(result, program, tier, "majmin")
    if found is None:
        return "–"
    signed = [f"{value:+.3f}".replace("0.", ".", 1) for value in (found.value, found.low, found.high)]
    interval = f" [{signed[1]} {signed[2]}]" if found.clips > 1 else ""
    return f"{signed[0]}{interval} {MARKS[verdict(found)]}"


def cell(figure: Estimate | None, *, short: bool = False) -> str:
    """With its interval, or without."""
    return "–" if figure is None else f"{figure.value:.3f}" if short else str(figure)
