"""``python -m bench.peers.page`` writes the table of ``bench/accuracy/PEERS.md`` anew."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from bench.builds import TOP
from bench.peers.table import ENVIRONMENTS, PEERS

PAGE: Final = TOP / "bench/accuracy/PEERS.md"
HEAD: Final = "| name | what it is | version | licence | environment | Python, `pip install` |"
_TABLE: Final = re.compile(r"\| name \| what it is \|.*?\n\n", re.DOTALL)


def table() -> str:
    """In Markdown; an environment's steps stand beside the first peer that lives in it."""
    rows, said = [], set()
    for peer in PEERS.values():
        environment = ENVIRONMENTS[peer.environment]
        needs = "as above"
        if environment.name not in said:
            said.add(environment.name)
            steps = "`, then `".join(" ".join(_quoted(each) for each in step) for step in environment.steps)
            debian = f"; Debian's {', '.join(f'`{each}`' for each in environment.debian)}" if environment.debian else ""
            needs = f"{' or '.join(environment.pythons)}: `{steps}`{debian}"
        version = f"{peer.distribution} {peer.version}" if peer.distribution != peer.name else peer.version
        rows.append(f"| `{peer.name}` | {peer.what} | {version} | {peer.licence} | `{peer.environment}` | {needs} |")
    return "\n".join([HEAD, "|---|---|---|---|---|---|", *rows]) + "\n\n"


def _quoted(requirement: str) -> str:
    return f'"{requirement}"' if "<" in requirement else requirement


def written(page: str) -> str:
    """A page with its table as it should be."""
    found, count = _TABLE.subn(lambda _: table(), page, count=1)
    if not count:
        raise SystemExit(f"{PAGE} has no table that begins with {HEAD[:30]!r}")
    return found


def main(target: Path = PAGE) -> int:
    """Write it; returns the exit status."""
    target.write_text(written(target.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
