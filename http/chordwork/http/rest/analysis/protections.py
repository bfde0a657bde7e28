"""Which protections hold for the processes that decode: tried, not guessed.

Run as ``python -m chordwork.http.rest.analysis.protections``, it confines itself as a decoder does, and writes down
what held, as a JSON list.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Final

import attrs
import msgspec
import structlog
import trio

from chordwork.http.confinement import ESSENTIAL, Protection
from chordwork.http.confinement.privileges import is_memory_hidden
from chordwork.http.processes.children import open_child
from chordwork.http.rest.analysis.confined_decoder import OUTPUT, Order, lock_down
from chordwork.http.settings import SettingsError

MODULE: Final = "chordwork.http.rest.analysis.protections"
TIMEOUT_S: Final = 30.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")
_tried: Final[list[frozenset[Protection]]] = []
"""What this system can do does not change while a process lives: tried once for all its servers."""


@attrs.frozen(kw_only=True)
class Protections:
    """Which walls stand around the decoding of recordings; ``docs/threat-model.md`` says what each holds."""

    limits: bool
    namespaces: bool
    capabilities: bool
    no_new_privs: bool
    undumpable: bool
    landlock: bool
    seccomp: bool
    server_undumpable: bool
    """The server's own memory and environment cannot be read by other processes of its user."""


class Confinement:
    """What is known of it in a server."""

    def __init__(self) -> None:
        self._known = trio.Event()
        self._protections: Protections | None = None

    async def look(self) -> None:
        """Try it, and log what holds."""
        held = await try_protections()
        hidden = is_memory_hidden()
        self._protections = Protections(**{each.value: each in held for each in Protection}, server_undumpable=hidden)
        self._known.set()
        off = sorted(each.value for each in frozenset(Protection) - held)
        say = _log.warning if ESSENTIAL - held else _log.info
        say("decoder confined", on=sorted(each.value for each in held), off=off, server_undumpable=hidden)

    async def wait(self, timeout_s: float) -> Protections | None:
        """What holds; None if that takes too long to find out."""
        with trio.move_on_after(timeout_s):
            await self._known.wait()
        return self._protections


async def check_confinement() -> None:
    """For servers that want nothing without it.

    Raises:
        SettingsError: this system lacks a protection, and the message says which.
    """
    missing = sorted(each.value for each in ESSENTIAL - await try_protections())
    if missing:
        raise SettingsError(
            (
                f"require_confinement: this system cannot confine the decoder ({', '.join(missing)} missing): use a "
                "Linux with seccomp and Landlock, allow their calls in the container, or switch it off",
            )
        )


async def try_protections() -> frozenset[Protection]:
    """Those that hold for a decoder on this system; none if it cannot be found out."""
    if not _tried:
        _tried.append(await _ask())
    return _tried[0]


async def _ask() -> frozenset[Protection]:
    child = await open_child(MODULE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = b""
    try:
        assert child.process.stdout is not None
        with trio.move_on_after(TIMEOUT_S):
            while piece := await child.process.stdout.receive_some():
                said += piece
    finally:
        await child.aclose()
    try:
        return frozenset(map(Protection, msgspec.json.decode(said, type=list[str])))
    except (msgspec.DecodeError, ValueError):
        return frozenset()


def main() -> None:
    """Confine itself, and say how far that went."""
    held = lock_down(Order(descriptor=0, report=OUTPUT, max_s=1.0))
    os.write(OUTPUT, json.dumps([each.value for each in held]).encode())


if __name__ == "__main__":
    main()
