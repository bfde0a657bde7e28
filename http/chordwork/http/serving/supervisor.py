"""Several processes that share the ports of one server, and the one that looks after them.

The supervisor opens the listening sockets, starts the workers, which inherit them, starts anew whoever crashes or
hangs, and passes the word to stop on. It serves nobody itself, and so has little that could fail. A worker that loses
its supervisor stops by itself. See ``docs/decisions/012``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import attrs
import structlog
import trio

from chordwork.harmony.errors import ChordworkError
from chordwork.http.processes.children import FOLDER, python_command, search_path
from chordwork.http.processes.scratch import check_scratch, open_scratch
from chordwork.http.rest.analysis.protections import check_confinement
from chordwork.http.rest.computation_confinement import SOUNDFONT_VARIABLE
from chordwork.http.settings import NO_SETTINGS, PREFIX, Settings
from chordwork.http.sockets.listeners import ListeningSockets, ServerAddress, open_listening_sockets

COMMAND: Final = tuple(python_command("chordwork.http.serving.server_worker"))
READY: Final = b"ready\n"
ALIVE_EVERY_S: Final = 5.0
HANGING_AFTER_S: Final = 30.0
"""A worker that has given no sign of life for so long is killed."""
START_TIMEOUT_S: Final = 60.0
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 30.0
SOUND_AFTER_S: Final = 60.0
"""A worker that has lived so long did not fail at its start: the next one need not wait."""
FAILED_STARTS: Final = 3
"""As many in a row, before any worker was ever ready, and the supervisor gives up."""
GRACE_S: Final = 2.0
"""Beyond what draining and closing may take; then workers are killed."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class WorkersFailed(ChordworkError, code="workers_failed"):
    """No worker came to serve; their own words are on standard error."""


class Supervisor:
    """Keeps the workers of one server."""

    def __init__(
        self, settings: Settings, listening: ListeningSockets, socket_folder: Path, command: tuple[str, ...]
    ) -> None:
        """See :func:`supervise`."""
        self._settings = settings
        self._listening = listening
        self._socket_folder = socket_folder
        self._command = command
        self._processes: dict[int, trio.Process] = {}
        self._ready: set[int] = set()
        self._ever_ready = False
        self._all_ready = trio.Event()
        self._stopping = trio.Event()

    async def run(
        self,
        shutdown: trio.Event,
        rereads: trio.abc.ReceiveChannel[None] | None,
        task_status: trio.TaskStatus[ServerAddress],
    ) -> None:
        """Until ``shutdown``, and then until the last worker has ended."""
        async with trio.open_nursery() as nursery:
            for index in range(self._settings.workers):
                nursery.start_soon(self._keep, index)
            nursery.start_soon(self._announce, task_status)
            passing_on = trio.CancelScope()
            if rereads is not None:
                nursery.start_soon(self._pass_on, rereads, passing_on)
            await shutdown.wait()
            passing_on.cancel()
            self._stop(signal.SIGTERM)
            nursery.cancel_scope.deadline = (
                trio.current_time() + self._settings.drain_timeout_s + self._settings.close_timeout_s + GRACE_S
            )

    async def _pass_on(self, rereads: trio.abc.ReceiveChannel[None], scope: trio.CancelScope) -> None:
        """Tell every worker to read its keys again."""
        with scope:
            async for _ in rereads:
                for index in self._ready:
                    if (process := self._processes.get(index)) is not None:
                        process.send_signal(signal.SIGHUP)

    async def _announce(self, task_status: trio.TaskStatus[ServerAddress]) -> None:
        await self._all_ready.wait()
        if not self._stopping.is_set():
            _log.info("all workers serve", workers=len(self._processes), url=self._listening.address.ws_url)
        task_status.started(self._listening.address)  # also to be stopped one has to have started

    def _stop(self, number: signal.Signals) -> None:
        self._stopping.set()
        self._all_ready.set()
        for process in self._processes.values():
            process.send_signal(number)

    async def _keep(self, index: int) -> None:
        pause_s, failed_starts = FIRST_PAUSE_S, 0
        while not self._stopping.is_set():
            began = trio.current_time()
            returned: int | None = None
            try:
                returned = await self._live(index)
            except OSError as error:  # no process, no pipe, no file descriptor: no reason to end those that serve
                _log.error("worker cannot be run", worker=index, reason=f"{type(error).__name__}: {error}")
            if self._stopping.is_set():
                return
            was_ready = index in self._ready
            self._ready.discard(index)
            if trio.current_time() - began > SOUND_AFTER_S:
                pause_s, failed_starts = FIRST_PAUSE_S, 0
            failed_starts = 0 if was_ready else failed_starts + 1
            _log.error("worker ended", worker=index, returncode=returned, again_in_s=pause_s)
            if failed_starts >= FAILED_STARTS and not self._ever_ready:
                raise WorkersFailed(f"worker {index} failed {failed_starts} times before it served anybody")
            with trio.move_on_after(pause_s):
                await self._stopping.wait()
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _live(self, index: int) -> int | None:
        """One life of a worker; how it ended."""
        main, stream = self._listening.file_descriptors()
        process = await trio.lowlevel.open_process(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(*main, *stream),
            cwd=FOLDER,
            env=environment_of_workers(os.environ),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self._processes[index] = process
        if self._stopping.is_set():
            process.terminate()
        order = {
            "settings": attrs.asdict(self._settings.with_full_paths()),
            "index": index,
            "main": main,
            "stream": stream,
            "socket_folder": str(self._socket_folder),
        }
        try:
            with suppress(trio.BrokenResourceError):
                await process.stdin.send_all(json.dumps(order).encode() + b"\n")
            await self._listen(index, process.stdout)
            if process.poll() is None and not self._stopping.is_set():
                process.kill()
            return await process.wait()
        finally:
            del self._processes[index]
            if process.poll() is None:
                process.kill()
            with trio.CancelScope(shield=True):
                await process.wait()
                await process.stdin.aclose()
                await process.stdout.aclose()

    async def _listen(self, index: int, words: trio.abc.ReceiveStream) -> None:
        """Until the worker has hung up, or says nothing any more."""
        timeout_s, heard = START_TIMEOUT_S, b""
        while True:
            said = b""
            with trio.move_on_after(timeout_s) as silence:
                said = bytes(await words.receive_some())
            if silence.cancelled_caught:
                if not self._stopping.is_set():
                    _log.error("worker hangs: it is killed", worker=index, silent_s=timeout_s)
                return
            if not said:
                return
            heard = (heard + said)[-2 * len(READY) :]  # it may come in pieces
            if READY in heard and index not in self._ready:
                self._ever_ready = True
                self._ready.add(index)
                if len(self._ready) == self._settings.workers:
                    self._all_ready.set()
            timeout_s = HANGING_AFTER_S if index in self._ready else START_TIMEOUT_S


async def supervise(
    settings: Settings,
    *,
    shutdown: trio.Event,
    command: tuple[str, ...] = COMMAND,
    rereads: trio.abc.ReceiveChannel[None] | None = None,
    task_status: trio.TaskStatus[ServerAddress] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve with ``settings.workers`` processes until told to stop; then let all of them drain.

    Being cancelled kills them.

    Args:
        settings: for every worker.
        shutdown: set it to stop.
        command: that makes a worker of what it is told on standard input.
        rereads: whatever comes here makes the workers read their file of API keys again.
        task_status: of ``nursery.start``; knows the address once every worker serves, or it was stopped before that.

    Raises:
        ListenError: the address cannot be used.
        WorkersFailed: no worker came to serve.
        SettingsError: there is no folder for uploads; or confinement is required, and this system has none.
    """
    check_scratch()
    if settings.require_confinement:
        await check_confinement()
    listening = await open_listening_sockets(settings)
    failed: WorkersFailed | None = None
    with open_scratch() as socket_folder:
        try:
            await Supervisor(settings, listening, socket_folder, command).run(shutdown, rereads, task_status)
        except* WorkersFailed as group:
            failed = WorkersFailed(str(group.exceptions[0]))
        finally:
            with trio.CancelScope(shield=True):
                await listening.aclose()
    if failed is not None:
        raise failed
    _log.info("all workers have stopped")


def environment_of_workers(environment: Mapping[str, str]) -> dict[str, str]:
    """What a worker inherits: no settings, which it is told, and full paths, since it works in another folder."""
    kept = {
        name: value
        for name, value in environment.items()
        if name != "PYTHONPATH" and (not name.startswith(PREFIX) or name in NO_SETTINGS)
    }
    for name in ("TMPDIR", SOUNDFONT_VARIABLE):
        if os.path.exists(kept.get(name, "")):
            kept[name] = os.path.abspath(kept[name])
    return kept | search_path(environment)
