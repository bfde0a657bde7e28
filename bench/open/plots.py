"""Pictures of a result, as SVG: accuracy against delay and against CPU, latency, reliability, capacity."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from bench.open import summary
from bench.open.measure import ALLOWED_LATE_S
from bench.open.ours import CHORDWORK, TEMPLATES
from bench.open.result import Result
from bench.pictures import picture

COLOURS: Final = ("#33415c", "#d08a2e", "#3d8361", "#8a5a9e", "#b8862b", "#4a8db7", "#a23b72")
OURS: Final = {CHORDWORK: "#c05746", TEMPLATES: "#7a7f87"}
LEVELS: Final = 4
"""Programs that decide at the end, the best ones, whose level is drawn."""


def draw(result: Result, folder: Path) -> None:
    """Write ``delay.svg``, ``cost.svg`` and, where capacity was given, ``capacity.svg``."""
    with picture(folder / "delay.svg", 2, figsize=(11, 4.4)) as (_, (left, right)):
        _delay(result, left)
        _naming(result, right)
    with picture(folder / "cost.svg", 2, figsize=(11, 4.4), width_ratios=(3, 2)) as (_, (left, right)):
        _cost(result, left)
        _reliability(result, right)
    if result.capacity:
        with picture(folder / "capacity.svg", figsize=(7, 4)) as (_, (axes,)):
            _capacity(result, axes)


def _colour(program: str, number: int) -> str:
    return OURS.get(program, COLOURS[number % len(COLOURS)])


def _delay(result: Result, axes: Any) -> None:
    """Live programs by the lateness allowed; whole-file programs as levels."""
    for number, program in enumerate(summary.ranked(result, "live")):
        points = [
            (late_s, found.value)
            for tier, late_s in ALLOWED_LATE_S.items()
            if (found := summary.accuracy(result, program, tier, "majmin")) is not None
        ]
        axes.plot(*zip(*points, strict=True), "o-", color=_colour(program, number), label=program)
    for number, program in enumerate(summary.ranked(result, "final")[:LEVELS]):
        found = summary.accuracy(result, program, "final", "majmin")
        if found is not None:
            axes.axhline(found.value, color=_colour(program, number), linestyle=":", linewidth=1)
            axes.annotate(f"{program}, decided", (0.5, found.value), fontsize=6, ha="right", va="bottom")
    axes.set(xlabel="seconds allowed after a change", ylabel="majmin", ylim=(0, 1), title="Accuracy against delay")
    axes.legend(fontsize=7, loc="lower right")


def _naming(result: Result, axes: Any) -> None:
    for number, program in enumerate(summary.ranked(result, "live")):
        axes.plot(
            summary.CDF_STEPS_S, summary.naming_curve(result, program), color=_colour(program, number), label=program
        )
    axes.set(
        xlabel="seconds since the chord began",
        ylabel="share of chords",
        xlim=(0, 2),
        ylim=(0, 1),
        title="Named rightly by then",
    )
    axes.legend(fontsize=7, loc="lower right")


def _cost(result: Result, axes: Any) -> None:
    for number, program in enumerate(result.programs):
        tier = summary.best_tier(result, program)
        spent, found = summary.cost(result, program).cpu_s, summary.accuracy(result, program, tier, "majmin")
        if spent and found is not None:
            axes.plot([spent], [found.value], "o", color=_colour(program, number))
            axes.annotate(program, (spent, found.value), fontsize=7, xytext=(4, 3), textcoords="offset points")
    axes.margins(x=0.2)
    axes.set(
        xscale="log", xlabel="CPU seconds a second of audio", ylabel="majmin", ylim=(0, 1), title="Accuracy against CPU"
    )


def _reliability(result: Result, axes: Any) -> None:
    axes.plot([0, 1], [0, 1], color="0.8")
    for number, program in enumerate(result.programs):
        bins = [row for row in summary.reliability(result, program) if row.seconds > 5.0]
        if bins:
            axes.plot(
                [row.confidence for row in bins], [row.right for row in bins], "o-", color=_colour(program, number),
                label=program,
            )  # fmt: skip
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="Is confidence true?")
    axes.legend(fontsize=7, loc="upper left")


def _capacity(result: Result, axes: Any) -> None:
    for curve in result.capacity:
        axes.plot(
            [sessions for sessions, _ in curve.points], [late for _, late in curve.points], "o-",
            label=f"{curve.door}, {curve.chunk_ms:g} ms",
        )  # fmt: skip
    axes.set(yscale="log", xlabel="sessions on one core", ylabel="p99 of frame to answer, ms", title="Capacity")
    axes.legend(fontsize=7)
