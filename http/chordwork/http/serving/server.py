"""The server: engine, application and listening socket under one roof, started and stopped in order."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
import trio

from chordwork.actors import Engine, EngineInfo, EngineLimits, RecognizerFactory, open_engine
from chordwork.http.conversation.connection import open_connections
from chordwork.http.dialects.live_suggestions import load_suggestions
from chordwork.http.models.served import ServedModels, open_models
from chordwork.http.nodes.cluster import announced, open_cluster
from chordwork.http.nodes.neighbours import Neighbours
from chordwork.http.rest.services import open_services
from chordwork.http.security.gate import Gate
from chordwork.http.serving.app import create_app
from chordwork.http.serving.http_port import open_http_port
from chordwork.http.serving.stream_port import open_stream_port
from chordwork.http.settings import Settings
from chordwork.http.sockets.listeners import (
    ConsiderateListener,
    ListenError,
    ServerAddress,
    open_listeners,
    open_listening_sockets,
)
from chordwork.http.sockets.workers import WorkerGroup

__all__ = ["ListenError", "ServerAddress", "open_http_port", "open_listeners", "serve"]

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
    workers: WorkerGroup | None = None,
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
        workers: this process among several that share the ports; alone if None.
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
    listening = await open_listening_sockets(settings) if workers is None else workers.listening
    async with (
        _signals(stop, handle_signals),
        open_models(settings, recognizer_factory, info) as models,
        open_engine(limits=limits, rollout=models.rollout, watch=models.figures.watch) as engine,
        open_cluster(settings, neighbours) as cluster,
        open_connections(
            engine, settings, gate=gate, workers=workers, cluster=cluster, corrections=models.corrections
        ) as connections,
        announced(cluster, engine, connections.draining),
        _rereading(gate, models, rereads),
        open_services(engine, settings, connections=connections, gate=gate, workers=workers, models=models) as services,
        open_http_port(
            create_app(services),
            settings,
            considerate(listening.main, engine, workers),
            gate,
        ) as http_port,
        open_stream_port(
            considerate(listening.stream, engine, workers),
            connections=connections,
            settings=settings,
            gate=gate,
        ) as stream_port,
    ):
        address = listening.address
        _log.info("listening", url=address.ws_url, stream_url=address.stream_url)
        task_status.started(address)
        await stop.wait()
        _log.info("draining", sessions=engine.statistics().sessions)
        deadline = trio.current_time() + settings.drain_timeout_s
        http_port.stop_listening()
        stream_port.stop_listening()
        connections.draining.set()
        await engine.drain(deadline)
        await stream_port.wait_closed(deadline + settings.close_timeout_s)
        await http_port.wait_closed(deadline + settings.close_timeout_s)
    _log.info("stopped")


def considerate(
    listeners: Sequence[trio.SocketListener], engine: Engine, workers: WorkerGroup | None
) -> list[trio.abc.Listener[trio.SocketStream]]:
    """The listeners of a process that shares them: it lets those go first that are less busy."""
    if workers is None:
        return list(listeners)

    def hesitation_s() -> float:
        load = engine.statistics().load
        busy = 0.0 if load is None else min(load.expected, 1.0)
        return FULL_HESITATION_S if engine.refusal() is not None else HESITATION_S * busy

    return [ConsiderateListener(listener, hesitation_s) for listener in listeners]


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


def settle_heap() -> None:
    """Collect garbage, and take what is left out of all later collections: it stays for as long as the process.

    A full collection looks at every object. For a server that has loaded its libraries that takes a tenth of a second,
    in which nobody is heard, and hardly ever finds anything. For processes that do nothing but serve.
    """
    gc.collect()
    gc.freeze()
