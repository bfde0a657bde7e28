"""Which tests cover which lines, and how much processor time each of them would take on a quiet machine.

A plugin of pytest writes it down, in a run of its own for every package; what is known already is kept, by module of
tests, for as long as neither that module nor any source file of the package changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

import coverage
import pytest

from tests.mutation.pace import Pace
from tests.mutation.packages import ROOT, Package

CACHE: Final = ROOT / ".mutants"
_FORM: Final = "3 "
"""Of what is kept: what was written in another is collected anew."""
_SAYS_WHAT: Final = "CHORDWORK_MUTANTS_COVERING"


class Covered(NamedTuple):
    """Of one module of tests."""

    key: str
    """Changes when what was found may have changed."""
    seconds: dict[str, float]
    """Of processor time, by test, as on a quiet machine (``pace``)."""
    lines: dict[str, dict[str, list[int]]]
    """By file and by test."""


class Coverage(NamedTuple):
    """Of one package."""

    modules: dict[str, Covered]

    @property
    def seconds(self) -> dict[str, float]:
        """What each test takes."""
        return {test: taken for module in self.modules.values() for test, taken in module.seconds.items()}

    def by_line(self, file: str) -> dict[int, set[str]]:
        """The tests that come by each line of a file."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for module in self.modules.values():
            for test, lines in module.lines.get(file, {}).items():
                for line in lines:
                    found[line].add(test)
        return found


def coverage_of(name: str, package: Package) -> Coverage:
    """What is known, completed by a run of the modules of which nothing is."""
    place = CACHE / f"coverage-{name}.json"
    known: dict[str, Covered] = {}
    if place.exists():
        known = {module: Covered(*each) for module, each in json.loads(place.read_text()).items()}
    sources = _FORM + _digest(package.files())
    keys = {file.relative_to(ROOT).as_posix(): sources + _digest([file]) for file in package.test_files()}
    known = {module: each for module, each in known.items() if keys.get(module) == each.key}
    if missing := [module for module in keys if module not in known]:
        known |= {module: Covered(keys[module], *each) for module, each in _collected(name, package, missing).items()}
        CACHE.mkdir(exist_ok=True)
        place.write_text(json.dumps(known))
    return Coverage(known)


def _digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _collected(name: str, package: Package, modules: list[str]) -> dict[str, tuple[Any, Any]]:
    # Without those that are marked long: what only they notice is not noticed before a commit.
    print(f"{name}: which of the tests of {len(modules)} modules cover what …", flush=True)
    written = CACHE / f"collecting-{name}-{os.getpid()}.json"
    CACHE.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        _SAYS_WHAT: json.dumps([str(written), *(file.relative_to(ROOT).as_posix() for file in package.files())]),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutation.covering", "-p", "no:cacheprovider"]
    ended = subprocess.run([*command, *modules], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"{name}: its tests must pass before faults are planted\n{ended.stdout[-4000:]}{ended.stderr}")
    found: dict[str, tuple[Any, Any]] = json.loads(written.read_text())
    written.unlink()
    return {module: found.get(module, ({}, {})) for module in modules}


class Covering:
    """Notes lines and seconds of every test, while they run one after the other."""

    def __init__(self, written: Path, files: list[str]) -> None:
        self._written = written
        self._files = files
        self._seconds: dict[str, float] = {}
        self._pace = Pace()
        self._coverage = coverage.Coverage(
            data_file=None, config_file=False, include=[str(ROOT / file) for file in files]
        )
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """For pytest: all that runs from here belongs to this test."""
        self._coverage.switch_context(item.nodeid)
        before = self._pace.slowness()
        began = time.process_time()
        try:
            return (yield)
        finally:
            taken = time.process_time() - began
            self._seconds[item.nodeid] = round(self._pace.quiet_s(taken, before), 4)
            self._coverage.switch_context("")

    def pytest_sessionfinish(self) -> None:
        """For pytest: write it down."""
        self._coverage.stop()
        data = self._coverage.get_data()
        lines: defaultdict[str, dict[str, dict[str, list[int]]]] = defaultdict(dict)
        for file in self._files:
            for line, tests in data.contexts_by_lineno(str(ROOT / file)).items():
                for test in filter(None, tests):
                    lines[_module(test)].setdefault(file, {}).setdefault(test, []).append(line)
        seconds: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for test, taken in self._seconds.items():
            seconds[_module(test)][test] = taken
        self._written.write_text(json.dumps({module: (seconds[module], lines[module]) for module in seconds}))


def _module(test: str) -> str:
    return test.partition("::")[0]


def pytest_configure(config: pytest.Config) -> None:
    """Begin, where a run was asked for."""
    if asked := os.environ.get(_SAYS_WHAT):
        written, *files = json.loads(asked)
        config.pluginmanager.register(Covering(Path(written), files))
