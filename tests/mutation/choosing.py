"""Which tests try a mutant: those that cover its line, the quick ones of each first, up to a budget."""

from __future__ import annotations

import ast
import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from tests.mutation.covering import Coverage
from tests.mutation.mutants import Mutant
from tests.mutation.packages import ROOT

BUDGET_S: Final = 10.0
"""Of processor time on a quiet machine (``pace``) for the tests of one mutant. Those beyond it are not tried, which can
only make more survive."""
FEW: Final = 3
"""Where fewer tests than this come by a line, what it found may be kept for others: a cache, a fixture of a module."""


class Choice:
    """For the mutants of one package."""

    def __init__(self, coverage: Coverage, files: Iterable[Path], budget_s: float = BUDGET_S) -> None:
        self._coverage = coverage
        self._budget_s = budget_s
        self._seconds = coverage.seconds
        self._files = {file.relative_to(ROOT).as_posix(): file for file in files}
        self._importers = _importers(self._files)

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests, those of one module together.

        What stands outside of functions, such as a constant, runs with none of them: it is tried by those that run
        something of its file, and by those beside them, which may only look at it.
        """
        lines = self._coverage.by_line(mutant.file)
        if not (running := _lines_that_run(self._files[mutant.file])) or mutant.line not in running:
            found = self._of_file(mutant.file)
            modules = {test.partition("::")[0] for test in found}
            beside = {test for test in self._seconds if test.partition("::")[0] in modules}
            return self._within(found | beside)
        covering = lines.get(mutant.line, set())
        if 0 < len(covering) < FEW:
            return self._within(covering | self._of_file(mutant.file), first=covering)
        return self._within(covering)

    def expected_s(self, tests: Iterable[str]) -> float:
        """Processor time on a quiet machine."""
        return sum(self._seconds[test] for test in tests)

    def _of_file(self, file: str) -> set[str]:
        """The tests that run something of a file; of a file of data, something of those that import it."""
        seen, layer = {file}, {file}
        while layer:
            if found := {test for each in layer for test in self._running_something_of(each)}:
                return found
            layer = {by for each in layer for by in self._importers[each]} - seen
            seen |= layer
        return set()

    @cache
    def _running_something_of(self, file: str) -> set[str]:
        running = _lines_that_run(self._files[file])
        return {test for line, tests in self._coverage.by_line(file).items() if line in running for test in tests}

    def _within(self, tests: set[str], first: Iterable[str] = ()) -> list[str]:
        """As many as the budget allows: of each function one, then of each a second, so that all have their turn."""
        turns: defaultdict[str, int] = defaultdict(int)
        ranked = []
        preferred = set(first)
        for test in sorted(tests, key=lambda test: (self._magnitude(test), test)):
            function = test.partition("[")[0]
            ranked.append((test not in preferred, turns[function], self._magnitude(test), test))
            turns[function] += 1
        chosen: list[str] = []
        spent = 0.0
        for _, _, _, test in sorted(ranked):
            seconds = self._seconds[test]
            if spent + seconds <= self._budget_s or not chosen:
                chosen.append(test)
                spent += seconds
        return chosen

    def _magnitude(self, test: str) -> int:
        """Quick or slow by powers of two: a little more or less, as timings have it, leaves the order as it is."""
        return max(-10, math.ceil(math.log2(max(1e-9, self._seconds[test]))))


@cache
def _lines_that_run(file: Path) -> set[int]:
    """The lines in functions; all others run where the module is imported, whichever test comes first."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for body in (node.body if isinstance(node.body, list) else [node.body])
        for line in range(body.lineno, (body.end_lineno or body.lineno) + 1)
    }


def _importers(files: dict[str, Path]) -> dict[str, set[str]]:
    """By file, those of the same package that import it."""
    dotted = {_dotted(name): name for name in files}
    found: dict[str, set[str]] = {name: set() for name in files}
    for name, path in files.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
            else:
                continue
            for each in imported:
                if each in dotted:
                    found[dotted[each]].add(name)
    return found


def _dotted(file: str) -> str:
    inner = file[file.index("chordwork/") :].removesuffix(".py").removesuffix("/__init__")
    return inner.replace("/", ".")
