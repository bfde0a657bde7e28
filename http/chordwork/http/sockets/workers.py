"""One of several processes that share the ports of a server, and its way to the others.

A client that comes back to its session meets whichever process accepts it. The token says whose session it is; that
process accepts on a Unix socket in a directory of the server's own, and the conversation is relayed through it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import attrs
import trio

from chordwork.http.addressing.addresses import Client
from chordwork.http.settings import Settings
from chordwork.http.sockets.accepted import isolated
from chordwork.http.sockets.listeners import ListeningSockets
from chordwork.http.transports.transport import Transport
from chordwork.http.transports.worker_channel import WorkerChannel


@attrs.frozen
class WorkerGroup:
    """The place of this process among several.

    Attributes:
        index: its number, from 0.
        listening: the sockets that all share.
        socket_folder: directory of the sockets of all; nobody else may enter it.
    """

    index: int
    listening: ListeningSockets
    socket_folder: Path

    @property
    def token_prefix(self) -> str:
        """How the tokens of this process begin."""
        return f"{self.index}."

    def channel_path(self, index: int) -> Path:
        """The address of a process."""
        return self.socket_folder / f"{index}.sock"

    def metrics_path(self, index: int) -> Path:
        """Where a process tells its figures."""
        return self.socket_folder / f"{index}.metrics"

    def home_of(self, token: str) -> int | None:
        """Which other process has given that token; None if it was this one, or nobody."""
        number, dot, _ = token.partition(".")
        if not dot or not number.isascii() or not number.isdecimal() or len(number) > 4 or int(number) == self.index:
            return None
        return int(number) if self.channel_path(int(number)).exists() else None

    async def connect(self, index: int, settings: Settings) -> WorkerChannel:
        """Connect to another process. Raises ``OSError``."""
        stream = await trio.open_unix_socket(str(self.channel_path(index)))
        return WorkerChannel(stream, close_timeout_s=settings.close_timeout_s)


Converse = Callable[[Transport, Client], Awaitable[None]]


async def serve_worker_channel(workers: WorkerGroup, converse: Converse, settings: Settings) -> None:
    """Accept conversations that other processes relay, until cancelled."""
    path = workers.channel_path(workers.index)
    path.unlink(missing_ok=True)  # of a process before us that crashed
    sock = trio.socket.socket(trio.socket.AF_UNIX)
    await sock.bind(str(path))
    sock.listen(64)

    async def hold(stream: trio.SocketStream) -> None:
        transport = WorkerChannel(stream, close_timeout_s=settings.close_timeout_s)
        with isolated():
            with trio.fail_after(settings.start_timeout_s):
                client = await transport.introduction()
            await converse(transport, client)
        await trio.aclose_forcefully(stream)

    try:
        await trio.serve_listeners(hold, [trio.SocketListener(sock)])
    finally:
        path.unlink(missing_ok=True)
