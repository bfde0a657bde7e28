"""What the names on the command line mean: files, ``-`` for standard input, gzip, raw PCM."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import attrs

from chordwork.analysis.errors import InputError, SourceError
from chordwork.analysis.sources.pcm import PcmFormat
from chordwork.analysis.sources.preparing import GZIP_MAGIC, prepare
from chordwork.analysis.warnings import SoundWarning
from chordwork.cli.errors import CommandError

_STDIN: Final = (Path("-"), Path("/dev/stdin"))
STDIN_NAME: Final = "standard input"
MAX_INFLATED_BYTES: Final = 16 << 30
"""A day of CD audio; gzip can promise more than any disk holds."""


@attrs.frozen
class Source:
    """Something to decode.

    Attributes:
        path: that can be opened; not always what the user wrote.
        name: what to call it.
        warnings: what was found on the way.
    """

    path: Path
    name: str
    warnings: tuple[SoundWarning, ...] = ()


@contextmanager
def open_source(path: Path, pcm: PcmFormat | None = None) -> Iterator[Source]:
    """A file that a decoder can open, for as long as the block lasts.

    Args:
        path: of a file; ``-`` is standard input, read to its end first.
        pcm: what it is, if it is raw.

    Raises:
        InputError: it cannot be read, is damaged gzip, or a person sits where the audio should come from.
        CommandError: there is nowhere to keep what comes in.
    """
    name = STDIN_NAME if is_stdin(path) else str(path)
    if not is_stdin(path) and pcm is None and not _is_gzip(path):
        yield Source(path, name)
        return
    arrived = _arrived(path, name)
    try:
        taken = prepare(arrived, new_file=new_file, limit_bytes=MAX_INFLATED_BYTES, pcm=pcm)
    except SourceError as error:
        arrived.close()
        raise InputError(name, str(error)) from error
    except OSError as error:
        arrived.close()
        raise InputError(
            name, f"cannot be kept while it is heard ({error.strerror}): make room in {_folder()}"
        ) from error
    with taken.file as file:
        opened = Path(f"/dev/fd/{file.fileno()}")
        try:
            yield Source(opened, name, taken.warnings)
        except InputError as error:
            raise InputError(name, str(error).removeprefix(f"{opened}: ")) from error


def is_stdin(path: Path) -> bool:
    """Whether a path stands for standard input."""
    return path in _STDIN


def new_file() -> IO[bytes]:
    """An empty file without a name: on disk, or in memory where no folder can be written to.

    Raises:
        CommandError: neither is to be had.
    """
    try:
        return tempfile.TemporaryFile(prefix="chordwork-")
    except OSError as error:
        if hasattr(os, "memfd_create"):
            return os.fdopen(os.memfd_create("chordwork"), "w+b")
        raise CommandError(f"no folder for temporary files ({error.strerror}): set TMPDIR to one") from error


def _arrived(path: Path, name: str) -> IO[bytes]:
    if not is_stdin(path):
        try:
            return path.open("rb")
        except FileNotFoundError:
            raise InputError(name, "no such file; check the path") from None
        except OSError as error:
            raise InputError(name, f"cannot be read ({error.strerror})") from error
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError(
            name, "is a keyboard: pipe audio in, such as ffmpeg -i song.m4a -f wav - | chordwork analyze -"
        )
    file = new_file()
    try:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
    except OSError as error:
        file.close()
        raise InputError(
            name, f"cannot be kept while it is heard ({error.strerror}): make room in {_folder()}"
        ) from error
    if file.tell() == 0:
        file.close()
        raise InputError(name, "is empty: the program before the pipe wrote nothing")
    return file


def _is_gzip(path: Path) -> bool:
    """Files only: a look inside a pipe would take its first bytes away."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    except (OSError, ValueError):
        return False


def _folder() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:
        return "memory"
