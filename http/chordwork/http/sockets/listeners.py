"""The listening sockets of a server: opened by itself, or inherited from the process that started it."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from typing import Final, Self

import attrs
import trio

from chordwork.harmony.errors import ChordworkError
from chordwork.http.settings import Settings

BACKLOG: Final = 1024
"""Connections that may wait to be accepted."""


class ListenError(ChordworkError, OSError, code="listen"):
    """The address cannot be listened on: taken, forbidden, or no address of this machine."""


@attrs.frozen
class ServerAddress:
    """Where a server listens.

    Attributes:
        host: the address, as text.
        port: the port, also when the settings said 0.
        stream_port: the stream port, likewise; None if it is shut.
    """

    host: str
    port: int
    stream_port: int | None = None

    @property
    def url(self) -> str:
        """Such as ``http://127.0.0.1:8765``."""
        return f"http://{self._authority(self.port)}"

    @property
    def ws_url(self) -> str:
        """Such as ``ws://127.0.0.1:8765/ws``."""
        return f"ws://{self._authority(self.port)}/ws"

    @property
    def stream_url(self) -> str | None:
        """The same conversations on the stream port, such as ``ws://127.0.0.1:8766/ws``; None if it is shut."""
        return None if self.stream_port is None else f"ws://{self._authority(self.stream_port)}/ws"

    def _authority(self, port: int) -> str:
        return f"[{self.host}]:{port}" if ":" in self.host else f"{self.host}:{port}"


@attrs.frozen
class ListeningSockets:
    """Listening sockets.

    Attributes:
        main: of HTTP and ``/ws``; at least one.
        stream: of the stream port; perhaps none.
    """

    main: tuple[trio.SocketListener, ...]
    stream: tuple[trio.SocketListener, ...] = ()

    @property
    def address(self) -> ServerAddress:
        """Where they listen."""
        host, port, *_ = self.main[0].socket.getsockname()
        return ServerAddress(host, port, self.stream[0].socket.getsockname()[1] if self.stream else None)

    @classmethod
    def inherited(cls, main: list[int], stream: list[int]) -> Self:
        """From file descriptors of sockets that listen already."""
        return cls(tuple(_listener(number) for number in main), tuple(_listener(number) for number in stream))

    def file_descriptors(self) -> tuple[list[int], list[int]]:
        """For a process that is to inherit them; see :meth:`inherited`."""
        return [listener.socket.fileno() for listener in self.main], [
            listener.socket.fileno() for listener in self.stream
        ]

    async def aclose(self) -> None:
        """Close all."""
        for listener in (*self.main, *self.stream):
            await listener.aclose()


async def open_listening_sockets(settings: Settings) -> ListeningSockets:
    """Listen where the settings say.

    Raises:
        ListenError: an address cannot be used.
    """
    main = await open_listeners(settings.host, settings.port)
    if settings.stream_port is None:
        return ListeningSockets(tuple(main))
    try:
        return ListeningSockets(tuple(main), tuple(await open_listeners(settings.host, settings.stream_port)))
    except ListenError:
        await ListeningSockets(tuple(main)).aclose()
        raise


async def open_listeners(host: str, port: int) -> list[trio.SocketListener]:
    """Listen on a port of all addresses of ``host``; on one address only where ``port`` is 0.

    Raises:
        ListenError: the address cannot be used.
    """
    try:
        listeners = await trio.open_tcp_listeners(port, host=host, backlog=BACKLOG)
    except OSError as error:
        raise ListenError(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    if port == 0:  # each address has a free port of its own
        for extra in listeners[1:]:
            await extra.aclose()
        del listeners[1:]
    return listeners


class ConsiderateListener(trio.abc.Listener[trio.SocketStream]):
    """A listener on a socket that several processes share, and that lets those go first who have less to do.

    All of them wake when somebody connects. Each hesitates for as long as it is busy; whoever is first takes the
    connection, and the others find nothing and wait on.
    """

    def __init__(self, listener: trio.SocketListener, hesitation_s: Callable[[], float]) -> None:
        """``hesitation_s``: how long to hesitate now."""
        self._listener = listener
        self._hesitation_s = hesitation_s
        self._waiting = select.poll()
        self._waiting.register(listener.socket.fileno(), select.POLLIN)

    async def accept(self) -> trio.SocketStream:
        """The next connection that nobody else took."""
        while True:
            await trio.lowlevel.wait_readable(self._listener.socket)
            await trio.sleep(self._hesitation_s())
            if self._waiting.poll(0):
                return await self._listener.accept()

    async def aclose(self) -> None:
        """Close this process's share of it."""
        await self._listener.aclose()


def _listener(number: int) -> trio.SocketListener:
    sock = socket.socket(fileno=number)
    sock.setblocking(False)
    return trio.SocketListener(trio.socket.from_stdlib_socket(sock))
