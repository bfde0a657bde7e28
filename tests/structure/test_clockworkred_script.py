"""What scripts/clockworkred takes for a missing network, and what for a failure."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "clockworkred"
TRANSFER = (
    "[ERROR] Failed to execute goal on project data: Could not transfer artifact org.x:y:jar:1 from/to central "
    "(https://central.example): "
)
NO_NETWORK = ("Unknown host central.example", "Connect to central.example:443 failed: Connection refused")


def run(folder: Path, said: str, status: int) -> subprocess.CompletedProcess[str]:
    for name, body in (("mvn", f"cat <<'END'\n{said}\nEND\nexit {status}"), ("javac", "echo javac 17.0.9")):
        program = folder / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "JAVA_HOME": str(folder), "CHORDWORK": "none"}
    environment.pop("CLOCKWORKRED_BUILD", None)
    return subprocess.run(
        [SCRIPT, "validate"], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("why", NO_NETWORK)
def test_without_maven_central_it_is_skipped(tmp_path: Path, why: str) -> None:
    done = run(tmp_path, TRANSFER + why, 1)
    assert (done.returncode, "skipped" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    "said",
    [
        "[ERROR] SomeTest » Connect: Connection refused\n[ERROR] Tests run: 3, Failures: 0, Errors: 1, Skipped: 0",
        "java.net.UnknownHostException: h.example\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0",
        f"{TRANSFER}Connection refused\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0",
        "[ERROR] Compilation failure\n[ERROR] Connection.kt:3:1 unresolved: Connection refused",
    ],
)
def test_a_test_that_finds_no_server_is_a_failure(tmp_path: Path, said: str) -> None:
    done = run(tmp_path, said, 1)
    assert (done.returncode, "skipped" in done.stdout) == (1, False)


def test_passed_tests_are_counted_over_all_modules(tmp_path: Path) -> None:
    said = "\n".join(f"[INFO] Tests run: {count}, Failures: 0, Errors: 0, Skipped: 1" for count in (5, 7))
    done = run(tmp_path, f"[INFO] BUILD SUCCESS\n{said}", 0)
    assert (done.returncode, "10 passed, 0 failed, 2 skipped" in done.stdout) == (0, True)
