"""The server of ``bench capacity``, which notes now and then what it is doing; prints its ports.

Between a first and a second ``SIGUSR1`` the stack is noted each two milliseconds of processor time; after the second,
the stacks and how often each was seen are written, as JSON, to the file that ``BENCH_STACKS`` names. A sample
falls at the next step of Python: time in C is put down to the line that called it.
"""

from __future__ import annotations

import json
import os
import re
import signal
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Final

import trio

from bench.capacity import product_server
from bench.flame.picture import STACKS

EVERY_S: Final = 0.002

_TOP: Final = Path(__file__).parents[2]
_LIBRARY: Final = re.compile(r".*(?:site-packages|python3\.\d+)/")
"""What stands before the name of a package, or of a module of Python's own."""


def main() -> None:
    """Serve until killed."""
    seen: Counter[tuple[str, ...]] = Counter()
    target = Path(os.environ[STACKS])
    sampling = False

    def sample(_: int, frame: FrameType | None) -> None:
        seen[_stack(frame)] += 1

    def turn(_: int, __: FrameType | None) -> None:
        nonlocal sampling
        sampling = not sampling
        signal.setitimer(signal.ITIMER_PROF, *((EVERY_S, EVERY_S) if sampling else (0.0, 0.0)))
        if not sampling:
            rows = [[*stack, count] for stack, count in seen.items()]
            target.with_suffix(".partial").write_text(json.dumps(rows), encoding="utf-8")
            target.with_suffix(".partial").rename(target)

    signal.signal(signal.SIGPROF, sample)
    signal.signal(signal.SIGUSR1, turn)
    trio.run(product_server.main)


def _stack(frame: FrameType | None) -> tuple[str, ...]:
    """From the outermost function to the innermost: ``name (file)``."""
    found = []
    while frame is not None:
        code = frame.f_code
        found.append(f"{code.co_qualname} ({_short(code.co_filename)})")
        frame = frame.f_back
    return tuple(reversed(found))


def _short(path: str) -> str:
    """A file as a reader knows it: under its package, or under this repository."""
    if found := _LIBRARY.match(path):
        return path[found.end() :]
    return path.removeprefix(f"{_TOP}/").replace("/chordwork/", "/")


if __name__ == "__main__":
    main()
