"""Names of files for songs: safe on every system, and never one that is there."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

from chordwork.cli.errors import OutputError

MAX_NAME_BYTES: Final = 120
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{name}{number}" for name in ("com", "lpt") for number in range(10)}
)
"""Names that Windows keeps for devices."""


def safe_name(title: str, otherwise: str = "song") -> str:
    """A title as the name of a file, without its suffix.

    Signs that some system forbids, and all that is not printed, become a dash; a name never begins with a dot or a
    dash, ends with a dot or a blank, or is longer than 120 bytes.
    """
    text = unicodedata.normalize("NFC", title)
    printed = "".join("-" if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in text)
    name = " ".join(printed.split()).lstrip(".- ")
    name = name.encode("utf-8", "replace")[:MAX_NAME_BYTES].decode("utf-8", "ignore").rstrip(". ")
    if not name:
        return otherwise
    return f"_{name}" if name.split(".")[0].casefold() in _RESERVED else name


class Places:
    """Places in a folder, each given away once; names that differ in capitals alone are the same.

    Args:
        suffix: of the files, with the dot.
        force: write over files that are there.
        originals: files that are read, and never written over.
    """

    def __init__(self, suffix: str, *, force: bool, originals: frozenset[Path]) -> None:
        self._suffix = suffix
        self._force = force
        self._originals = originals
        self._taken: set[str] = set()

    def take(self, folder: Path, name: str) -> Path:
        """The place of a name; numbered where this run has written one of that name."""
        number, chosen = 1, folder / f"{name}{self._suffix}"
        while str(chosen).casefold() in self._taken:
            number += 1
            chosen = folder / f"{name}-{number}{self._suffix}"
        self._taken.add(str(chosen).casefold())
        return chosen

    def write(self, place: Path, data: bytes) -> None:
        """Write a file, with the folders it is in.

        Raises:
            OutputError: it is there already, is one of the originals, or cannot be written.
        """
        if place.resolve() in self._originals:
            raise OutputError(str(place), "this would overwrite a chart that is read; choose another --output")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb" if self._force else "xb") as file:
                file.write(data)
        except FileExistsError:
            raise OutputError(str(place), "is there already: add --force, or choose another --output") from None
        except OSError as error:
            raise OutputError(str(place), f"cannot be written ({error.strerror}); choose another --output") from error
