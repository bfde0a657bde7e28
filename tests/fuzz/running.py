"""One target, for so long: started, watched, and what came of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import attrs

from tests.fuzz import corpora
from tests.fuzz.native_build import ROOT
from tests.fuzz.targets import NATIVE, longest, target

WORK: Final = ROOT / "build" / "fuzz"
MOST_FAILURES: Final = 5
"""After which a target is left alone."""
TIMEOUT_S: Final = 60
"""Of one input: more would be a hang."""
RSS_MB: Final = 2048
ASAN: Final = "quarantine_size_mb=1:thread_local_quarantine_size_kb=64:malloc_context_size=1"
"""A small quarantine stays in the cache; replaying what was found without this tells where memory was allocated."""
SPARE_S: Final = 300
"""Beyond its time, for what a target is still at."""


@attrs.define
class Outcome:
    """What came of a target."""

    name: str
    inputs: int = 0
    seconds: float = 0.0
    edges: int = 0
    corpus: int = 0
    crashes: int = 0
    hangs: int = 0
    reports: int = 0
    kept_in: list[Path] = attrs.field(factory=list)
    """Logs of what failed; the inputs lie beside them."""

    @property
    def failures(self) -> int:
        """Of all kinds."""
        return self.crashes + self.hangs + self.reports


def run(name: str, command: list[str], seconds: float) -> Outcome:
    """Fuzz one target; go on after a failure, until the time is over.

    Args:
        name: of the target.
        command: that takes libFuzzer's options.
        seconds: for how long.
    """
    folder, found = WORK / "corpora" / name, WORK / "found"
    found.mkdir(parents=True, exist_ok=True)
    seeds = [] if name in NATIVE else list(target(name).seeds())
    corpora.unpack([*corpora.kept(name), *seeds], folder)
    outcome = Outcome(name)
    began = time.monotonic()
    while (left := seconds - (time.monotonic() - began)) >= 1.0 and outcome.failures < MOST_FAILURES:
        log = found / f"{name}-{outcome.failures}.log"
        options = [
            *(f"-max_total_time={int(left)}", f"-timeout={TIMEOUT_S}", f"-rss_limit_mb={RSS_MB}"),
            *(f"-max_len={longest(name)}", "-print_final_stats=1", f"-artifact_prefix={found / name}-"),
        ]
        with log.open("wb") as said:
            ended = subprocess.run(
                [*command, *options, str(folder)], cwd=ROOT, stdout=said, stderr=said, check=False,
                timeout=left + SPARE_S, env={"ASAN_OPTIONS": ASAN, **os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        _read(outcome, log, ended.returncode)
    outcome.seconds = time.monotonic() - began
    outcome.corpus = len(list(folder.iterdir()))
    return outcome


def _read(outcome: Outcome, log: Path, status: int) -> None:
    text = log.read_text("utf-8", "replace")
    tried = re.search(r"stat::number_of_executed_units: (\d+)", text) or re.search(r"Done (\d+) runs", text)
    steps = re.findall(r"^#(\d+)\s.*?cov: (\d+)", text, re.MULTILINE)
    outcome.inputs += int(tried[1]) if tried else int(steps[-1][0]) if steps else 0
    outcome.edges = max([outcome.edges, *(int(edges) for _, edges in steps)])
    if status == 0:
        log.unlink()
        return
    outcome.kept_in.append(log)
    if "libFuzzer: timeout" in text:
        outcome.hangs += 1
    elif "AddressSanitizer" in text or "LeakSanitizer" in text or "runtime error:" in text:
        outcome.reports += 1
    else:
        outcome.crashes += 1


def smallest(name: str, command: list[str]) -> list[bytes]:
    """Of all inputs of a target as few as reach all that they reach."""
    folder = WORK / "smallest" / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    arguments = ["-merge=1", f"-max_len={longest(name)}", str(folder), str(WORK / "corpora" / name)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, check=False, env=environment)
    return [path.read_bytes() for path in folder.iterdir()]


def command_of(name: str, programs: dict[str, Path]) -> list[str]:
    """What runs a target."""
    return [str(programs[name])] if name in NATIVE else [sys.executable, "-m", "tests.fuzz.engine", name]
