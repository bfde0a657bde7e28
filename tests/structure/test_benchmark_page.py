"""docs/benchmark.md says what the result file says, and claims to speak of the shipped model only while it does."""

from __future__ import annotations

import json
import re

import attrs
import pytest

from bench.open.command import curves
from bench.open.measure import scoring_fingerprint
from bench.open.page import ANEW, CURRENT, OLDER, PAGE, PICTURES, RESULT, is_shipped, model_measured, page_of
from bench.open.programs import Model
from bench.open.result import Result, document_of, read, text_of

PAGE_ANEW = "python -m bench.open.page makes page and pictures anew"


@pytest.fixture(scope="module")
def result() -> Result:
    return read(RESULT)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def claim(page: str) -> bool:
    """Whether a page says that the model measured is the one shipped."""
    assert (CURRENT in page) != (OLDER in page), f"docs/benchmark.md does not say which model it speaks of: {PAGE_ANEW}"
    return CURRENT in page


def complaint(page: str, result: Result) -> str:
    """What is wrong with a page, and what to do; nothing where it is right."""
    model, claims = model_measured(result), claim(page)
    if claims and not is_shipped(model):
        return (
            f"docs/benchmark.md says that its model, {model.version} ({model.sha256[:12]}), is the one shipped, and it "
            f"is not. Measure the shipped one: {ANEW}; or let the page say that it speaks of another: {PAGE_ANEW}"
        )
    if page != page_of(result, is_current=claims):
        return f"docs/benchmark.md is not what bench/results/open.json says: {PAGE_ANEW}"
    return ""


def test_the_page_is_made_of_the_result(page: str, result: Result) -> None:
    assert not complaint(page, result)


def test_the_result_was_scored_as_this_code_scores(result: Result) -> None:
    assert result.scoring == scoring_fingerprint(), (
        "the scoring gives other verdicts than when bench/results/open.json was made: measure all programs again, "
        "python -m bench open --json bench/results/open.json && python -m bench.open.page (20 minutes and more; what "
        "programs said is kept beside the clips, and is only scored anew where it is there)"
    )


def test_figures_are_of_the_half_that_nothing_was_chosen_on(result: Result) -> None:
    assert result.half == "b"
    assert len([name for name in result.programs if name not in ("chordwork", "templates")]) >= 5


def test_a_stale_page_is_noticed(page: str, result: Result) -> None:
    model = model_measured(result)
    assert is_shipped(attrs.evolve(model, sha256="0" * 64)) is False
    ours = attrs.evolve(result.programs["chordwork"], model=Model(model.name, "9.9.9", "0" * 64))
    other = attrs.evolve(result, programs={**result.programs, "chordwork": ours})
    assert "Measure the shipped one" in complaint(page_of(other, is_current=True), other)
    assert not complaint(page_of(other, is_current=False), other)
    assert "is not what bench/results/open.json says" in complaint(
        page.replace("| chordwork | 0", "| chordwork | 1"), result
    )


def test_pictures_are_there(page: str) -> None:
    named = set(re.findall(r"\]\(benchmark/([\w.-]+)\)", page))
    assert named == {path.name for path in PICTURES.iterdir()}


def test_the_capacity_that_is_drawn_is_that_of_its_result(result: Result) -> None:
    kept = RESULT.with_name("capacity.json")
    assert result.capacity == curves(kept), (
        "python -m bench open --only templates --capacity bench/results/capacity.json --json bench/results/open.json "
        "&& python -m bench.open.page draws it anew"
    )


def test_the_file_names_no_machine_and_is_small(result: Result) -> None:
    text = RESULT.read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(text_of(document_of(result)))
    assert len(text) < 600_000
    assert not re.search(r"[\"\s]/\w+/\w", text), "an absolute path"
    assert set(json.loads(text)) == set(document_of(result))
