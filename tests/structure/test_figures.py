"""Measured figures in pages are those of the result files, and no other stands in the README."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

from bench.builds import TOP
from bench.figures.passages import CURRENT, Held, Passage, is_current, models_of, read_passages, renewed
from bench.figures.results import LARGEST_BYTES, RAW, RESULTS

ANEW = "python -m bench.figures writes it"
NOT_MEASURED = {
    "3.11", "20", "127.0.0.1", "8765", "9000", "8000", "44.1", "100", "95", "4.0", "4",
}  # fmt: skip
"""Numbers in the README's prose that say a version, an address, a bound or how a figure was taken."""


@pytest.fixture(scope="module")
def held() -> Held:
    return read_passages()


@pytest.fixture(scope="module")
def results(held: Held) -> dict[str, dict[str, Any]]:
    return held.loaded()


def text_of(page: str) -> str:
    return (TOP / page).read_text(encoding="utf-8")


def complaint(page: str, passage: Passage, results: dict[str, dict[str, Any]]) -> str:
    """What is wrong with a passage on a page, and what to do; nothing where it is right."""
    place = passage.found_on(page)
    if place is None:
        return f"{passage.page} has other words than passages.toml: {' '.join(passage.text.split())[:90]}"
    found, claims = " ".join(place[0].split()), CURRENT in place[0]
    if claims and not is_current(passage, results):
        versions = ", ".join(f"{model.version} ({model.sha256[:12]})" for model in models_of(passage, results))
        return f"{passage.page} says that {versions} is shipped, and it is not. Measure the shipped one, or: {ANEW} so"
    if "{shipped}" in passage.text and not claims and is_current(passage, results):
        return f"{passage.page} does not say that its model is the one shipped: {ANEW}"
    wanted = " ".join(passage.filled(results, is_current=claims).split())
    return "" if found == wanted else f"{passage.page} says {found!r}, and its results {wanted!r}: {ANEW} so"


def test_pages_say_what_the_results_say(held: Held, results: dict[str, dict[str, Any]]) -> None:
    wrong = [complaint(text_of(passage.page), passage, results) for passage in held.passages]
    assert not [each for each in wrong if each]


def test_writing_pages_anew_changes_nothing(held: Held, results: dict[str, dict[str, Any]]) -> None:
    for name in held.pages():
        assert renewed(text_of(name), held.of(name), results) == text_of(name)


def test_each_result_is_told_of_small_and_of_a_commit(held: Held) -> None:
    kept = {path.relative_to(TOP).as_posix() for path in RESULTS.glob("*.json")}
    assert kept <= set(held.results.values()), "a result that no page speaks of"
    told = {name for passage in held.passages for name in passage.results()}
    assert set(held.results) <= told
    for name, result in held.loaded().items():
        if held.results.get(name, "").startswith("bench/") and name != "open":
            assert re.fullmatch(r"[0-9a-f]{10}", result["measured"]["commit"]), name
            assert result["measured"]["changed"] is False
            assert not set(RAW) & set(result)
            assert len(text_of(held.results[name])) <= LARGEST_BYTES


def unexplained(page: str, passages: list[Passage]) -> list[str]:
    """Numbers of a page's prose and tables that no passage has; code, links and headings aside."""
    for passage in passages:
        place = passage.found_on(page)
        if place is not None:
            page = page[: place.start()] + " " + page[place.end() :]
    page = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|^#.*$|\[[^\]]*\]\(", " ", page, flags=re.DOTALL | re.MULTILINE)
    return [number for number in re.findall(r"(?<![\w./-])\.?\d[\d.,]*(?<![.,])", page) if number not in NOT_MEASURED]


def test_no_figure_of_the_readme_is_typed_by_hand(held: Held) -> None:
    assert not unexplained(text_of("README.md"), held.of("README.md"))


def test_a_stale_figure_is_noticed(held: Held, results: dict[str, dict[str, Any]]) -> None:
    passage = next(each for each in held.of("README.md") if "{shipped}" in each.text)
    page = passage.filled(results, is_current=True)
    assert not complaint(page, passage, results) or not is_current(passage, results)
    assert "and its results" in complaint(re.sub(r"(\d+) ms in nine", "1\\1 ms in nine", page), passage, results)
    assert "has other words" in complaint(page.replace("nine cases", "8 cases"), passage, results)
    tree = {**results["tree"], "model": {**results["tree"]["model"], "sha256": "0" * 64}}
    assert "and it is not" in complaint(page, passage, {**results, "tree": tree})
    older = passage.filled(results, is_current=False)
    assert not complaint(older, passage, {**results, "tree": tree})


def test_a_figure_typed_by_hand_is_noticed(held: Held) -> None:
    passage = attrs.evolve(held.passages[0], text="it takes {cost[summary][import_s]:ms} ms")
    assert unexplained("it takes 48 ms, and .31 s with 7.5 kB of `12` [3](4)", [passage]) == [".31", "7.5"]
