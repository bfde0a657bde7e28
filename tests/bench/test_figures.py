"""Figures in passages: how they are shown, found on a page, written anew, and which results are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.figures.errors import FiguresError
from bench.figures.passages import Passage, renewed
from bench.figures.results import Figures, keep, load

RESULT: dict[str, Any] = {
    "benchmark": "cost",
    "summary": {"import_s": 0.3104, "share": {"value": 0.9603, "low": 0.9461, "high": 1.0, "clips": 47}},
    "rows": [[1, 2.5]],
    "final": [0.9603, 0.9461, 1.0],
    "clips": ["many"],
    "measured": {"commit": "0123456789", "day": "2026-11-30", "changed": False},
}
RESULTS = {"cost": RESULT, "tree": {"model": {"sha256": "0"}}}


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("{cost[summary][import_s]:ms}", "310"),
        ("{cost[summary][import_s]:ms.1}", "310.4"),
        ("{cost[summary][share]:share}", ".960"),
        ("{cost[summary][share]:share2}", ".96"),
        ("{cost[summary][share]:interval}", "[.946 1.000]"),
        ("{cost[summary][share]:.1f}", "1.0"),
        ("{cost[summary][share][clips]}", "47"),
        ("{cost[final]:share} {cost[final]:interval}", ".960 [.946 1.000]"),
        ("{cost[rows][0][1]}", "2.5"),
        ("{cost[measured][commit]}", "0123456789"),
    ],
)
def test_figures_are_shown_by_their_form(field: str, shown: str) -> None:
    assert field.format(cost=Figures(RESULT, "cost")) == shown


@pytest.mark.parametrize("field", ["{cost[summary][gone]}", "{cost[rows][7]}", "{cost[measured][commit][0][1][2]}"])
def test_a_figure_that_is_not_there_says_which(field: str) -> None:
    with pytest.raises(FiguresError, match=r"there is no cost\["):
        Passage("a.md", field).filled(RESULTS, is_current=True)


def test_a_part_of_a_result_is_no_figure() -> None:
    with pytest.raises(FiguresError, match="is no number"):
        Passage("a.md", "{cost[rows]:ms}").filled(RESULTS, is_current=True)


def test_a_page_gets_new_figures_and_keeps_its_lines() -> None:
    passage = Passage(
        "a.md", "An import takes {cost[summary][import_s]:ms} ms, right {cost[summary][share]:interval} of the time."
    )
    page = "Before 1.\nAn import\ntakes 290 ms, right [.9 .99]\nof the time. After 2 ms.\n"
    assert renewed(page, [passage], RESULTS) == (
        "Before 1.\nAn import\ntakes 310 ms, right [.946 1.000]\nof the time. After 2 ms.\n"
    )


def test_a_passage_that_is_not_on_its_page_is_named() -> None:
    with pytest.raises(FiguresError, match="the same words"):
        renewed("Nothing.", [Passage("a.md", "It takes {cost[summary][import_s]:ms} ms.")], RESULTS)


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "written.json"
    path.write_text(json.dumps({**RESULT, **changes}))
    return path


def test_a_result_is_kept_without_its_raw_rows(tmp_path: Path) -> None:
    kept = keep(written(tmp_path), tmp_path / "results")
    assert kept.name == "cost.json"
    assert load(kept) == {key: value for key, value in RESULT.items() if key != "clips"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"measured": None}, "does not say of which commit"),
        ({"measured": {"commit": "0123456789", "day": "2026-11-30", "changed": True}}, "in no commit"),
        ({"probes": ["x" * 160_000]}, "larger than a page needs"),
    ],
)
def test_results_that_nobody_can_measure_again_are_not_kept(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(FiguresError, match=why):
        keep(written(tmp_path, **changes), tmp_path / "results")
    assert not (tmp_path / "results/cost.json").exists()


def test_a_file_that_is_no_result_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(FiguresError, match="no result"):
        keep(tmp_path / "other.json", tmp_path)
