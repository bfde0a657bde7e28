"""What is to be converted: files, folders with all that is in them, links, pasted text and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from chordwork.cli.conversion.recordings import SUFFIXES
from chordwork.cli.errors import CommandError
from chordwork.cli.music.chart_files import LINKS, STDIN, bytes_of, chart_suffixes, piped_bytes

MAX_FILES: Final = 100_000


@attrs.frozen
class Source:
    """One file, link or text.

    Attributes:
        name: for people.
        path: of a file; None for what is no file.
        data: of what is no file.
        folder: where in an output folder its songs go: as below the folder that was named.
    """

    name: str
    path: Path | None = None
    data: bytes = b""
    folder: Path = Path()

    @property
    def stem(self) -> str:
        """For names of what is made of it."""
        return "" if self.path is None else self.path.stem

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            InputError: it cannot be read.
        """
        return self.data if self.path is None else bytes_of(self.path)


def find_sources(given: Sequence[str]) -> list[Source]:
    """All of what was named, files of a folder by name.

    Of a folder, files count whose names end in a suffix of charts or recordings; links of the file system are not
    followed.

    Raises:
        CommandError: nothing of that name, an empty folder, or too many files.
    """
    found: list[Source] = []
    for word in given:
        for source in _sources(word):
            if len(found) >= MAX_FILES:
                raise CommandError(f"more than {MAX_FILES} files: convert one folder at a time")
            found.append(source)
    return found


def _sources(word: str) -> Iterator[Source]:
    if word in STDIN:
        yield Source("standard input", data=piped_bytes())
        return
    if word.casefold().startswith(LINKS):
        yield Source(f"{word[:40]}…" if len(word) > 40 else word, data=word.encode())
        return
    path = _path(word)
    if path is not None and path.is_dir():
        yield from _in_folder(path)
    elif path is not None and path.exists():
        yield Source(word, path=path)
    elif any(each in word for each in " \n|"):
        yield Source("the text given", data=word.encode())
    else:
        raise CommandError(f"{word[:200]}: there is no such file; a text of chords needs several, such as 'C G Am F'")


def _path(word: str) -> Path | None:
    """None for what no file can be called."""
    try:
        path = Path(word).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError):
        return None
    return path


def _in_folder(folder: Path) -> Iterator[Source]:
    suffixes = chart_suffixes() | SUFFIXES
    empty = True
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.suffix.casefold() in suffixes and path.is_file() and not name.startswith("."):
                empty = False
                yield Source(str(path), path=path, folder=Path(place).relative_to(folder))
    if empty:
        raise CommandError(f"{folder}: there is no chart in it; name a file whose name ends in none of the usual ways")
