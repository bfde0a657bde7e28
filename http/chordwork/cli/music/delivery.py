"""Where a finished document goes: a file, a pipe, or not to a terminal that it would garble."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chordwork.cli.errors import CommandError, OutputError
from chordwork.cli.output import PIPE_COLUMNS, write_output

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def new_console() -> Console:
    """For people: colours on a terminal only, and lines that are not folded in a pipe."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_COLUMNS)


def show(console: Console, shown: RenderableType, *, soft_wrap: bool = False) -> None:
    """Print; in a pipe, without the blanks that fill lines up."""
    if console.is_terminal:
        console.print(shown, soft_wrap=soft_wrap)
        return
    with console.capture() as caught:
        console.print(shown, soft_wrap=soft_wrap)
    for line in caught.get().splitlines():
        print(line.rstrip())


def check_place(place: Path | None) -> None:
    """Refuse a place before any work is done.

    Raises:
        OutputError: a folder, or in a folder that does not exist.
    """
    if place is None:
        return
    if place.is_dir():
        raise OutputError(str(place), "this is a folder; name a file as --output")
    if not place.parent.is_dir():
        raise OutputError(str(place), "there is no such folder; make it, or choose another --output")


def deliver(document: str | bytes, place: Path | None, *, kind: str, suggestion: str) -> None:
    """Write a document to a file, or to standard output.

    Args:
        document: text or bytes.
        place: None for standard output.
        kind: what it is, for messages: ``"MIDI"``.
        suggestion: a file name to propose.

    Raises:
        CommandError: bytes for a terminal.
        OutputError: the file cannot be written.
    """
    if place is not None:
        _write(document, place)
    elif isinstance(document, str):
        sys.stdout.write(document)
    elif sys.stdout.isatty():
        raise CommandError(f"{kind} is not for a terminal: add --output {suggestion}")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(document)


def _write(document: str | bytes, place: Path) -> None:
    if isinstance(document, str):
        write_output(place, document)
        return
    try:
        place.write_bytes(document)
    except OSError as error:
        raise OutputError(str(place), f"cannot be written ({error.strerror}); choose another --output") from error
