"""Processes that work computations out: started when needed, kept for the next, killed when their time is over.

Not ``anyio.to_process`` nor a pool of ``multiprocessing``: both run the program's main script in each process, which
for a program that serves without a ``__main__`` guard means another server.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec
import trio

from chordwork.http.processes.children import Child, open_child
from chordwork.http.rest.answers import Answer, Declined
from chordwork.http.rest.computation_confinement import SOUNDFONT_VARIABLE
from chordwork.http.rest.computation_process import LENGTH, pack

MODULE: Final = "chordwork.http.rest.computation_process"
READ_BYTES: Final = 1 << 18
MAX_REPLY_BYTES: Final = 256 << 20


class WorkerFailed(Exception):
    """A process died, or met an error that nobody foresaw."""


@attrs.frozen(eq=False)
class _Worker:
    """A process, and the folder it may write to."""

    child: Child
    folder: Path

    async def aclose(self) -> None:
        """End it and all it started, and remove what it wrote."""
        await self.child.aclose()
        with trio.CancelScope(shield=True):  # short: a few files
            await trio.to_thread.run_sync(partial(shutil.rmtree, self.folder, ignore_errors=True))


class ProcessPool:
    """A pool; made by :func:`open_process_pool` only."""

    def __init__(self, max_processes: int, scratch: Path) -> None:
        self._limiter = trio.CapacityLimiter(max_processes)
        self._scratch = scratch
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    @property
    def count(self) -> int:
        """Processes that run, at work or not."""
        return sum(worker.child.is_running for worker in self._all)

    async def perform(self, path: str, canonical: bytes, form: str) -> Answer | Declined:
        """As :func:`chordwork.http.rest.computation_process.perform`, in a process. Being cancelled kills the process.

        Raises:
            WorkerFailed: it died, or failed.
        """
        async with self._limiter:
            worker = await self._take()
            try:
                kind, *values = await _ask(worker.child.process, pack(path, canonical, form))
            except BaseException:
                await self._end(worker)
                raise
            self._idle.append(worker)
        match kind:
            case "answer":
                return Answer(*values)
            case "declined":
                return Declined(*values)
        raise WorkerFailed(values[0])

    async def close(self) -> None:
        """Kill them all."""
        for worker in tuple(self._all):
            await self._end(worker)

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.child.is_running:
                return worker
            await self._end(worker)
        folder = Path(tempfile.mkdtemp(dir=self._scratch))
        try:
            child = await open_child(
                MODULE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, variables=variables_of_workers(folder)
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        worker = _Worker(child, folder)
        self._all.add(worker)
        return worker

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.aclose()


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
async def open_process_pool(max_processes: int, scratch: Path) -> AsyncIterator[ProcessPool]:
    """A pool for the length of an ``async with`` block; leaving it kills its processes.

    Args:
        max_processes: at work at once.
        scratch: where their folders are made, and removed.
    """
    processes = ProcessPool(max_processes, scratch)
    try:
        yield processes
    finally:
        await processes.close()


def variables_of_workers(folder: Path) -> dict[str, str]:
    """What the processes are told by their environment: where to write, and which soundfont the band plays."""
    soundfont = os.environ.get(SOUNDFONT_VARIABLE, "")
    if os.path.exists(soundfont):
        soundfont = os.path.abspath(soundfont)  # they work in another folder
    return {"TMPDIR": str(folder)} | ({SOUNDFONT_VARIABLE: soundfont} if soundfont else {})
