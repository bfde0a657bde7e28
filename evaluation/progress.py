"""Progress of long work: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.progress import track

Item = TypeVar("Item")
LINES = 20


def tracked(items: Iterable[Item], total: int, title: str) -> Iterator[Item]:
    """Yield ``items`` and show how far along they are."""
    if sys.stderr.isatty():
        yield from track(items, title, total)
        return
    for count, item in enumerate(items, 1):
        yield item
        if count % max(1, total // LINES) == 0 or count == total:
            print(f"{title}: {count}/{total}", flush=True)
