"""The workflows on GitHub run what anybody can run: scripts of this repository, as CI here runs them."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
SCRIPT = re.compile(r"(?:^|[\s;&|(])((?:\./)?(?:scripts|deployment)/[\w./-]+|\./\w+)", re.MULTILINE)


def load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


def steps(path: Path) -> list[tuple[str, dict[str, Any]]]:
    return [(name, step) for name, job in load(path)["jobs"].items() for step in job["steps"]]


def called(path: Path) -> set[Path]:
    return {
        Path(step.get("working-directory", "."), name)
        for _, step in steps(path)
        for name in SCRIPT.findall(step.get("run", ""))
        if name not in ("./", "./notes")
    }


def test_the_scripts_of_this_test_are_found() -> None:
    names = {path.as_posix() for workflow in WORKFLOWS for path in called(workflow)}
    assert {"scripts/check", "scripts/test-wheel", "scripts/bench-pair", "scripts/supply"} <= names
    assert len(WORKFLOWS) == 3


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_call_only_scripts_that_exist(workflow: Path) -> None:
    absent = [path for path in called(workflow) if not os.access(ROOT / path, os.X_OK)]
    assert not absent


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_ends_and_may_do_no_more_than_it_must(workflow: Path) -> None:
    document = load(workflow)
    assert document["permissions"] == {"contents": "read"}
    for name, job in document["jobs"].items():
        assert job["timeout-minutes"] <= 90, name
    for name, step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False, name


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_where_the_version_counts_the_tags_come_along(workflow: Path) -> None:
    for name, job in load(workflow)["jobs"].items():
        ran = " ".join(step.get("run", "") for step in job["steps"])
        if re.search(r"scripts/(test-wheel|supply|setup|test-versions|bench-pair)", ran):
            checkout = next(step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout"))
            assert checkout["with"]["fetch-depth"] == 0, name


def test_both_run_the_same_scripts() -> None:
    code = re.sub(r"^\s*#.*", "", (ROOT / ".ci/run").read_text(), flags=re.MULTILINE)
    here = {name.removeprefix("./") for name in SCRIPT.findall(code)} - {"scripts/step"}
    there = {path.as_posix() for path in called(ROOT / ".github/workflows/ci.yml")}
    assert here <= there


def test_every_python_that_is_promised_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    promised = [name.rpartition(" ")[2] for name in project["classifiers"] if re.search(r":: 3\.\d+$", name)]
    for job in ("tests", "versions"):
        matrix = load(ROOT / ".github/workflows/ci.yml")["jobs"][job]["strategy"]["matrix"]
        assert matrix["python"] == promised


def notes(version: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "scripts").mkdir(exist_ok=True)
    script = folder / "scripts/release-notes"
    script.write_bytes((ROOT / "scripts/release-notes").read_bytes())
    return subprocess.run(["bash", script, version], capture_output=True, text=True, check=False)


def test_release_notes_are_the_section_of_the_version(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## 1.2.0 (unreleased)\n\n* New.\n\n"
        "## 1.1.0 (2027-01-31)\n\n* One.\n* Two.\n\n## 1.0.0 (2027-01-01)\n"
    )
    assert notes("v1.1.0", tmp_path).stdout == "* One.\n* Two.\n\n"
    early = notes("1.2.0", tmp_path)
    assert early.returncode == 1
    assert "write the day" in early.stderr
    assert notes("1.1", tmp_path).returncode == 1
    assert notes("1.3.0", tmp_path).returncode == 1


def test_the_changelog_begins_with_what_comes_next() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \((unreleased|\d{4}-\d\d-\d\d)\)", heading) for heading in headings)
