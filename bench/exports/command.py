"""Runs every reader on every song, and prints who read what."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console
from rich.table import Table

from bench.exports.checking import Failed, Missing, Reader
from bench.exports.readers import READERS, write_all
from bench.exports.songs import songs
from chordwork.music.tabs import Tab


@attrs.define
class Row:
    """What one reader did.

    Attributes:
        reader: who.
        read: songs read as they were written.
        failures: a line for each other song.
        missing: how to install the reader, where it is not here.
    """

    reader: Reader
    read: int = 0
    failures: list[str] = attrs.Factory(list)
    missing: str = ""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave every file, page and picture there")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Write, read, compare; print the table, return the raw data."""
    chosen = songs(quick=quick)
    with tempfile.TemporaryDirectory(prefix="chordwork-exports-") as scratch:
        folder = options.keep or Path(scratch)
        for name, tab in chosen.items():
            write_all(tab, folder / name)
        rows = [_try(reader, chosen, folder) for reader in READERS]
    table = Table(title=f"{len(chosen)} songs", title_justify="left")
    for heading in ("format", "read by", "songs", "what it shows"):
        table.add_column(heading, justify="right" if heading == "songs" else "left")
    for row in rows:
        count = "–" if row.missing else f"{row.read}/{len(chosen)}"
        shows = f"not here: {row.missing}" if row.missing else row.reader.checks
        table.add_row(row.reader.format, row.reader.name, count, shows)
    Console().print(table)
    failures = [f"{row.reader.format} by {row.reader.name}: {line}" for row in rows for line in row.failures]
    for line in failures:
        print(line)
    summary = {
        "songs": len(chosen),
        "read": sum(row.read for row in rows),
        "failed": len(failures),
        "readers_missing": [row.reader.name for row in rows if row.missing],
    }
    print(summary)
    kept = [
        {"format": row.reader.format, "reader": row.reader.name, "read": row.read, "failures": row.failures,
         "missing": row.missing}
        for row in rows
    ]  # fmt: skip
    return {"rows": kept, "summary": summary}


def _try(reader: Reader, chosen: dict[str, Tab], folder: Path) -> Row:
    row = Row(reader)
    for name, tab in chosen.items():
        try:
            reader.read(name, tab, folder / name)
        except Missing as missing:
            row.missing = str(missing)
            break
        except Failed as failed:
            row.failures.append(f"{name}: {failed}")
        else:
            row.read += 1
    return row
