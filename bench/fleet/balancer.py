"""A balancer of TCP connections, as a Service of Kubernetes is one: fewest connections first, of those that answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import trio


class Balancer:
    """Made by :func:`open_balancer`.

    Attributes:
        backends: ports by name; change it at will.
        up_bytes: from clients to servers.
        down_bytes: the other way.
    """

    def __init__(self) -> None:
        """No servers yet."""
        self.backends: dict[str, int] = {}
        self.port = 0
        self.up_bytes = 0
        self.down_bytes = 0
        self._open: Counter[str] = Counter()

    async def serve(self, client: trio.SocketStream) -> None:
        """One connection, from beginning to end."""
        for name in sorted(self.backends, key=lambda name: self._open[name]):
            try:
                server = await trio.open_tcp_stream("127.0.0.1", self.backends[name])
            except OSError:
                continue
            self._open[name] += 1
            try:
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(self._pump, client, server, True, nursery.cancel_scope)
                    nursery.start_soon(self._pump, server, client, False, nursery.cancel_scope)
            finally:
                self._open[name] -= 1
                await trio.aclose_forcefully(server)
            return

    async def _pump(
        self, source: trio.SocketStream, target: trio.SocketStream, up: bool, both: trio.CancelScope
    ) -> None:
        with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
            while data := await source.receive_some(1 << 16):
                if up:
                    self.up_bytes += len(data)
                else:
                    self.down_bytes += len(data)
                await target.send_all(data)
        both.cancel()


@asynccontextmanager
async def open_balancer() -> AsyncIterator[Balancer]:
    """Listen on a free port for the length of an ``async with`` block."""
    balancer = Balancer()
    async with trio.open_nursery() as nursery:

        async def handle(client: trio.SocketStream) -> None:
            async with client:
                await balancer.serve(client)

        listeners = await nursery.start(partial(trio.serve_tcp, handle, 0, host="127.0.0.1"))
        balancer.port = listeners[0].socket.getsockname()[1]
        yield balancer
        nursery.cancel_scope.cancel()
