"""``python -m bench.figures [keep FILE…]``: pages anew from the results that are kept, after taking in new ones."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.builds import TOP
from bench.figures.passages import read_passages, renewed
from bench.figures.results import keep
from chordwork.harmony import ChordworkError


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser("python -m bench.figures", description="Write the figures of pages anew.")
    parser.add_argument(
        "keep", nargs="*", metavar="keep FILE", help="first take these, written by python -m bench NAME --json FILE"
    )
    asked = parser.parse_args(arguments).keep
    if asked and asked[0] != "keep":
        parser.error("say keep FILE…, or nothing")
    try:
        for written in asked[1:]:
            print(f"kept: {keep(Path(written)).relative_to(TOP)}")
        held = read_passages()
        results = held.loaded()
        for name in held.pages():
            page = TOP / name
            before = page.read_text(encoding="utf-8")
            after = renewed(before, held.of(name), results)
            if after != before:
                page.write_text(after, encoding="utf-8")
                print(f"written: {name}")
    except ChordworkError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
