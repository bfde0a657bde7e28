"""The main port: HTTP and ``/ws`` by hypercorn, on given sockets, and with a say in how its connections end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import trio
from hypercorn.config import Config
from hypercorn.trio.lifespan import Lifespan
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ASGIFramework, ConnectionState, LifespanState
from hypercorn.utils import wrap_app

from chordwork.http.security.gate import Gate
from chordwork.http.serving.hypercorn_guard import GuardedTCPServer
from chordwork.http.settings import Settings
from chordwork.http.sockets.accepted import notice_lost_peer, peer_of
from chordwork.http.sockets.connection_limits import ConnectionLimits


class HttpPort:
    """The connections of one server; made by :func:`open_http_port` only."""

    def __init__(self, listening: trio.CancelScope, context: WorkerContext, settings: Settings) -> None:
        """``listening`` holds the accept loops."""
        self._listening = listening
        self._settings = settings
        self._context = context
        self._servers: set[GuardedTCPServer] = set()
        self._closed = trio.Condition()

    @property
    def count(self) -> int:
        """Connections open now, of whatever kind."""
        return len(self._servers)

    def stop_listening(self) -> None:
        """Close the listening sockets; open connections go on."""
        self._listening.cancel()

    async def hold(self, server: GuardedTCPServer) -> None:
        """Serve one connection and keep count of it."""
        self._servers.add(server)
        try:
            await server.run()
        finally:
            self._servers.discard(server)
            with trio.CancelScope(shield=True):
                async with self._closed:
                    self._closed.notify_all()

    async def wait_closed(self, deadline: float) -> None:
        """Let keep-alive connections go and wait for the others; drop those still open at the deadline.

        Nobody waits for the rest of a request of which nothing more comes.
        """
        await self._context.terminated.set()
        with trio.move_on_at(deadline):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._drop_stalled)
                async with self._closed:
                    while self._servers:
                        await self._closed.wait()
                nursery.cancel_scope.cancel()
        for server in self._servers:
            server.close_within(0.0)

    async def _drop_stalled(self) -> None:
        """Close what has half a request and was silent for as long as a client may take to answer our close."""
        patience_s = self._settings.close_timeout_s
        while True:
            now = trio.current_time()
            due = now + patience_s
            for server in tuple(self._servers):
                heard_at = server.stalled_at()
                if heard_at is None:
                    continue
                if heard_at + patience_s <= now:
                    server.close_within(0.0)
                else:
                    due = min(due, heard_at + patience_s)
            await trio.sleep_until(due)


@asynccontextmanager
async def open_http_port(
    app: ASGIFramework,
    settings: Settings,
    listeners: Sequence[trio.abc.Listener[trio.SocketStream]],
    gate: Gate | None = None,
) -> AsyncIterator[HttpPort]:
    """Serve an ASGI application for the length of an ``async with`` block; leaving it drops what is open.

    This is ``hypercorn.trio.serve`` with :class:`~chordwork.http.serving.hypercorn_guard.GuardedTCPServer` in the place
    of its base class, with the listening sockets given, and with a say in when the connections end. ``gate`` knows
    whose sockets are counted.
    """
    config = Config()
    config.accesslog = None
    config.errorlog = None
    config.include_server_header = False
    config.websocket_max_message_size = settings.max_message_bytes
    config.keep_alive_timeout = settings.start_timeout_s  # also for the head of the first request
    asgi = wrap_app(app, config.wsgi_max_body_size, "asgi")
    state: LifespanState = {}
    lifespan = Lifespan(asgi, config, state)
    context = WorkerContext(None)
    async with trio.open_nursery() as lifespan_nursery:
        await lifespan_nursery.start(lifespan.handle_lifespan)
        await lifespan.wait_for_startup()
        async with trio.open_nursery() as nursery:
            listening = trio.CancelScope()
            sockets = HttpPort(listening, context, settings)
            chosen = Gate(settings) if gate is None else gate
            limits = ConnectionLimits(settings, "too many sockets")

            async def accept(stream: trio.SocketStream) -> None:
                def close() -> None:
                    server.close_within(0.0)

                peer = peer_of(stream)
                slot = limits.admit(peer, close, counted=chosen.counts_sockets_of(peer))
                if slot is None:
                    return await trio.aclose_forcefully(stream)
                try:
                    notice_lost_peer(stream.socket, settings.lost_peer_timeout_s)
                    connection_state = ConnectionState(state.copy())
                    server = GuardedTCPServer(
                        asgi, config, context, connection_state, stream, settings=settings, slot=slot, peer=peer
                    )
                    return await sockets.hold(server)
                finally:
                    slot.leave()

            async def listen() -> None:
                with listening:
                    await trio.serve_listeners(accept, list(listeners), handler_nursery=nursery)

            nursery.start_soon(listen)
            yield sockets
            nursery.cancel_scope.cancel()
        await lifespan.wait_for_shutdown()
        lifespan_nursery.cancel_scope.cancel()
