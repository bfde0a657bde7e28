"""``chordwork serve`` as people start it, on ports that are free, for the length of a block."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import attrs
import trio

SERVE: Final = (sys.executable, "-m", "chordwork.cli", "serve", "--port", "0")
START_S: Final = 120.0
"""A server that listens nowhere by then has failed."""
_LAST_LINE: Final = b"stop with"


@attrs.frozen
class Server:
    """A server that listens.

    Attributes:
        process: it, to be signalled.
        port: of pages, REST and ``/ws``, on 127.0.0.1.
        stream_port: the other port; None where it was not asked for.
    """

    process: trio.Process
    port: int
    stream_port: int | None


@asynccontextmanager
async def serving(*options: str) -> AsyncIterator[Server]:
    """Start it, wait until it says where it listens, and kill it at the end of the block."""
    command = [*SERVE, "--log-level", "error", *options]
    process = await trio.lowlevel.open_process(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = b""
    try:
        with trio.fail_after(START_S):
            while _LAST_LINE not in said:
                more = await process.stdout.receive_some()
                assert more, said
                said += more
        ports = [int(port) for port in re.findall(rb"ws://\S+?:(\d+)", said)]
        yield Server(process, ports[0], ports[1] if len(ports) > 1 else None)
    finally:
        if process.poll() is None:
            process.kill()
        with trio.CancelScope(shield=True):
            await process.wait()
            await process.stdout.aclose()
