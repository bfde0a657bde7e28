"""What every reader answers: it read a song, it did not, or it is not here."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import attrs

from chordwork.music.tabs import Tab

LONGEST_RUN_S: Final = 240.0


class Failed(Exception):
    """A reader could not read a file, or read something else; the message says what."""


class Missing(Exception):
    """A reader is not installed; the message says how to get it."""


@attrs.frozen
class Reader:
    """One way to read one format.

    Attributes:
        format: what is read.
        name: who reads it.
        read: raises ``Failed`` for a song, ``Missing`` for all.
        checks: what it shows, in a few words.
    """

    format: str
    name: str
    read: Callable[[str, Tab, Path], None]
    checks: str


def played(tab: Tab) -> list[Counter[int]]:
    """Pitches struck in each bar."""
    return [Counter(note.pitch for event in bar.events for note in event.notes) for bar in tab.score.bars]


def compare(tab: Tab, heard: Sequence[Iterable[int]]) -> None:
    """The pitches of each bar as a reader heard them.

    Raises:
        Failed: another number of bars, or other pitches.
    """
    expected = played(tab)
    if len(heard) != len(expected):
        raise Failed(f"{len(heard)} bars instead of {len(expected)}")
    for number, (ours, theirs) in enumerate(zip(expected, map(Counter, heard), strict=True), start=1):
        if ours != theirs:
            raise Failed(f"bar {number}: {sorted(theirs.elements())} instead of {sorted(ours.elements())}")


def program(command: Sequence[str | Path], **environment: str) -> str:
    """Standard output of a program.

    Raises:
        Failed: it ended with an error, or not at all.
    """
    import os

    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_RUN_S,
            env={**os.environ, **environment},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{command[0]} took longer than {LONGEST_RUN_S:.0f} s") from None
    if done.returncode:
        raise Failed(f"{command[0]}: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout


def find(*names: str, package: str) -> str:
    """The path of a program.

    Raises:
        Missing: none of the names is there.
    """
    import shutil

    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise Missing(f"apt-get install {package}")
    return found
