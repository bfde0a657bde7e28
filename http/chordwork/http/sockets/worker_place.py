"""One of several processes that share the ports of a server, and its way to the others.

A client that comes back to its session meets whichever process accepts it. The token says whose session it is; that
process has a back door, a Unix socket in a directory of the server's own, and the conversation is relayed through it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import attrs
import trio

from chordwork.actors import Engine
from chordwork.http.security.addresses import Client
from chordwork.http.settings import Settings
from chordwork.http.sockets.containment import contained
from chordwork.http.sockets.listeners import Doors
from chordwork.http.transports.relay import RelayTransport
from chordwork.http.transports.transport import Transport


@attrs.frozen
class WorkerPlace:
    """The place of this process among several.

    Attributes:
        index: its number, from 0.
        doors: the listening sockets that all share.
        meeting_place: directory of the back doors; nobody else may enter it.
    """

    index: int
    doors: Doors
    meeting_place: Path

    @property
    def token_prefix(self) -> str:
        """How the tokens of this process begin."""
        return f"{self.index}."

    def back_door(self, index: int) -> Path:
        """The address of a process."""
        return self.meeting_place / f"{index}.sock"

    def metrics_door(self, index: int) -> Path:
        """Where a process tells its figures."""
        return self.meeting_place / f"{index}.metrics"

    def home_of(self, token: str) -> int | None:
        """Which other process has given that token; None if it was this one, or nobody."""
        number, dot, _ = token.partition(".")
        if not dot or not number.isascii() or not number.isdecimal() or len(number) > 4 or int(number) == self.index:
            return None
        return int(number) if self.back_door(int(number)).exists() else None

    async def knock(self, index: int, settings: Settings) -> RelayTransport:
        """Connect to another process. Raises ``OSError``."""
        stream = await trio.open_unix_socket(str(self.back_door(index)))
        return RelayTransport(stream, close_timeout_s=settings.close_timeout_s)


Converse = Callable[[Transport, Engine, Settings, Client], Awaitable[None]]


async def hold_back_door(place: WorkerPlace, converse: Converse, engine: Engine, settings: Settings) -> None:
    """Accept conversations that other processes relay, until cancelled."""
    path = place.back_door(place.index)
    path.unlink(missing_ok=True)  # of a process before us that crashed
    sock = trio.socket.socket(trio.socket.AF_UNIX)
    await sock.bind(str(path))
    sock.listen(64)

    async def hold(stream: trio.SocketStream) -> None:
        transport = RelayTransport(stream, close_timeout_s=settings.close_timeout_s)
        with contained():
            with trio.fail_after(settings.start_timeout_s):
                client = await transport.introduction()
            await converse(transport, engine, settings, client)
        await trio.aclose_forcefully(stream)

    try:
        await trio.serve_listeners(hold, [trio.SocketListener(sock)])
    finally:
        path.unlink(missing_ok=True)
