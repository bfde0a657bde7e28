"""schemathesis finds no failure in what ``/openapi.json`` promises, against the real server.

A longer run, with other examples each time: ``just fuzz``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("schemathesis")
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.long
@pytest.mark.skipif(shutil.which(PROGRAM) is None, reason="schemathesis is not installed")
def test_schemathesis_finds_no_failure(served: str, tmp_path: Path) -> None:
    command = [str(PROGRAM), "--config-file", str(CONFIGURATION), "run", f"{served}/openapi.json", "--url", served]
    done = subprocess.run(
        [*command, "--max-examples", "5", "--seed", "20", "--request-timeout", "120"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    found = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert found is not None, done.stdout[-2000:]
    assert int(found[1]) == int(found[2]) > 500
