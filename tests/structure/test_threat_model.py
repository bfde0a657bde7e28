"""What docs/threat-model.md says: every threat has tests, they are there, they ran, and they can fail."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Outcomes
from tests.structure.planted_faults import BY_THE_SYSTEM, FAULTS, SLIPS, Slip
from tests.structure.threats import ROOT, threats, untried

PACKAGE = ROOT / "http/chordwork/http"
NEVER = {"skip", "xfail"}


def functions_of(path: Path) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name: node for node in found}


def test_every_threat_names_tests_that_are_there() -> None:
    rows = threats()
    assert len(rows) > 60
    for threat in rows:
        assert threat.tests, threat.name
        for test in threat.tests:
            file, _, function = test.partition("::")
            assert (ROOT / file).is_file(), test
            if function:
                assert function.startswith("test_"), test
                marks = {ast.unparse(mark) for mark in functions_of(ROOT / file)[function].decorator_list}
                assert not [mark for mark in marks if mark.startswith(tuple(f"pytest.mark.{each}(" for each in NEVER))]


def test_a_run_that_skips_a_threat_says_so() -> None:
    """``tests/conftest.py`` lets it fail."""
    rows = threats()
    outcomes = Outcomes()
    for test in {test for threat in rows for test in threat.tests}:
        outcomes.note(test if "::" in test else f"{test}::test_something", "passed")
    assert untried(outcomes.of, rows) == []
    skipped = Outcomes()
    skipped.note(rows[0].tests[0], "skipped")
    assert untried(skipped.of, rows) == [f"{rows[0].name}: {rows[0].tests[0]} was only skipped"]
    skipped.note(rows[0].tests[0], "passed")  # with other parameters
    assert untried(skipped.of, rows) == []


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.threat for fault in FAULTS])
def test_what_is_planted_has_its_place(fault: object) -> None:
    assert isinstance(fault, tuple)
    threat, file, old, new = fault
    assert (PACKAGE / file).read_text().count(old) == 1, (threat, file, old)
    assert old != new


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.name for slip in SLIPS])
def test_what_breaks_a_promise_has_its_place_and_its_tests(slip: Slip) -> None:
    assert (ROOT / slip.file).read_text().count(slip.old) == 1
    assert slip.old != slip.new
    assert slip.tests
    for test in slip.tests:
        assert (ROOT / test.partition("::")[0]).is_file(), test


def test_every_threat_has_a_fault_that_its_tests_must_notice() -> None:
    names = [threat.name for threat in threats() if threat.section != BY_THE_SYSTEM]
    hits = Counter(name for name in names for fault in FAULTS if name.startswith(fault.threat))
    assert {name: hits[name] for name in names if hits[name] != 1} == {}
    assert len(FAULTS) == len(names)


def test_both_doors_and_rest_ask_the_same_gate() -> None:
    for file in ("app.py", "stream_port.py"):
        assert "open_socket(" in (PACKAGE / "serving" / file).read_text()
    assert "gate.admit(" in (PACKAGE / "rest/middleware.py").read_text()
