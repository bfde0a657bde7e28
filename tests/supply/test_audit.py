"""What pip-audit says, read for what it did not look at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supply.audit import main

CHECKED = {"name": "trio", "version": "0.35.0", "vulns": []}
SKIPPED = {"name": "quart", "skip_reason": "Dependency not found and could not be audited: quart (0.22.0)"}
OURS = {"name": "chordwork", "skip_reason": "not found: chordwork"}
BAD = {"name": "h11", "version": "0.1", "vulns": [{"id": "CVE-0", "fix_versions": ["0.2"]}]}


@pytest.mark.parametrize(
    ("packages", "status", "strictly", "said"),
    [
        ([CHECKED, OURS], 0, 0, "1 packages without known vulnerabilities"),
        ([CHECKED, SKIPPED], 0, 3, "NOT CHECKED for vulnerabilities: the database did not know 1 of 2 packages"),
        ([SKIPPED, BAD], 1, 1, "VULNERABLE: h11 0.1: CVE-0, mended in 0.2"),
        ([], 0, 3, "NOT CHECKED"),
    ],
)
def test_what_was_not_looked_at_does_not_count_as_sound(
    packages: list[dict[str, object]],
    status: int,
    strictly: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "audit.json"
    place.write_text(json.dumps({"dependencies": packages}))
    assert main([str(place)]) == status
    assert said in capsys.readouterr().out
    assert main([str(place), "--strict"]) == strictly


def test_an_audit_that_never_ran_is_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json"), "--strict"]) == 3
    assert "NOT CHECKED" in capsys.readouterr().out
