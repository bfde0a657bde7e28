"""A process that serves: ``python -m chordwork.http.serving.server_worker``, started by the ``supervisor``.

It is told what to do in one line of JSON on standard input, which stays open for as long as the supervisor lives, and
gives signs of life on standard output. The terminal's Ctrl-C is left to the supervisor.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import trio

from chordwork.http.confinement.privileges import keep_to_itself
from chordwork.http.serving.logs import configure_logging
from chordwork.http.serving.server import serve, settle_heap
from chordwork.http.serving.supervisor import ALIVE_EVERY_S, READY
from chordwork.http.settings import Settings
from chordwork.http.sockets.listeners import ListeningSockets
from chordwork.http.sockets.workers import WorkerGroup


async def work(order: dict[str, Any], said: int, words: int) -> None:
    """Serve until the supervisor says so, or is gone.

    Args:
        order: what the supervisor said.
        said: file descriptor on which it said so, and would say no more.
        words: file descriptor for signs of life.
    """
    settings = Settings.from_mapping(order["settings"])
    listening = ListeningSockets.inherited(order["main"], order["stream"])
    workers = WorkerGroup(order["index"], listening, Path(order["socket_folder"]))
    shutdown = trio.Event()
    send_reread, rereads = trio.open_memory_channel[None](1)

    async def watch_signals(task_status: trio.TaskStatus[None]) -> None:
        with trio.open_signal_receiver(signal.SIGTERM, signal.SIGHUP) as signals:
            task_status.started()
            async for number in signals:
                if number == signal.SIGHUP:
                    with suppress(trio.WouldBlock):  # one that waits will do
                        send_reread.send_nowait(None)
                    continue
                if shutdown.is_set():
                    nursery.cancel_scope.cancel()
                shutdown.set()

    async def watch_supervisor() -> None:
        async with trio.lowlevel.FdStream(said) as stream:
            while await stream.receive_some():
                pass
        shutdown.set()

    async def live() -> None:
        async with trio.lowlevel.FdStream(words) as stream:
            await stream.send_all(READY)
            while True:
                await trio.sleep(ALIVE_EVERY_S)
                await stream.send_all(b".\n")

    async with trio.open_nursery() as nursery:
        await nursery.start(watch_signals)
        nursery.start_soon(watch_supervisor)
        async with trio.open_nursery() as serving:
            await serving.start(_serve, settings, shutdown, workers, rereads)
            settle_heap()
            nursery.start_soon(live)
        nursery.cancel_scope.cancel()


async def _serve(
    settings: Settings,
    shutdown: trio.Event,
    workers: WorkerGroup,
    rereads: trio.MemoryReceiveChannel[None],
    *,
    task_status: trio.TaskStatus[Any],
) -> None:
    await serve(settings, shutdown=shutdown, workers=workers, rereads=rereads, task_status=task_status)


def main() -> None:
    """Read the order, and work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_to_itself()
    order = json.loads(sys.stdin.buffer.readline())
    configure_logging(order["settings"]["log_level"])
    trio.run(work, order, os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno()))


if __name__ == "__main__":
    main()
