"""Try a mutant: a forked child in which one module has the fault runs the tests, within a limit.

The parent has imported pytest and the libraries, nothing of Chordwork: a child starts in a tenth of a second, and finds
the fault where it imports the module. No file changes. Processes that a test starts anew do not have the fault.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import CodeType
from typing import Any, Final, NamedTuple

import pytest

from tests.mutation.mutants import Mutant, mutated
from tests.mutation.packages import ROOT

KILLED: Final = "killed"
SURVIVED: Final = "survived"
TIMED_OUT: Final = "timeout"
UNCOVERED: Final = "uncovered"

_PATIENCE: Final = 3.0
"""How many times the usual processor time a test may take: Hypothesis tries other examples."""
_START_S: Final = 10.0
"""Of processor time, for importing and collecting."""
_WAITING: Final = 6.0
"""How many times its processor time a child may last: one that waits for what never comes uses none."""
_LIBRARIES: Final = (
    *("hypothesis", "numpy", "trio", "trio.testing", "onnxruntime", "msgspec", "attrs", "cattrs", "pytest_trio"),
    *("_hypothesis_pytestplugin", "anyio.pytest_plugin", "xdist.plugin", "xml.etree.ElementTree", "mido", "guitarpro"),
    *("quart", "quart_trio", "quart_schema", "hypercorn.trio", "websockets", "jsonschema", "structlog", "httpx"),
    *("prometheus_client", "rich.console", "rich.progress", "soundfile"),
)
"""What tests and sources import; one that is not installed is not needed."""


class Verdict(NamedTuple):
    """What became of a mutant."""

    outcome: str
    by: str
    """The test that failed first, or how it ended."""
    seconds: float


def import_libraries() -> None:
    """What every child needs, once."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            __import__(name)


class Trial:
    """One child."""

    def __init__(self, mutant: Mutant, tests: Sequence[str], expected_s: float, slowness: float) -> None:
        self.mutant = mutant
        self._folder = tempfile.TemporaryDirectory(prefix="chordwork-mutant-")
        self._began = time.monotonic()
        limit_s = (_START_S + _PATIENCE * expected_s) * slowness
        self._ends = self._began + _WAITING * limit_s
        self._pid = os.fork()
        if self._pid == 0:
            code = 70
            try:
                os.setsid()
                resource.setrlimit(resource.RLIMIT_CPU, (int(limit_s) + 1, int(limit_s) + 2))
                code = _in_child(mutant, tests, Path(self._folder.name))
            finally:
                os._exit(code)

    def verdict(self) -> Verdict | None:
        """None as long as it goes on."""
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        late = pid == 0 and time.monotonic() > self._ends
        if pid == 0 and not late:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        if late:
            _, status = os.waitpid(self._pid, 0)
        by = Path(self._folder.name, "failed")
        told = by.read_text() if by.exists() else ""
        self._folder.cleanup()
        seconds = round(time.monotonic() - self._began, 1)
        if os.WIFSIGNALED(status):
            limits = (signal.SIGKILL, signal.SIGXCPU)
            ended = TIMED_OUT if os.WTERMSIG(status) in limits else KILLED
            return Verdict(ended, signal.Signals(os.WTERMSIG(status)).name, seconds)
        code = os.WEXITSTATUS(status)
        if code == pytest.ExitCode.NO_TESTS_COLLECTED:
            raise SystemExit(f"the tests of {mutant_told(self.mutant)} cannot be run: pytest says {code}")
        if code == 0:
            return Verdict(SURVIVED, "", seconds)
        # A usage error is a conftest that cannot be imported any more: what it names is there.
        return Verdict(KILLED, told or f"pytest ended with {code}", seconds)


def mutant_told(mutant: Mutant) -> str:
    """One line."""
    return f"{mutant.file}:{mutant.line}: {mutant.before}  →  {mutant.after}"


class _Only:
    """For pytest: run the chosen tests in their order, and say which one failed."""

    def __init__(self, tests: Sequence[str], said: Path) -> None:
        self._tests = set(tests)
        self._said = said

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self._tests]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._said.write_text(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._said.write_text(f"importing {report.nodeid}")


def _in_child(mutant: Mutant, tests: Sequence[str], folder: Path) -> int:
    output = os.open(folder / "output", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(ROOT)
    _plant(mutant)
    from hypothesis import Phase, settings

    # No shrinking, which takes longest where there is something to be found; no examples kept, which others would meet.
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", max_examples=40, database=None, deadline=None, derandomize=True, phases=phases)
    os.environ["TEST_EXAMPLES"] = "mutants"  # which the conftest of the tests loads
    modules = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    options = ["-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", f"--basetemp={folder / 'tmp'}"]
    return int(pytest.main([*options, "-m", "", *modules], plugins=[_Only(tests, folder / "failed")]))


def _plant(mutant: Mutant) -> None:
    place = os.path.realpath(ROOT / mutant.file)
    tree = mutated(Path(place).read_text(encoding="utf-8"), mutant)
    genuine: Any = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType:
        path = self.get_filename(name)
        if os.path.realpath(path) == place:
            return compile(tree, path, "exec", dont_inherit=True)
        return genuine(self, name)  # type: ignore[no-any-return]

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    already = [name for name in sys.modules if name.startswith("chordwork")]
    assert not already, f"imported before the fault was planted: {already}"
