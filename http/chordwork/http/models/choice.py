"""Which models a server is to use, as its operator said last: a small file in the folder of models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import attrs

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.whole_files import write_whole

CHOICE_FILE: Final = "active.json"
MAX_CHOICE_BYTES: Final = 4096

Signature = tuple[int, int, int] | None
"""By which a file is known to be another one than before: when changed, inode, size; None: there is none."""


class ChoiceError(ChordworkError, code="model_choice"):
    """The file that says which model to use cannot be read or written."""


def _share(_instance: object, _attribute: object, value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ChoiceError(f"the share of the canary must be from 0 to 1, not {value!r}")


@attrs.frozen
class Choice:
    """Which models hear new sessions.

    Attributes:
        model: name and version (``NAME@VERSION``), or one of both; empty: the bundled one.
        canary: the same for the one on trial; empty: none.
        share: of new sessions that the canary hears, in [0, 1].
    """

    model: str = ""
    canary: str = ""
    share: float = attrs.field(default=0.0, validator=_share)


def choice_signature(folder: Path) -> Signature:
    """What changes whenever :func:`write_choice` was called."""
    try:
        status = (folder / CHOICE_FILE).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def read_choice(folder: Path) -> Choice | None:
    """What was chosen in a folder of models; None: nothing.

    Raises:
        ChoiceError: it cannot be read.
    """
    path = folder / CHOICE_FILE
    try:
        with path.open("rb") as file:
            text = file.read(MAX_CHOICE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ChoiceError(f"{path} cannot be read: {error.strerror}") from error
    try:
        given: dict[str, Any] = json.loads(text)
        return Choice(str(given["model"]), str(given.get("canary") or ""), float(given.get("share") or 0.0))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ChoiceError(f"{path} is damaged: choose again with chordwork models use") from error


def write_choice(folder: Path, choice: Choice | None) -> None:
    """Choose, in one step: whoever reads sees the choice before or this one. None: nothing is chosen any more.

    Raises:
        ChoiceError: it cannot be written; what was chosen before stands.
    """
    path = folder / CHOICE_FILE
    try:
        if choice is None:
            path.unlink(missing_ok=True)
            return
        content = json.dumps(attrs.asdict(choice)).encode() + b"\n"
        write_whole(path, content, mode=0o644)  # readable for a server that runs as somebody else
    except OSError as error:
        raise ChoiceError(f"{path} cannot be written: {error.strerror}") from error
