"""Everything that REST needs while a server runs, opened and closed with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any, Final

import attrs
import trio

from chordwork.actors import Engine
from chordwork.http.conversation.connection import Connections
from chordwork.http.models.served import ServedModels
from chordwork.http.processes.scratch import check_scratch, open_scratch
from chordwork.http.rest.analysis.endpoint import AnalysisEndpoint
from chordwork.http.rest.analysis.protections import Confinement, check_confinement
from chordwork.http.rest.computations import Computations
from chordwork.http.rest.fair_queue import MOST, FairQueue
from chordwork.http.rest.metrics import Metrics, NodeCollector
from chordwork.http.rest.process_pool import open_process_pool
from chordwork.http.rest.result_cache import ResultCache
from chordwork.http.rest.result_store import open_result_store
from chordwork.http.rest.tracing import open_tracer
from chordwork.http.rest.worker_metrics import serve_worker_metrics
from chordwork.http.security.gate import Gate
from chordwork.http.settings import Settings
from chordwork.http.sockets.workers import WorkerGroup

ASKED_PER_PROCESS: Final = 16
"""Computations under way for each process that works them out; more than that get 503."""
EACH_PER_PROCESS: Final = 4
"""Of them, those of one client; more than that get 429."""


@attrs.frozen
class RestServices:
    """What the views use.

    Attributes:
        settings: of the server.
        engine: where sessions live.
        gate: who comes in.
        connections: open WebSockets.
        computations: pure computations, kept and shared.
        analyses: where recordings are handed in.
        metrics: figures.
        confinement: which protections hold where recordings are decoded.
        tracer: of OpenTelemetry; None unless it is on.
        workers: this process among several; None if it is alone.
        models: which models hear, and what is known of them.
    """

    settings: Settings
    engine: Engine
    gate: Gate
    connections: Connections
    computations: Computations
    analyses: AnalysisEndpoint
    metrics: Metrics
    confinement: Confinement
    tracer: Any = None
    workers: WorkerGroup | None = None
    models: ServedModels | None = None


@asynccontextmanager
async def open_services(
    engine: Engine,
    settings: Settings,
    *,
    connections: Connections,
    gate: Gate,
    workers: WorkerGroup | None = None,
    models: ServedModels | None = None,
) -> AsyncIterator[RestServices]:
    """Open it for the length of an ``async with`` block; leaving it ends what is under way.

    Raises:
        SettingsError: the shared store or tracing is configured, and cannot be had; there is no folder for uploads; or
            confinement is required, and this system has none.
    """
    check_scratch()
    if settings.require_confinement:
        await check_confinement()
    with open_scratch() as scratch:
        async with (
            open_tracer(settings) as tracer,
            open_result_store(settings.redis_url) if settings.redis_url else nullcontext() as store,
            open_process_pool(MOST * settings.max_computations, scratch) as processes,
            trio.open_nursery() as nursery,
        ):
            computations = Computations(
                nursery,
                memory=ResultCache(max_entries=settings.cache_entries, max_bytes=settings.cache_bytes),
                store=store,
                perform=processes.perform,
                turns=FairQueue(
                    settings.max_computations,
                    max_asked=ASKED_PER_PROCESS * settings.max_computations,
                    each=EACH_PER_PROCESS * settings.max_computations,
                ),
                timeout_s=settings.computation_timeout_s,
            )
            analyses = AnalysisEndpoint(nursery, engine, gate, settings)
            metrics = Metrics(
                engine,
                gate,
                connections=lambda: connections.count,
                computations=computations.statistics,
                analyses=lambda: analyses.under_way,
                models=models,
            )
            metrics.register(NodeCollector(connections))
            if workers is not None:
                nursery.start_soon(serve_worker_metrics, workers, metrics)
            confinement = Confinement()
            nursery.start_soon(confinement.look)
            yield RestServices(
                settings,
                engine,
                gate,
                connections,
                computations,
                analyses,
                metrics,
                confinement,
                tracer,
                workers,
                models,
            )
            nursery.cancel_scope.cancel()
