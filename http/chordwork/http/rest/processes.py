"""Processes that work computations out: started when needed, kept for the next, killed when their time is over.

Not ``anyio.to_process`` nor a pool of ``multiprocessing``: both run the program's main script in each process, which
for a program that serves without a ``__main__`` guard means another server.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec
import trio

from chordwork.http.rest.answers import Answer, Declined
from chordwork.http.rest.worker import LENGTH, pack

MODULE: Final = "chordwork.http.rest.worker"
READ_BYTES: Final = 1 << 18
MAX_REPLY_BYTES: Final = 256 << 20


class WorkerFailed(Exception):
    """A process died, or met an error that nobody foresaw."""


class Processes:
    """A pool; made by :func:`open_processes` only."""

    def __init__(self, max_processes: int) -> None:
        self._limiter = trio.CapacityLimiter(max_processes)
        self._idle: list[trio.Process] = []
        self._all: set[trio.Process] = set()

    @property
    def count(self) -> int:
        """Processes that run, at work or not."""
        return sum(process.poll() is None for process in self._all)

    async def perform(self, path: str, canonical: bytes, form: str) -> Answer | Declined:
        """As :func:`chordwork.http.rest.worker.perform`, in a process. Being cancelled kills the process.

        Raises:
            WorkerFailed: it died, or failed.
        """
        async with self._limiter:
            process = await self._take()
            try:
                kind, *values = await _ask(process, pack(path, canonical, form))
            except BaseException:
                await self._end(process)
                raise
            self._idle.append(process)
        match kind:
            case "answer":
                return Answer(*values)
            case "declined":
                return Declined(*values)
        raise WorkerFailed(values[0])

    async def close(self) -> None:
        """Kill them all."""
        for process in tuple(self._all):
            await self._end(process)

    async def _take(self) -> trio.Process:
        while self._idle:
            process = self._idle.pop()
            if process.poll() is None:
                return process
            await self._end(process)
        process = await trio.lowlevel.open_process(
            [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._all.add(process)
        return process

    async def _end(self, process: trio.Process) -> None:
        self._all.discard(process)
        process.kill()
        with trio.CancelScope(shield=True):  # short: it was killed
            await process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    await trio.aclose_forcefully(stream)


async def _ask(process: trio.Process, message: bytes) -> list[Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        await process.stdin.send_all(message)
        received = bytearray()
        wanted = LENGTH.size
        while len(received) < wanted:
            piece = await process.stdout.receive_some(READ_BYTES)
            if not piece:
                raise WorkerFailed("the process ended")
            received += piece
            if wanted == LENGTH.size and len(received) >= LENGTH.size:
                wanted += LENGTH.unpack_from(received)[0]
                if wanted > MAX_REPLY_BYTES:
                    raise WorkerFailed(f"a result of {wanted} bytes")
    except (trio.BrokenResourceError, trio.ClosedResourceError):
        raise WorkerFailed("the process ended") from None
    values: list[Any] = msgspec.msgpack.decode(memoryview(received)[LENGTH.size :])
    return values


@asynccontextmanager
async def open_processes(max_processes: int) -> AsyncIterator[Processes]:
    """A pool for the length of an ``async with`` block; leaving it kills its processes."""
    processes = Processes(max_processes)
    try:
        yield processes
    finally:
        await processes.close()
