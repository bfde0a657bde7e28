"""Corpora: a text file a target, an input a line in base64, the shortest first; and how many inputs were ever tried."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tests.fuzz.targets import HERE, LONGEST

FOLDER: Final = HERE / "corpora"
TOTAL: Final = HERE / "total.json"
MOST_BYTES: Final = 24_000
"""Of one corpus that is kept."""


def kept(name: str, folder: Path = FOLDER) -> list[bytes]:
    """What is kept of a target."""
    path = folder / f"{name}.txt"
    return [base64.b64decode(line) for line in path.read_text("ascii").split()] if path.exists() else []


def keep(name: str, inputs: Iterable[bytes], folder: Path = FOLDER) -> int:
    """Keep as many of these as there is room for, the shortest first. Returns how many."""
    lines: list[bytes] = []
    room = MOST_BYTES
    for data in sorted(set(inputs), key=lambda each: (len(each), each)):
        line = base64.b64encode(data)
        room -= len(line) + 1
        if room < 0:
            break
        if line:
            lines.append(line)
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_bytes(b"".join(line + b"\n" for line in lines))
    return len(lines)


def unpack(inputs: Iterable[bytes], into: Path) -> None:
    """Each as a file of a folder, as fuzzers want them."""
    into.mkdir(parents=True, exist_ok=True)
    for data in inputs:
        (into / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data[:LONGEST])


def totals(path: Path = TOTAL) -> dict[str, int]:
    """Inputs that were ever tried, by target."""
    found: dict[str, int] = json.loads(path.read_text("ascii")) if path.exists() else {}
    return found


def add(tried: Mapping[str, int], path: Path = TOTAL) -> dict[str, int]:
    """Count these, too, whoever else is counting. Returns all there are."""
    with path.open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        counts = totals(path) if path.stat().st_size else {}
        for name, count in tried.items():
            counts[name] = counts.get(name, 0) + count
        file.truncate(0)
        file.write(json.dumps(dict(sorted(counts.items())), indent=1) + "\n")
    return counts
