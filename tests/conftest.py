"""What became of the tests of this run; and that those of the threat model have shown something."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator

import hypothesis
import pytest
import structlog

from tests.structure.threats import threats, untried

# How many examples of each property. A deadline would be one of wall time, which a busy machine breaks.
hypothesis.settings.register_profile("quick", max_examples=40, deadline=None)
hypothesis.settings.register_profile("usual", deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=1000, deadline=None)
# For planted faults: it is enough that something fails, however long.
hypothesis.settings.register_profile(
    "planted", max_examples=400, deadline=None, phases=[hypothesis.Phase.generate], database=None
)
hypothesis.settings.load_profile(os.environ.get("TEST_EXAMPLES", "quick"))

# Who runs this in the background of a shell has Ctrl-C ignored, and so would every program that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_WORKER = "workerinput"
"""What pytest-xdist gives to the processes that run tests for another, which hears of all of them."""


class Outcomes:
    """Of the tests of this run, by name, without their parameters."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """For pytest: note one part of a test."""
        if report.when == "call" or report.outcome != "passed":
            self.note(report.nodeid.partition("[")[0], report.outcome)

    def note(self, test: str, outcome: str) -> None:
        """It passed, failed, or was skipped."""
        self._counts.setdefault(test, Counter())[outcome] += 1

    def of(self, test: str) -> Counter[str]:
        """How often a test, or one of a file, ``passed``, ``failed`` or was ``skipped``; empty if it did not run."""
        found = (counts for name, counts in self._counts.items() if name == test or name.startswith(f"{test}::"))
        return sum(found, Counter())

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """For pytest: a run in which a threat was not tried has failed."""
        if not hasattr(session.config, _WORKER) and untried(self.of, threats()) and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """For pytest: say which."""
        if found := untried(self.of, threats()):
            terminalreporter.section("threats that nothing was shown of (docs/threat-model.md)")
            for line in found:
                terminalreporter.line(line)


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """A command that ran in this process has set where the log goes and what is left out: not for the next test."""
    yield
    if structlog.is_configured():
        structlog.reset_defaults()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to note."""
    config.pluginmanager.register(Outcomes())
