"""The server as it is installed, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import trio

from chordwork.http.sockets.listeners import ServerAddress


@asynccontextmanager
async def program(*options: str) -> AsyncIterator[tuple[ServerAddress, trio.Process]]:
    """``chordwork serve``, as it is installed."""
    command = [
        *(sys.executable, "-m", "chordwork.cli", "serve", "--port", "0", "--stream-port", "0"),
        *("--log-level", "error", *options),
    ]
    process = await trio.lowlevel.open_process(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = b""
    try:
        with trio.fail_after(240):
            while said.count(b"\n") < 4:
                data = await process.stdout.receive_some()
                assert data, said
                said += data
        ports = [int(line.rpartition(b":")[2].removesuffix(b"/ws")) for line in said.splitlines()[:3]]
        yield ServerAddress("127.0.0.1", ports[0], ports[2]), process
    finally:
        if process.poll() is None:
            process.kill()
        with trio.CancelScope(shield=True):
            await process.wait()
            await process.stdout.aclose()
