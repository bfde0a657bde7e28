"""docs/guide/first-change.md: its commands, carried out on a copy of the engine, and what it says comes of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/guide/first-change.md").read_text()
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE) for line in block.splitlines()
]
DECODER = Path("engine/chordwork/engine/_decoder.py")
ROOTS = ("native", "music", "engine", "actors", "http")


def command(begin: str) -> str:
    (found,) = [line for line in COMMANDS if line.startswith(begin)]
    return found


def run(line: str, folder: Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command of the page, in a clone whose engine is that of the folder."""
    roots = [str(folder / "engine"), *(str(ROOT / root) for root in ROOTS)]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(roots)}
    line = line.replace(".venv/bin/pytest", f"{sys.executable} -m pytest")
    return subprocess.run(
        ["bash", "-c", line],
        cwd=cwd or folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of one as the page changes."""
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def decided_after_ms(printed: str) -> int:
    return int(re.findall(r"^ *band .* (\d+) ms *$", printed, re.MULTILINE)[-1])


def test_every_command_is_known_here() -> None:
    known = ("scripts/demo", ". .venv", "chordwork d", "sed", "git diff", ".venv/bin/pytest", "git checkout")
    assert not [line for line in COMMANDS if not line.startswith(known)]
    assert (ROOT / DECODER).read_text().count("lag=settings.final_lag_hops") == 1
    assert command("git checkout").endswith(str(DECODER))


@pytest.mark.long
def test_the_change_is_heard_and_measured(clone: Path) -> None:
    demo = command("chordwork demo")
    before = run(demo, clone)
    assert before.returncode == 0, before.stderr
    assert run(command("sed"), clone).returncode == 0
    assert (clone / DECODER).read_text() != (ROOT / DECODER).read_text()
    after = run(demo, clone)
    assert after.returncode == 0, after.stderr
    told = [int(each) for each in re.findall(r"\*\*decided after\*\* (\d+) ms became (\d+)", PAGE)[0]]
    assert [decided_after_ms(before.stdout), decided_after_ms(after.stdout)] == pytest.approx(told, rel=0.05)


@pytest.mark.long
def test_the_change_is_noticed_by_the_tests(clone: Path) -> None:
    assert run(command("sed"), clone).returncode == 0
    done = run(command(".venv/bin/pytest"), clone, ROOT)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"\d+ failed", done.stdout)
