"""Where each file's result goes, settled before any work is done."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from chordwork.cli.errors import OutputError

PIPE_COLUMNS: Final = 160
"""Of what is shown to people, where it is not shown to a terminal."""


def is_plain() -> bool:
    """Whether what is shown goes where no colours do, so that nothing has to be loaded that draws them; as rich tells
    by the same variables."""
    asked_for = os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE") == "1"
    return not asked_for and not sys.stdout.isatty()


def plan_outputs(inputs: Sequence[Path], output: Path | None, extension: str) -> list[Path | None]:
    """One place for each input; None is standard output.

    Args:
        inputs: the audio files.
        output: None for standard output. For one input a file, or a folder that exists; for several a folder, made if
            it is missing, in which each gets ``<stem>.<extension>``, numbered where two stems are alike.
        extension: without the dot.

    Raises:
        OutputError: the place cannot be written to, or is one of the inputs.
    """
    if output is None:
        return [None] * len(inputs)
    if len(inputs) == 1 and not output.is_dir():
        places = [output]
        folder = output.parent
    else:
        places = _in_folder(inputs, output, extension)
        folder = output
    _make_folder(folder, output)
    originals = {path.resolve() for path in inputs}
    for place in places:
        if place.resolve() in originals:
            raise OutputError(str(place), "this would overwrite the recording; choose another --output")
        if place.is_dir():
            raise OutputError(str(place), "a folder has this name; choose another --output")
        if not os.access(place if place.exists() else place.parent, os.W_OK):
            raise OutputError(str(place), "may not be written to; choose another --output")
    return [*places]


def write_output(place: Path, text: str) -> None:
    """Write a whole document.

    Raises:
        OutputError: the disk or the permissions do not allow it.
    """
    try:
        place.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(str(place), f"cannot be written ({error.strerror}); choose another --output") from error


def _in_folder(inputs: Sequence[Path], folder: Path, extension: str) -> list[Path]:
    """Names are compared without regard to case, as some file systems do."""
    taken: set[str] = set()
    places: list[Path] = []
    wanted = {path.stem.casefold() for path in inputs}
    for path in inputs:
        name, number = path.stem, 1
        while name.casefold() in taken or (number > 1 and name.casefold() in wanted):
            number += 1
            name = f"{path.stem}-{number}"
        taken.add(name.casefold())
        places.append(folder / f"{name}.{extension}")
    return places


def _make_folder(folder: Path, output: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(str(folder), "this is a file; several results need a folder as --output") from None
    except OSError as error:
        raise OutputError(str(output), f"cannot be made ({error.strerror}); choose another --output") from error
