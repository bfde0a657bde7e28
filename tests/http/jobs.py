"""A program that stands in for FluidSynth: it leaves its number, starts another, and both go on for ever."""

from __future__ import annotations

import os
from pathlib import Path

import trio

PLAYER = """#!/bin/sh
sleep 1000 &
echo $! > "$TMPDIR/grandchild.pid"
echo $$ > "$TMPDIR/child.pid"
wait
"""


def install(folder: Path) -> dict[str, str]:
    """Put it where programs are looked for; the environment that finds it, with a soundfont for it."""
    programs = folder / "programs"
    programs.mkdir()
    player = programs / "fluidsynth"
    player.write_text(PLAYER)
    player.chmod(0o755)
    soundfont = folder / "some.sf2"
    soundfont.write_bytes(b"RIFF")
    return {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "CHORDWORK_SOUNDFONT": str(soundfont)}


async def pids_of_job(scratch: Path) -> list[int]:
    """Of both, as soon as they run, wherever below a folder they were told to write."""
    with trio.fail_after(120):
        while True:  # a program of others tells by a file
            found = _numbers_below(scratch)
            if len(found) == 2 and all(found):
                return [int(text) for text in found]
            await trio.sleep(0.02)


async def until_gone(pid: int) -> None:
    """Until there is no such process, or it only waits to be collected."""
    with trio.fail_after(60):
        while _lives(pid):  # noqa: ASYNC110
            await trio.sleep(0.02)


def _numbers_below(scratch: Path) -> list[str]:
    return [path.read_text().strip() for path in scratch.glob("**/*.pid")]


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
