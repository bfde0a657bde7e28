"""Keeps corrections in a file of JSON lines that never grows beyond its bound.

``FILE`` takes new lines; once it is half as large as all may be, it becomes ``FILE.1`` and what that held is gone.
Several processes share the file: a lock beside it is held for the microseconds of each write. A line is written whole
or not at all, also where the disk is full. The file is for its owner alone.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import attrs

from chordwork.harmony.errors import ChordworkError
from chordwork.http.models.correction import Correction

_FLAGS: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class CorrectionNotKept(ChordworkError, code="correction_not_kept"):
    """A correction could not be written down; the server goes on.

    Attributes:
        full: because there is no room.
    """

    def __init__(self, reason: str, *, full: bool) -> None:
        super().__init__(reason)
        self.full = full


@attrs.define
class StoreStatistics:
    """State of a :class:`CorrectionStore`.

    Attributes:
        kept: corrections written by this process.
        failed: corrections that it could not write.
        rotated: how often it began a new file.
    """

    kept: int = 0
    failed: int = 0
    rotated: int = 0


class CorrectionStore:
    """The file of one server. Blocking, and quick: call it from a thread, one at a time.

    Args:
        path: of the file; its folder has to be there.
        max_bytes: of both files together.

    Raises:
        CorrectionNotKept: the file cannot be opened for writing.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path = path
        self._half_bytes = max_bytes // 2
        self._statistics = StoreStatistics()
        try:
            os.close(os.open(path, _FLAGS, 0o600))
        except OSError as error:
            raise CorrectionNotKept(f"corrections cannot be kept in {path}: {error.strerror}", full=False) from error

    def keep(self, correction: Correction) -> None:
        """Write one down.

        Raises:
            CorrectionNotKept: it could not be; the file is as it was before.
        """
        line = correction.line(datetime.now(UTC).date())
        try:
            with self._locked():
                self._make_room(len(line))
                self._append(line)
        except OSError as error:
            self._statistics.failed += 1
            full = error.errno in _NO_ROOM
            reason = "there is no room for corrections now" if full else "corrections cannot be written now"
            raise CorrectionNotKept(reason, full=full) from error
        self._statistics.kept += 1

    def statistics(self) -> StoreStatistics:
        """Of this process, so far."""
        return attrs.evolve(self._statistics)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self._path.with_name(f"{self._path.name}.lock"), _FLAGS, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make_room(self, more_bytes: int) -> None:
        try:
            size = self._path.stat().st_size
        except FileNotFoundError:  # somebody took it away
            return
        if size and size + more_bytes > self._half_bytes:
            os.replace(self._path, self._path.with_name(f"{self._path.name}.1"))
            self._statistics.rotated += 1

    def _append(self, line: bytes) -> None:
        descriptor = os.open(self._path, _FLAGS, 0o600)
        try:
            before = os.fstat(descriptor).st_size
            try:
                if os.write(descriptor, line) < len(line):
                    raise OSError(errno.ENOSPC, "no room")
            except OSError:
                os.ftruncate(descriptor, before)
                raise
        finally:
            os.close(descriptor)
