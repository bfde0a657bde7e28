"""Folders for files that live no longer than their server: checked, owned, and swept when an owner died.

Uploads lie in files without a name, which the kernel removes whatever happens. Programs that want a name, such as
FluidSynth, work in a folder that belongs to one server process, which holds a lock on it for as long as it lives.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from chordwork.http.settings import SettingsError

PREFIX: Final = "chordwork-"
FOLDER_PREFIX: Final = "chordwork-server-"
OWNER: Final = "owner"
"""File that the owner of a folder holds a lock on."""
IN_THE_MAKING_S: Final = 600.0
"""A folder without that file is younger than this, or nobody's."""
_WHAT_TO_DO: Final = (
    "set TMPDIR to a folder that can be written to, or mount one at /tmp (docker: --tmpfs /tmp, "
    "Kubernetes: an emptyDir)"
)


def check_scratch() -> None:
    """Make a file without a name, and throw it away.

    Raises:
        SettingsError: there is no folder for uploads, or it takes none; the message says what to set.
    """
    try:
        with tempfile.TemporaryFile(prefix=PREFIX) as file:
            file.write(b"\0")
            file.flush()
    except OSError as error:
        raise SettingsError((f"no folder for uploads can be written to ({error.strerror}): {_WHAT_TO_DO}",)) from error


@contextmanager
def open_scratch() -> Iterator[Path]:
    """A folder for nobody but us, gone after the ``with`` block; those of servers that were killed go first.

    Raises:
        OSError: none can be made.
    """
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    try:
        with (folder / OWNER).open("wb") as owner:  # not inherited by processes that are started
            fcntl.flock(owner, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Remove the folders of servers that are gone; how many there were.

    Only what belongs to this user, is no link, and whose lock nobody holds.
    """
    swept = 0
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.name.startswith(FOLDER_PREFIX) and _is_left_behind(entry):
                    shutil.rmtree(entry.path, ignore_errors=True)
                    swept += 1
    return swept


def _is_left_behind(entry: os.DirEntry[str]) -> bool:
    about = entry.stat(follow_symlinks=False)
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
        return False
    try:
        owner = os.open(os.path.join(entry.path, OWNER), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return time.time() - about.st_mtime > IN_THE_MAKING_S
    try:
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(owner)
    return True
