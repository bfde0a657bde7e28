"""This build and that of another commit, made beside it, for benchmarks that run the same program on both."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Final

import attrs

from chordwork.harmony import ChordworkError

TOP: Final = Path(__file__).parents[1]
ROOTS: Final = ("native", "music", "engine", "actors", "http", "")
"""Where packages lie in a tree; the last are those of the tree itself, such as ``bench``."""
_BUILD: Final = ("setup.py", "--quiet", "build_ext", "--inplace")


class BuildError(ChordworkError):
    """The commit to compare with is not there, or cannot be built."""

    code: ClassVar[str] = "bench_build"


@attrs.frozen
class Build:
    """A tree with its native extension built.

    Attributes:
        name: ``"this build"``, or the commit.
        top: its root.
    """

    name: str
    top: Path

    def environment(self) -> dict[str, str]:
        """Variables with which Python imports this tree's packages, on one thread, and hashes alike in each run."""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(self.top / root) for root in ROOTS),
            "PYTHONHASHSEED": "0",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }

    def command(self, program: Path, *arguments: str) -> list[str]:
        """How to run a program of *this* tree on the packages of that one."""
        return [sys.executable, "-P", str(program), *arguments]


THIS: Final = Build("this build", TOP)


@contextmanager
def build_of(commit: str) -> Iterator[Build]:
    """A commit, checked out and built in a temporary folder, with the libraries that are installed here.

    Raises:
        BuildError: there is no such commit, or no compiler that builds it.
    """
    name = _said(["git", "-C", str(TOP), "rev-parse", "--short", "--verify", f"{commit}^{{commit}}"], TOP)
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as folder:
        tree = Path(folder) / "tree"
        _said(["git", "-C", str(TOP), "worktree", "add", "--quiet", "--detach", str(tree), name], TOP)
        try:
            _said([sys.executable, *_BUILD], tree)
            yield Build(name, tree)
        finally:
            shutil.rmtree(tree, ignore_errors=True)
            _said(["git", "-C", str(TOP), "worktree", "prune"], TOP)


def measured_now() -> dict[str, Any]:
    """Of what, when and how something was measured.

    ``commit``, nothing outside of git, and whether there are changes to it that are in no commit; ``day``; ``load``,
    how many processes wanted a core in the last minute; ``priority``, ``real time`` where this process goes before
    others, as under ``chrt -r 5``.
    """
    how = {
        "day": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 1),
        "priority": "real time" if _goes_before_others() else "as usual",
    }
    try:
        commit = _said(["git", "-C", str(TOP), "rev-parse", "--short=10", "HEAD"], TOP)
        changed = _said(["git", "-C", str(TOP), "status", "--porcelain", "--untracked-files=no"], TOP) != ""
    except (BuildError, OSError):
        return {"commit": None, "changed": None, **how}
    return {"commit": commit, "changed": changed, **how}


def _goes_before_others() -> bool:
    """Whether this process is scheduled in real time; where a system cannot say so, as on macOS, it is not."""
    return hasattr(os, "sched_getscheduler") and os.sched_getscheduler(0) in (os.SCHED_FIFO, os.SCHED_RR)


def _said(command: list[str], place: Path) -> str:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise BuildError(f"{' '.join(command[:4])} … failed: {why}")
    return done.stdout.strip()
