"""docs/music.md: its commands, what they print, and the pictures they draw. ``python -m tests.structure.music_page``
writes them anew.

A block of commands is followed by a block of what it prints, if that is to be shown; a picture in ``docs/music/`` has
the name of the file that a command writes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import attrs

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs/music.md"
PICTURES: Final = ROOT / "docs/music"
LONGEST_S: Final = 120
_BLOCK: Final = re.compile(
    r"```(?P<language>sh|python)\n(?P<code>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?", re.DOTALL
)


@attrs.frozen
class Example:
    """A block of commands or of Python.

    Attributes:
        language: ``sh`` or ``python``.
        code: as printed.
        shown: what the page says it prints; None where the page does not say.
    """

    language: str
    code: str
    shown: str | None


def examples(page: Path = PAGE) -> list[Example]:
    """All of a page, from top to bottom."""
    return [Example(each["language"], each["code"], each["shown"]) for each in _BLOCK.finditer(page.read_text())]


def outcome(example: Example, folder: Path) -> str:
    """What an example prints, run in a folder of its own.

    Raises:
        AssertionError: it fails.
    """
    programs = folder / "bin"
    programs.mkdir()
    shim = programs / "chordwork"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chordwork.cli "$@"\n')
    shim.chmod(0o755)
    command = ["bash", "-euo", "pipefail", "-c"] if example.language == "sh" else [sys.executable, "-c"]
    done = subprocess.run(
        [*command, example.code],
        cwd=folder,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def drawn(folder: Path) -> dict[str, str]:
    """The pictures of the page that an example has written into its folder, by name."""
    return {path.name: path.read_text() for path in folder.glob("*.svg")}


def main() -> None:
    """Run everything, and write down what it prints and draws."""
    PICTURES.mkdir(exist_ok=True)

    def renewed(block: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            printed = outcome(Example(block["language"], block["code"], block["shown"]), folder)
            for name, picture in drawn(folder).items():
                (PICTURES / name).write_text(picture)
        code = f"```{block['language']}\n{block['code']}```\n"
        return code if block["shown"] is None else f"{code}\n```text\n{printed}```\n"

    PAGE.write_text(_BLOCK.sub(renewed, PAGE.read_text()))


if __name__ == "__main__":
    main()
