"""One song heard and written down: the work of a worker, here or on another machine that sees the same folders."""

from __future__ import annotations

import errno
import json
import os
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypedDict

from chordwork.analysis.analyser import analyser_of
from chordwork.analysis.charts.analysis import Tier
from chordwork.analysis.forms.writing import document, render
from chordwork.engine import AcousticModel, load_model
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.whole_files import write_whole

PARTIAL: Final = ".partial"
"""Folder of what is being written; emptied when a run begins."""
JAMS: Final = "jams"
_OF_THE_PLACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
"""Failures that the next song would meet, too."""


class Task(TypedDict):
    """A song to be heard; plain data, since it goes through pipes."""

    library: str
    out: str
    path: str
    tier: Tier
    raw: bool
    rest_s: float | None


class Outcome(TypedDict):
    """What came of it.

    ``heard`` with the document that ``analyze --format json`` prints; ``failed`` with the reason; ``unwritable``: the
    results cannot be written, which ends the run.
    """

    path: str
    status: Literal["heard", "failed", "unwritable"]
    error: str | None
    document: dict[str, Any] | None


def analyse_song(task: Task) -> Outcome:
    """Hear a song and write its JAMS file: whole, or not at all."""
    source = Path(task["library"]) / task["path"]
    try:
        analyser = analyser_of(_model(), tier=task["tier"], raw=task["raw"], rest_s=task["rest_s"])
        analysis = analyser.analyse_file(source, name=task["path"])
        text = render(analysis, "jams")
    except ChordworkError as error:
        return failure(task["path"], str(error).removeprefix(f"{source}: "))
    except Exception as error:
        return failure(task["path"], f"a fault in Chordwork, please report it: {type(error).__name__}: {error}")
    try:
        write_result(Path(task["out"]), f"{JAMS}/{task['path']}.jams", text.encode())
    except OSError as error:
        reason = f"its result cannot be written ({error.strerror})"
        if error.errno in _OF_THE_PLACE:
            return Outcome(path=task["path"], status="unwritable", error=reason, document=None)
        return failure(task["path"], reason)
    return Outcome(path=task["path"], status="heard", error=None, document=document(analysis))


def failure(path: str, reason: str) -> Outcome:
    """The outcome of a song that could not be heard."""
    return Outcome(path=path, status="failed", error=" ".join(reason.split()), document=None)


def to_line(value: Task | Outcome) -> bytes:
    """For a pipe. ASCII, so that names that are no UTF-8 come through."""
    return json.dumps(value, allow_nan=False).encode("ascii") + b"\n"


def write_result(out: Path, name: str, content: bytes) -> None:
    """Write a file below ``out`` such that nobody ever sees half of it.

    Raises:
        OSError: the disk, the permissions or the length of the name do not allow it.
    """
    place = out / name
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, content, mode=0o666 & ~_umask(), partial=out / PARTIAL)


@cache
def _model() -> AcousticModel:
    return load_model()


@cache
def _umask() -> int:
    """Of the process; it can only be read by setting it, so once, before there are threads."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
