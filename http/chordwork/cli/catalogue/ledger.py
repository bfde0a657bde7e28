"""What has been heard: one SQLite file, in which each song stands once with its latest outcome."""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import attrs

from chordwork.cli.catalogue.songs import Song
from chordwork.cli.catalogue.tasks import Outcome
from chordwork.cli.errors import OutputError

FILE: Final = "ledger.sqlite"
_FORMAT: Final = 1
_SCHEMA: Final = """
create table if not exists songs (
    path blob primary key,
    size integer not null,
    mtime_ns integer not null,
    settings text not null,
    heard integer not null,
    error text,
    document blob
) without rowid
"""


@attrs.frozen
class Entry:
    """A song's latest outcome.

    Attributes:
        path: in the library.
        error: why it could not be heard; None if it was.
        document: what ``analyze --format json`` prints; None if it was not heard.
    """

    path: str
    error: str | None
    document: dict[str, Any] | None


class Ledger:
    """Open ledger of a folder of results; one run at a time has it."""

    def __init__(self, out: Path) -> None:
        """Open or begin it.

        Raises:
            OutputError: another run has it, it is of another version or damaged, or the disk does not allow it.
        """
        self._place: Final = out / FILE
        try:
            self._database = sqlite3.connect(self._place, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise OutputError(str(self._place), f"cannot be opened ({error}); choose another --out") from error
        try:
            self._begin()
        except sqlite3.Error as error:
            self._database.close()
            if "locked" in str(error):
                raise OutputError(str(out), "another run is writing here: wait for its end") from error
            raise OutputError(
                str(self._place), f"is no ledger of a catalogue ({error}); choose another --out"
            ) from error
        except BaseException:
            self._database.close()
            raise

    def _begin(self) -> None:
        execute = self._database.execute
        execute("pragma locking_mode = exclusive")  # Until it is closed, or its process is killed.
        execute("pragma journal_mode = wal")
        execute("pragma synchronous = normal")
        execute("begin exclusive")
        (version,) = execute("pragma user_version").fetchone()
        if version not in (0, _FORMAT):
            raise OutputError(str(self._place), f"is of format {version}, this version writes {_FORMAT}")
        execute(_SCHEMA)
        execute(f"pragma user_version = {_FORMAT}")
        execute("commit")

    def __enter__(self) -> Self:
        """The ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._database.close()

    def is_heard(self, song: Song, settings: str) -> bool:
        """Whether this very file was heard with these settings."""
        row = self._database.execute(
            "select size, mtime_ns, settings, heard from songs where path = ?", (os.fsencode(song.path),)
        ).fetchone()
        return bool(row == (song.size, song.mtime_ns, settings, 1))

    def keep(self, song: Song, settings: str, outcome: Outcome) -> None:
        """Remember an outcome in place of what was there; when this returns, a killed process does not lose it.

        Raises:
            OutputError: the disk does not allow it.
        """
        told = outcome["document"]
        packed = None if told is None else zlib.compress(json.dumps(told).encode())
        row = (
            os.fsencode(song.path), song.size, song.mtime_ns, settings, outcome["status"] == "heard",
            outcome["error"], packed,
        )  # fmt: skip
        try:
            self._database.execute("insert or replace into songs values (?, ?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise OutputError(str(self._place), f"cannot be written ({error}): make room and run it again") from error

    def entries(self) -> Iterator[Entry]:
        """Every song, in order of the paths."""
        for path, error, packed in self._database.execute("select path, error, document from songs order by path"):
            told = None if packed is None else json.loads(zlib.decompress(packed))
            yield Entry(os.fsdecode(path), error, told)
