"""Passages of pages with figures in them, looked for on their page and written anew."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from bench.builds import TOP
from bench.figures.errors import FiguresError
from bench.figures.results import Figures, load, model_in, of_the_tree
from bench.open.programs import Model

PASSAGES: Final = Path(__file__).with_name("passages.toml")
TREE: Final = "tree"
"""Name under which passages find what is known without measuring."""
SHIPPED: Final = "shipped"
"""Its name in a passage: whether its model is the one that is shipped, in words."""
CURRENT: Final = "the model that this version ships"
OLDER: Final = "which is not shipped any more, while what is shipped has not been measured so"
_FIGURE: Final = r"([^|]{1,90}?)"


@attrs.frozen
class Passage:
    """A text with figures.

    Attributes:
        page: where it stands, from the top of the repository.
        text: with ``{result[key]…:form}`` for each figure, as :class:`~bench.figures.results.Figures` reads it; words
            stand at both ends.
    """

    page: str
    text: str

    def results(self) -> list[str]:
        """Names of the results that it tells of."""
        fields = (field for _, field, _, _ in string.Formatter().parse(self.text) if field is not None)
        return list(dict.fromkeys(re.split(r"[\[.]", field, maxsplit=1)[0] for field in fields))

    def filled(self, results: Mapping[str, Mapping[str, Any]], *, is_current: bool) -> str:
        """With its figures.

        Raises:
            FiguresError: a result has no such figure.
        """
        known: dict[str, Any] = {name: Figures(result, name) for name, result in results.items()}
        known[SHIPPED] = CURRENT if is_current else OLDER
        try:
            return self.text.format(**known)
        except (KeyError, ValueError) as error:
            raise FiguresError(f"a passage of {self.page} cannot be filled in ({error}): {self.text[:80]!r}") from error

    def found_on(self, page: str) -> re.Match[str] | None:
        """Where it stands on a page, whatever its figures and however its lines are broken."""
        pattern = ""
        for text, field, _, _ in string.Formatter().parse(self.text):
            pattern += r"\s+".join(map(re.escape, re.split(r"\s+", text)))
            pattern += _FIGURE if field is not None else ""
        return re.search(pattern, page)


@attrs.frozen
class Held:
    """All passages, and where their results lie.

    Attributes:
        results: files by name, from the top of the repository.
        passages: of all pages.
    """

    results: dict[str, str]
    passages: list[Passage]

    def loaded(self, top: Path = TOP) -> dict[str, dict[str, Any]]:
        """All results, and the tree's own.

        Raises:
            FiguresError: one is missing.
        """
        return {**{name: load(top / path) for name, path in self.results.items()}, TREE: of_the_tree()}

    def pages(self) -> list[str]:
        """Those that have passages."""
        return list(dict.fromkeys(passage.page for passage in self.passages))

    def of(self, page: str) -> list[Passage]:
        """The passages of one."""
        return [passage for passage in self.passages if passage.page == page]


def read_passages(path: Path = PASSAGES) -> Held:
    """What ``passages.toml`` holds."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    passages = [Passage(each["page"], each["text"].strip()) for each in found["passage"]]
    return Held(dict(found["results"]), passages)


def models_of(passage: Passage, results: Mapping[str, Mapping[str, Any]]) -> list[Model]:
    """The acoustic models that its results are of."""
    measured = [model_in(results[name]) for name in passage.results() if name not in (SHIPPED, TREE)]
    return [model for model in measured if model is not None]


def is_current(passage: Passage, results: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether each model that it tells of is the one that is shipped."""
    shipped = results[TREE]["model"]["sha256"]
    return all(model.sha256 == shipped for model in models_of(passage, results))


def renewed(page: str, passages: Sequence[Passage], results: Mapping[str, Mapping[str, Any]]) -> str:
    """A page with the figures of today's results; its lines stay broken where they are.

    Raises:
        FiguresError: a passage does not stand on it.
    """
    for passage in passages:
        place = passage.found_on(page)
        if place is None:
            raise FiguresError(
                f"{passage.page} has no passage {' '.join(passage.text.split())[:90]!r}: passages.toml and the page "
                "have to have the same words"
            )
        fields = [each for each in string.Formatter().parse(passage.text) if each[1] is not None]
        shown = [
            Passage(passage.page, "{" + str(field) + (f":{form}" if form else "") + "}").filled(
                results, is_current=is_current(passage, results)
            )
            for _, field, form, _ in fields
        ]
        for number in range(len(shown), 0, -1):
            start, end = place.span(number)
            if " ".join(page[start:end].split()) != shown[number - 1]:
                page = page[:start] + shown[number - 1] + page[end:]
    return page
