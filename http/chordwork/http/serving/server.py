"""The server: engine, application and listening socket under one roof, started and stopped in order."""

from __future__ import annotations

import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
import trio
from hypercorn.config import Config
from hypercorn.trio.lifespan import Lifespan
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ASGIFramework, ConnectionState, LifespanState
from hypercorn.utils import wrap_app

from chordwork.actors import Engine, EngineInfo, EngineLimits, RecognizerFactory, open_engine
from chordwork.http.conversation.connection import Connections
from chordwork.http.conversation.seats import Seats
from chordwork.http.dialects.live_suggestions import load_suggestions
from chordwork.http.models.served import ServedModels, open_models
from chordwork.http.nodes.company import Company, in_touch, open_company
from chordwork.http.nodes.neighbours import Neighbours
from chordwork.http.rest.shell import open_shell
from chordwork.http.security.gate import Gate
from chordwork.http.serving.app import create_app
from chordwork.http.serving.stream_port import open_stream_door, peer_of
from chordwork.http.settings import Settings
from chordwork.http.sockets.crowd import Crowd
from chordwork.http.sockets.hypercorn_guard import GuardedTCPServer
from chordwork.http.sockets.listeners import ConsiderateListener, ListenError, ServerAddress, open_doors, open_listeners
from chordwork.http.sockets.lost_peers import notice_lost_peer
from chordwork.http.sockets.worker_place import WorkerPlace, hold_back_door

__all__ = ["ListenError", "ServerAddress", "accept_connections", "open_listeners", "serve"]

HESITATION_S: Final = 0.02
"""For which a process that is busy all the time leaves a new connection to others, and"""
FULL_HESITATION_S: Final = 0.1
"""one that would refuse it."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


async def serve(
    settings: Settings,
    *,
    recognizer_factory: RecognizerFactory | None = None,
    info: EngineInfo | None = None,
    shutdown: trio.Event | None = None,
    handle_signals: bool = False,
    place: WorkerPlace | None = None,
    rereads: trio.abc.ReceiveChannel[None] | None = None,
    task_status: trio.TaskStatus[ServerAddress] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve until told to stop; then send everybody their last chords and close with 1012.

    Start it with ``await nursery.start(serve, settings)``, which returns the :class:`ServerAddress`. Shutting down
    takes at most ``drain_timeout_s + close_timeout_s`` seconds; what is open after that is dropped. Cancelling it
    drops everything at once.

    Args:
        settings: where to listen, and all limits.
        recognizer_factory: makes the recogniser of each session; the bundled model by default.
        info: what to tell clients about it.
        shutdown: set it to stop the server.
        handle_signals: also stop at SIGTERM and SIGINT; only in the main thread. A second signal does not wait.
        place: of this process among several that share the ports; alone if None.
        rereads: whatever comes here makes it read its file of API keys again.
        task_status: of ``nursery.start``.

    Raises:
        ListenError: the address cannot be used.
        ChordworkError: a model cannot be used, or corrections cannot be kept where the settings say.
    """
    stop = trio.Event() if shutdown is None else shutdown
    limits = EngineLimits(
        max_sessions=settings.max_sessions,
        mailbox_s=settings.mailbox_s,
        max_age_s=settings.max_lag_s,
        max_load=settings.max_load,
    )
    neighbours = Neighbours(settings, clock=time.monotonic) if settings.redis_url else None
    gate = Gate(settings, limits=None if neighbours is None else neighbours.limits)
    load_suggestions()
    doors = await open_doors(settings) if place is None else place.doors
    async with (
        _signals(stop, handle_signals),
        open_models(settings, recognizer_factory, info) as models,
        open_engine(limits=limits, lineup=models.lineup, watch=models.figures.watch) as engine,
        open_company(settings, neighbours) as company,
        open_connections(engine, settings, place, gate, company, models) as connections,
        in_touch(company, engine, connections.draining),
        _rereading(gate, models, rereads),
        open_shell(engine, settings, connections=connections, gate=gate, place=place, models=models) as shell,
        accept_connections(
            create_app(engine, settings, connections=connections, shell=shell),
            settings,
            considerate(doors.main, engine, place),
            gate,
        ) as open_sockets,
        open_stream_door(
            considerate(doors.stream, engine, place),
            connections=connections,
            engine=engine,
            settings=settings,
            gate=gate,
        ) as stream_door,
    ):
        address = doors.address
        _log.info("listening", url=address.ws_url, stream_url=address.stream_url)
        task_status.started(address)
        await stop.wait()
        _log.info("draining", sessions=engine.statistics().sessions)
        deadline = trio.current_time() + settings.drain_timeout_s
        open_sockets.stop_listening()
        stream_door.stop_listening()
        connections.draining.set()
        await engine.drain(deadline)
        await stream_door.wait_closed(deadline + settings.close_timeout_s)
        await open_sockets.wait_closed(deadline + settings.close_timeout_s)
    _log.info("stopped")


class OpenSockets:
    """The connections of one server; made by :func:`accept_connections` only."""

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
async def accept_connections(
    app: ASGIFramework,
    settings: Settings,
    listeners: Sequence[trio.abc.Listener[trio.SocketStream]],
    gate: Gate | None = None,
) -> AsyncIterator[OpenSockets]:
    """Serve an ASGI application for the length of an ``async with`` block; leaving it drops what is open.

    This is ``hypercorn.trio.serve`` with :class:`~chordwork.http.sockets.hypercorn_guard.GuardedTCPServer` in the place
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
            sockets = OpenSockets(listening, context, settings)
            keeper = Gate(settings) if gate is None else gate
            crowd = Crowd(settings, "too many sockets")

            async def accept(stream: trio.SocketStream) -> None:
                def close() -> None:
                    server.close_within(0.0)

                peer = peer_of(stream)
                place = crowd.admit(peer, close, counted=keeper.counts_sockets_of(peer))
                if place is None:
                    return await trio.aclose_forcefully(stream)
                try:
                    notice_lost_peer(stream.socket, settings.lost_peer_timeout_s)
                    connection_state = ConnectionState(state.copy())
                    server = GuardedTCPServer(
                        asgi, config, context, connection_state, stream, settings=settings, place=place, peer=peer
                    )
                    return await sockets.hold(server)
                finally:
                    place.leave()

            async def listen() -> None:
                with listening:
                    await trio.serve_listeners(accept, list(listeners), handler_nursery=nursery)

            nursery.start_soon(listen)
            yield sockets
            nursery.cancel_scope.cancel()
        await lifespan.wait_for_shutdown()
        lifespan_nursery.cancel_scope.cancel()


def considerate(
    listeners: Sequence[trio.SocketListener], engine: Engine, place: WorkerPlace | None
) -> list[trio.abc.Listener[trio.SocketStream]]:
    """The listeners of a process that shares them: it lets those go first that are less busy."""
    if place is None:
        return list(listeners)

    def hesitation_s() -> float:
        load = engine.statistics().load
        busy = 0.0 if load is None else min(load.expected, 1.0)
        return FULL_HESITATION_S if engine.refusal() is not None else HESITATION_S * busy

    return [ConsiderateListener(listener, hesitation_s) for listener in listeners]


@asynccontextmanager
async def open_connections(
    engine: Engine,
    settings: Settings,
    place: WorkerPlace | None = None,
    gate: Gate | None = None,
    company: Company | None = None,
    models: ServedModels | None = None,
) -> AsyncIterator[Connections]:
    """Connections whose sessions survive them, if the settings want that, for the length of an ``async with`` block."""
    corrections = None if models is None else models.corrections
    if settings.resume_grace_s == 0:
        yield Connections(company=company, corrections=corrections)
        return
    async with trio.open_nursery() as nursery:
        prefix = "" if place is None else place.token_prefix
        keeper = Gate(settings) if gate is None else gate
        seats = Seats(
            nursery,
            engine,
            settings,
            keeper,
            token_prefix=prefix,
            keeper=None if company is None else company.keeper,
        )
        connections = Connections(seats, place, company, corrections)
        if place is not None:
            nursery.start_soon(hold_back_door, place, connections.converse, engine, settings)
        yield connections
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def _rereading(
    gate: Gate, models: ServedModels, rereads: trio.abc.ReceiveChannel[None] | None
) -> AsyncIterator[None]:
    """Read keys and choice of models again whenever somebody says so, for the length of an ``async with`` block."""

    async def reread() -> None:
        assert rereads is not None
        async for _ in rereads:
            gate.read_keys_again()
            models.reloading.ring()

    async with trio.open_nursery() as nursery:
        if rereads is not None:
            nursery.start_soon(reread)
        yield
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def _signals(stop: trio.Event, enabled: bool) -> AsyncIterator[None]:
    if not enabled:
        yield
        return

    async def watch() -> None:
        with trio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
            async for number in signals:
                if stop.is_set():
                    raise KeyboardInterrupt
                _log.info("signal", name=signal.Signals(number).name)
                stop.set()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch)
        yield
        nursery.cancel_scope.cancel()
