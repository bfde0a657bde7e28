"""Runs a program under cachegrind, and reads what it counted."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final

import attrs

from chordwork.harmony import ChordworkError

CACHES: Final = {"I1": "32768,8,64", "D1": "32768,8,64", "LL": "524288,8,64"}
"""Size in bytes, ways and bytes a line: a first level as nearly all processors have it, and as much of the last as a
core of a shared one can hope to keep."""
_INSTALL: Final = "install it (Debian and Ubuntu: apt install valgrind; Fedora: dnf install valgrind)"


class CountError(ChordworkError):
    """Nothing can be counted here."""

    code: ClassVar[str] = "bench_count"


@attrs.frozen
class Counts:
    """What cachegrind counted.

    Attributes:
        instructions: executed.
        instruction_misses: of the first level.
        data_misses: of the first level, reads and writes.
        last_misses: of the last level, of all three; each is a line of 64 bytes from memory.
    """

    instructions: float
    instruction_misses: float
    data_misses: float
    last_misses: float

    def minus(self, other: Counts, hops: int) -> Counts:
        """What was counted more than in the other run, a hop."""
        mine, theirs = attrs.astuple(self), attrs.astuple(other)
        return Counts(*((more - less) / hops for more, less in zip(mine, theirs, strict=True)))

    def over(self, other: Counts) -> Counts:
        """Each count as a multiple of another's."""
        mine, theirs = attrs.astuple(self), attrs.astuple(other)
        return Counts(*(one / two if two else float("nan") for one, two in zip(mine, theirs, strict=True)))


def valgrind() -> str:
    """The program.

    Raises:
        CountError: it is not installed.
    """
    found = shutil.which("valgrind")
    if found is None:
        raise CountError(f"bench count needs valgrind, and there is none here: {_INSTALL}")
    return found


def count(command: list[str], environment: Mapping[str, str]) -> tuple[Counts, str]:
    """Run a program under cachegrind; its counts, and its last line of output.

    Raises:
        CountError: valgrind is missing, the program fails, or nothing was counted.
    """
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as folder:
        out = Path(folder) / "counts"
        caches = [f"--{name}={size}" for name, size in CACHES.items()]
        whole = [valgrind(), "--tool=cachegrind", "--cache-sim=yes", *caches, f"--cachegrind-out-file={out}", *command]
        done = subprocess.run(whole, env=dict(environment), capture_output=True, text=True, check=False)
        if done.returncode or not out.exists():
            raise CountError(f"{' '.join(command[-4:])} under cachegrind failed: {done.stderr.strip()[-600:]}")
        return counts_of(out.read_text(encoding="utf-8", errors="replace")), done.stdout.strip().rpartition("\n")[2]


def counts_of(text: str) -> Counts:
    """Read the file that cachegrind writes: names of events, and their sums.

    Raises:
        CountError: they are not in it, or it counted nothing.
    """
    lines = dict(line.split(": ", 1) for line in text.splitlines() if line.startswith(("events: ", "summary: ")))
    try:
        events = dict(zip(lines["events"].split(), map(int, lines["summary"].split()), strict=True))
        counts = Counts(
            events["Ir"],
            events["I1mr"],
            events["D1mr"] + events["D1mw"],
            events["ILmr"] + events["DLmr"] + events["DLmw"],
        )
    except (KeyError, ValueError) as error:
        raise CountError(f"cachegrind wrote no sums of caches ({error}): it needs --cache-sim=yes") from error
    if min(attrs.astuple(counts)) <= 0:
        raise CountError("cachegrind counted nothing")
    return counts
