"""``docs/chaos.md``: each case with its promise and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.chaos.case import Case, Result

_HEAD: Final = """# Trouble, and what is promised

`python -m bench chaos` starts the server as people start it, plays a recording through it over real sockets, and makes
one kind of trouble at a time. The promise of each case was written down before it was measured. `--only "port taken"`
tries one, `--json PATH` keeps all figures, `--page docs/chaos.md` writes this page. It takes some minutes;
`scripts/test-long` tries them, too. What dies while servers share a store is in `bench failover`, who misbehaves on
purpose in [threat-model.md](threat-model.md), and faults at every await in [testing.md](testing.md).

"""
_FOOT: Final = """
The network is a relay in user space, since not every kernel has `netem`: TCP shows a lost segment as a stall of what
is behind it, and so does the relay. Full disks are small `tmpfs`, which only root can mount; the clock on the wall is
libfaketime's. Where one of these is missing, the case says so and is left out.
"""


def write_page(place: Path, cases: Sequence[Case], done: dict[str, Result | str]) -> None:
    """Write it, with the figures of this run."""
    place.write_text(_HEAD + "\n".join(_section(case, done.get(case.name)) for case in cases) + _FOOT)


def _section(case: Case, result: Result | str | None) -> str:
    lines = [f"## {case.name.capitalize()}", "", f"* What is done: {case.trouble}.", f"* Promise: {case.promise}."]
    if isinstance(result, Result):
        lines.append(f"* Measured: {'kept' if result.kept else '**not kept**'}. {result.figure.removesuffix('.')}.")
    else:
        lines.append(f"* Measured: not tried{'' if result is None else f', {result}'}.")
    return "\n".join(lines) + "\n"
