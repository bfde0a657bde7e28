"""The recordings of a library."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from chordwork.analysis.errors import InputError

AUDIO_SUFFIXES: Final = frozenset({
    ".wav", ".wave", ".w64", ".rf64", ".bwf", ".flac", ".ogg", ".oga", ".opus",
    ".mp3", ".mp2", ".aif", ".aiff", ".aifc", ".au", ".snd", ".caf", ".m4a",
    ".m4b", ".mp4", ".aac", ".alac", ".wma", ".webm", ".mka", ".wv", ".ape",
    ".tta", ".mpc", ".amr", ".3gp", ".ac3", ".dts",
})  # fmt: skip
"""Of files that are taken for recordings; a library holds covers and playlists, too."""


@attrs.frozen(order=True)
class Song:
    """A recording.

    Attributes:
        path: in the library, with slashes; bytes that are no UTF-8 as ``os.fsdecode`` writes them.
        size: in bytes.
        mtime_ns: when it was last changed.
    """

    path: str
    size: int
    mtime_ns: int


def find_songs(library: Path, *, leave: Path) -> list[Song]:
    """Every recording below a folder, in order of their paths; hidden files and folders are left out.

    Args:
        library: the folder.
        leave: a folder that may lie in it and does not belong to it: the results.

    Raises:
        InputError: it is no folder, or cannot be read.
    """
    if not library.is_dir():
        raise InputError(str(library), "no such folder; give the folder of your recordings to --library")
    if not os.access(library, os.R_OK | os.X_OK):
        raise InputError(str(library), "may not be read; check its permissions")
    return sorted(_found(library, leave.resolve()))


def _found(library: Path, leave: Path) -> Iterator[Song]:
    for folder, folders, files in os.walk(library):  # Links to folders are not followed: they can lead in a circle.
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name).resolve() != leave]
        for name in files:
            if name.startswith(".") or os.path.splitext(name)[1].lower() not in AUDIO_SUFFIXES:
                continue
            path = here / name
            try:
                status = path.stat()
            except OSError:  # Gone since, or a link to nothing: hearing it says so.
                yield Song(path.relative_to(library).as_posix(), 0, 0)
            else:
                yield Song(path.relative_to(library).as_posix(), status.st_size, status.st_mtime_ns)
