"""``python -m bench.open.page`` makes ``docs/benchmark.md`` and its pictures of the result that is kept.

The page is a function of the result file alone, but for one sentence: whether the model that was measured is the one
that is shipped. Tests hold page and file together, and that sentence to the truth.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from string import Template
from typing import Final

from bench.builds import TOP
from bench.open import summary
from bench.open.corpus import APART, SOLO
from bench.open.errors import OpenBenchmarkError
from bench.open.measure import MEASURES
from bench.open.ours import CHORDWORK
from bench.open.plots import draw
from bench.open.programs import OURS, Model, model_of
from bench.open.result import Result, read
from bench.open.tables import Grid, by_condition, by_kind, costs, displays, finals, lives
from chordwork.harmony.score import compare

RESULT: Final = TOP / "bench/results/open.json"
PAGE: Final = TOP / "docs/benchmark.md"
PICTURES: Final = TOP / "docs/benchmark"
TEMPLATE: Final = Path(__file__).with_name("page_template.txt")
SOLO_TOO: Final = (
    " A solo over the sheet of one of them, of the data pack, stands apart: a sheet is not what a soloist plays."
)
LONGEST: Final = 300
CURRENT: Final = "It is the model that this version ships."
OLDER: Final = "This version ships another model, which has not been measured here."
ANEW: Final = (
    "python -m bench open --only chordwork --json bench/results/open.json && python -m bench.open.page "
    "(some minutes; bench/results/open.json keeps what it says of other programs)"
)
SCORED: Final[tuple[tuple[str, str, str], ...]] = (
    ("C:maj", "C:7", "a seventh too many"),
    ("C:7", "C:maj", "a seventh too few"),
    ("C:maj/3", "C:maj", "an inversion: only the bass is missed"),
    ("C:maj/2", "C:maj", "a foreign bass: its tone counts as one of the chord's"),
    ("C:maj/b7", "C:7", "a seventh in the bass"),
    ("C:maj(9)", "C:maj", "tones above the octave are not compared"),
    ("C:sus4", "C:maj", "neither major nor minor"),
    ("C:aug", "C:maj", "likewise"),
    ("C:maj6", "A:min7", "the same tones by another root"),
    ("C:5", "C:maj", "no third to be right or wrong"),
    ("N", "N", "silence, heard as such"),
    ("N", "C:maj", "a chord where there is none"),
    ("C:maj", "N", "none where there is one"),
    ("N", "X", "*cannot say* where there is none"),
    ("C:maj", "X", "*cannot say* where there is one"),
    ("X", "C:maj", "a reference that cannot say"),
)
"""Pairs of reference and answer that show a rule, each with the rule."""
_VERDICTS: Final = {True: "right", False: "wrong", None: "left out"}


def page_of(result: Result, *, is_current: bool) -> str:
    """The whole page.

    Args:
        result: of half b.
        is_current: the model that was measured is the one that is shipped.

    Raises:
        OpenBenchmarkError: Chordwork was not measured.
    """
    model = model_measured(result)
    sounding = [clip for clip in result.clips.values() if clip.kind not in APART]
    decided = summary.decided_after(result, CHORDWORK)
    capacity = "![How late one answer in a hundred is, by sessions on one core](benchmark/capacity.svg)"
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        model=f"{model.name} {model.version} (SHA-256 {model.sha256[:12]}…)",
        peers=sum(name not in OURS for name in result.programs),
        clips=len(result.clips),
        half=result.half,
        minutes=f"{sum(clip.seconds for clip in result.clips.values()) / 60:.1f}",
        sounding=len(sounding),
        current=CURRENT if is_current else OLDER,
        finals=_markdown(finals(result)),
        decided="–" if decided is None else f"{decided.value:.2f}",
        lives=_markdown(lives(result)),
        displays=_markdown(displays(result)),
        kinds=_markdown(by_kind(result)),
        solo=SOLO_TOO if any(clip.kind == SOLO for clip in result.clips.values()) else "",
        conditions=_markdown(by_condition(result, "final")),
        live_conditions=_markdown(by_condition(result, "live +250 ms")),
        core=sum(clip.core for clip in sounding),
        costs=_markdown(costs(result)),
        machine=" and ".join(sorted({about.machine for about in result.programs.values()})),
        capacity=f"\n{capacity}\n" if result.capacity else "",
        rules=_markdown(Grid("", ["reference", "answer", *MEASURES, "rule"], [_scored(*pair) for pair in SCORED])),
        programs=_markdown(_programs(result)),
        wrong=_wrong(result),
    )
    return page.rstrip("\n") + "\n"


def model_measured(result: Result) -> Model:
    """Of Chordwork.

    Raises:
        OpenBenchmarkError: Chordwork was not measured.
    """
    about = result.programs.get(CHORDWORK)
    if about is None or about.model is None:
        raise OpenBenchmarkError(f"the result has no rows of Chordwork: {ANEW}")
    return about.model


def _markdown(*grids: Grid) -> str:
    return "\n\n".join(grid.markdown() for grid in grids if grid.rows)


def _programs(result: Result) -> Grid:
    rows = [
        [name, about.what, about.version, about.licence, ", ".join(about.tiers)]
        for name, about in result.programs.items()
    ]
    return Grid("", ["program", "how", "version", "licence", "tiers"], rows)


def _wrong(result: Result) -> str:
    if not result.wrong:
        return ""
    sentences = (f"* {' '.join(sentence.split())[:LONGEST]}" for sentence in result.wrong)
    return "\n".join(["", "Not measured, or not wholly:", "", *sentences])


def _scored(reference: str, answer: str, rule: str) -> list[str]:
    return [f"`{reference}`", f"`{answer}`", *(_VERDICTS[compare(reference, answer, by)] for by in MEASURES), rule]


def is_shipped(model: Model) -> bool:
    """Whether a model is the one in this tree."""
    return model.sha256 == model_of().sha256


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser("python -m bench.open.page", description="Make docs/benchmark.md of a result.")
    parser.add_argument("--result", type=Path, default=RESULT, metavar="FILE", help="default bench/results/open.json")
    options = parser.parse_args(arguments)
    try:
        result = read(options.result)
        PAGE.write_text(page_of(result, is_current=is_shipped(model_measured(result))), encoding="utf-8")
        draw(result, PICTURES)
    except OpenBenchmarkError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
