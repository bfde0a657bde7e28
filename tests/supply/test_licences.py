"""What may come along with an installation, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from supply.bill import of_chordwork
from supply.expression import holds
from supply.licences import LIST, check

ROOT = Path(__file__).parents[2]
RULES = tomllib.loads(LIST.read_text(encoding="utf-8"))


def bill(*packages: tuple[str, str | None]) -> dict[str, Any]:
    return {
        "components": [
            {"name": name, "version": "1", "licenses": [{"license": {"id": licence}}] if licence else []}
            for name, licence in packages
        ]
    }


@pytest.mark.parametrize(
    ("expression", "held"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only OR MIT AND Zlib", True),
        ("(GPL-2.0-only OR MIT) AND Zlib", True),
        ("(MIT OR Zlib) AND GPL-2.0-only", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
    ],
)
def test_expressions_bind_as_spdx_says(expression: str, held: bool) -> None:
    assert holds(expression, {"MIT", "Zlib"}.__contains__) is held


@pytest.mark.parametrize("expression", ["", "AND MIT", "MIT OR", "(MIT", "MIT Zlib", "MIT)"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"licence|bracket"):
        holds(expression, {"MIT"}.__contains__)


@pytest.mark.parametrize(
    ("package", "licence", "said"),
    [
        ("planted", "GPL-3.0-or-later", "planted: GPL-3.0-or-later is not allowed"),
        ("planted", "AGPL-3.0-only", "planted: AGPL-3.0-only is not allowed"),
        ("planted", "see LICENSE", "planted: see LICENSE is not allowed"),
        ("planted", None, "planted declares no licence"),
    ],
)
def test_a_planted_package_is_refused(package: str, licence: str | None, said: str, tmp_path: Path) -> None:
    report = check(bill(("trio", "MIT"), (package, licence)), tmp_path, RULES)
    assert len(report.refused) == 1
    assert said in report.refused[0]


def test_libraries_in_wheels_are_seen_whatever_the_package_declares(tmp_path: Path) -> None:
    for name in ("pyfftw.libs/libfftw3f-b4465a35.so.3.5.5", "planted.libs/libreadline-0011aabb.so.8.2"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    report = check(bill(("pyFFTW", "BSD-3-Clause"), ("planted", "MIT")), tmp_path, RULES)
    assert report.known == ("FFTW",)
    assert [line for line in report.refused if "library 'readline' is unknown" in line] == list(report.refused)
    assert report.counted == (2, 2)


def test_the_command_ends_with_1_and_names_what_it_refuses(tmp_path: Path) -> None:
    place = tmp_path / "bill.json"
    command = [sys.executable, "-m", "supply.licences", str(place), str(tmp_path)]
    for licence, status in (("MIT", 0), ("GPL-3.0-only", 1)):
        place.write_text(json.dumps(bill(("planted", licence))))
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert ("REFUSED: planted" in done.stderr) is bool(status)


def test_the_exceptions_say_who_brings_what_and_what_it_means() -> None:
    allowed = set(RULES["allowed"])
    assert not [licence for licence in allowed if "GPL" in licence]
    for entry in RULES["known"].values():
        assert {"licence", "brought_by", "what"} <= entry.keys()
        assert not holds(entry["licence"], allowed.__contains__)


def test_a_bill_is_about_chordwork() -> None:
    made = of_chordwork(
        {
            "metadata": {"tools": {}},
            "components": [
                {"name": "chordwork", "bom-ref": "c", "externalReferences": [{"url": "file:///home/somebody"}]},
                {"name": "trio", "bom-ref": "t"},
            ],
            "dependencies": [
                {"ref": "root-component"},
                {"ref": "c", "dependsOn": ["t"]},
                {"ref": "t"},
            ],
        },
        "1.2.0",
    )
    assert made["metadata"]["component"]["version"] == "1.2.0"
    assert [part["name"] for part in made["components"]] == ["trio"]
    assert made["dependencies"][0] == {"ref": "chordwork==1.2.0", "dependsOn": ["t"]}
    assert "somebody" not in json.dumps(made)


def test_what_names_no_licence_is_looked_up_in_the_list(tmp_path: Path) -> None:
    said = {"license": {"name": "License :: Freely Distributable"}}
    found = {"components": [{"name": name, "version": "1", "licenses": [said]} for name in ("python-osc", "planted")]}
    assert [line.partition(":")[0] for line in check(found, tmp_path, RULES).refused] == ["planted declares no licence"]
