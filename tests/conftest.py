"""What became of the tests of this run, for the tests that ask."""

from __future__ import annotations

from collections import Counter

import pytest

LAST = "test_every_threat_was_tried"
"""Asks what became of the others."""


class Outcomes:
    """Of the tests of this run so far, by name, without their parameters."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._reasons: dict[str, set[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """For pytest: note one part of a test."""
        if report.when == "call" or report.outcome != "passed":
            name = report.nodeid.partition("[")[0]
            self._counts.setdefault(name, Counter())[report.outcome] += 1
            if report.skipped and isinstance(report.longrepr, tuple):
                self._reasons.setdefault(name, set()).add(str(report.longrepr[2]))

    def of(self, test: str) -> Counter[str]:
        """How often a test, or one of a file, ``passed``, ``failed`` or was ``skipped``; empty if it did not run."""
        found = (counts for name, counts in self._counts.items() if name == test or name.startswith(f"{test}::"))
        return sum(found, Counter())

    def reasons(self, test: str) -> set[str]:
        """Why it was skipped."""
        return {why for name, reasons in self._reasons.items() if name.startswith(test) for why in reasons}


_OUTCOMES = pytest.StashKey[Outcomes]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to note."""
    config.stash[_OUTCOMES] = Outcomes()
    config.pluginmanager.register(config.stash[_OUTCOMES])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks comes last."""
    items.sort(key=lambda item: item.name == LAST)


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> Outcomes:
    """What became of the tests that ran before."""
    return request.config.stash[_OUTCOMES]
