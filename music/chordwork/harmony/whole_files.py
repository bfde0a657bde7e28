"""Files of which nobody ever sees half."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(place: Path, content: bytes, *, mode: int, partial: Path | None = None) -> None:
    """Write a file, or put another in its place, in one step.

    Args:
        place: of the file; its folder is there.
        content: all of it.
        mode: permissions of the file.
        partial: folder, of the same file system, for what is not complete yet. Default: where the file will be.

    Raises:
        OSError: the disk, the permissions or the length of the name do not allow it; what was there stands.
    """
    handle, unfinished = tempfile.mkstemp(dir=partial or place.parent, prefix=f".{place.stem[:20]}-")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(unfinished, mode)
        os.replace(unfinished, place)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
