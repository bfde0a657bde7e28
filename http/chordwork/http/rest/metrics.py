"""Figures of one server process, in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from chordwork.actors import Engine
from chordwork.harmony.version import VERSION
from chordwork.http.conversation.connection import Connections
from chordwork.http.models.collector import ModelCollector
from chordwork.http.models.served import ServedModels
from chordwork.http.rest.computations import ComputationStatistics
from chordwork.http.security.gate import Gate

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""The text format that every Prometheus reads."""
_SECONDS: Final = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_AGES_S: Final = (0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """What ``/metrics`` says. The registry is the server's own, so that several can live in one process.

    Args:
        engine: of which sessions, queues and inference are read when somebody asks.
        gate: of which refusals are read.
        connections: how many WebSockets are open.
        computations: state of the pure computations.
        analyses: recordings being heard.
        models: what is known of them.
    """

    def __init__(
        self,
        engine: Engine,
        gate: Gate,
        *,
        connections: Callable[[], int],
        computations: Callable[[], ComputationStatistics],
        analyses: Callable[[], int],
        models: ServedModels | None = None,
    ) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "chordwork_request_seconds",
            "Time from a request to the beginning of its answer.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_EngineCollector(engine, connections))
        self._registry.register(_ShellCollector(gate, computations, analyses))
        if models is not None:
            self._registry.register(
                ModelCollector(
                    engine,
                    models.figures,
                    failing=lambda: models.failing,
                    corrections_failed=lambda: models.corrections.failed,
                )
            )
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)

    def register(self, collector: Collector) -> None:
        """Also tell what somebody else collects."""
        self._registry.register(collector)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; ``route`` is a rule of ours, never an address that a client made up."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).observe(seconds)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})


class _EngineCollector(Collector):
    def __init__(self, engine: Engine, connections: Callable[[], int]) -> None:
        self._engine = engine
        self._connections = connections

    def collect(self) -> Iterable[Metric]:
        statistics = self._engine.statistics()
        info = self._engine.info
        yield InfoMetricFamily(
            "chordwork",
            "Which Chordwork this is.",
            {"version": VERSION, "model": info.model_name, "model_version": info.model_version},
        )
        yield GaugeMetricFamily("chordwork_connections", "Open WebSockets.", self._connections())
        yield GaugeMetricFamily("chordwork_sessions", "Open sessions.", statistics.sessions)
        yield GaugeMetricFamily("chordwork_sessions_limit", "Sessions allowed at once.", statistics.max_sessions)
        yield GaugeMetricFamily("chordwork_draining", "1 while the server shuts down.", int(statistics.draining))
        load = 0.0 if statistics.load is None else statistics.load.load
        yield GaugeMetricFamily(
            "chordwork_load", "Real-time factor: share of the time, lately, that the server's loop was busy.", load
        )
        for name, text, value in (
            ("opened", "Sessions ever opened.", statistics.opened),
            ("crashed", "Sessions whose recogniser failed.", statistics.crashed),
            ("refused", "Sessions refused by the engine.", statistics.refused),
        ):
            yield CounterMetricFamily(f"chordwork_sessions_{name}", text, value)
        yield from self._audio()

    def _audio(self) -> Iterable[Metric]:
        totals = self._engine.audio_totals()
        yield CounterMetricFamily("chordwork_audio_received_seconds", "Audio received.", totals.received_s)
        yield CounterMetricFamily("chordwork_audio_recognized_seconds", "Audio recognised.", totals.recognized_s)
        yield CounterMetricFamily(
            "chordwork_audio_dropped_seconds", "Audio dropped because recognition was late.", totals.dropped_s
        )
        ages = totals.queue_ages_s
        oldest = GaugeMetricFamily(
            "chordwork_queue_age_max_seconds", "How long the oldest audio of all sessions has waited."
        )
        oldest.add_metric([], max(ages, default=0.0))
        yield oldest
        late = GaugeMetricFamily(
            "chordwork_sessions_by_queue_age",
            "Sessions whose oldest audio has waited at most so many seconds, now.",
            labels=("le",),
        )
        for bound in (*_AGES_S, float("inf")):
            late.add_metric([f"{bound:g}".replace("inf", "+Inf")], sum(age <= bound for age in ages))
        yield late


class _ShellCollector(Collector):
    def __init__(
        self, gate: Gate, computations: Callable[[], ComputationStatistics], analyses: Callable[[], int]
    ) -> None:
        self._gate = gate
        self._computations = computations
        self._analyses = analyses

    def collect(self) -> Iterable[Metric]:
        refused = CounterMetricFamily("chordwork_refused", "Refused at the door, by code.", labels=("code",))
        for code, count in sorted(self._gate.refused.items()):
            refused.add_metric([code], count)
        yield refused
        yield GaugeMetricFamily(
            "chordwork_tracked_addresses", "Addresses remembered for their rates.", self._gate.tracked_addresses
        )
        yield GaugeMetricFamily("chordwork_analyses", "Recordings being heard.", self._analyses())
        statistics = self._computations()
        yield GaugeMetricFamily("chordwork_computations", "Computations under way.", statistics.under_way)
        lookups = CounterMetricFamily(
            "chordwork_cache_requests", "Requests for computations, by how they were met.", labels=("result",)
        )
        for result in ("memory", "shared", "joined", "computed", "refused"):
            lookups.add_metric([result], statistics.lookups[result])
        yield lookups
        hits = statistics.lookups["memory"] + statistics.lookups["shared"] + statistics.lookups["joined"]
        asked = hits + statistics.lookups["computed"]
        yield GaugeMetricFamily(
            "chordwork_cache_hit_ratio", "Share of them met without computing.", hits / asked if asked else 0.0
        )
        memory = statistics.memory
        yield GaugeMetricFamily("chordwork_cache_entries", "Results kept in memory.", memory.entries)
        yield GaugeMetricFamily("chordwork_cache_bytes", "Bytes of them.", memory.size_bytes)
        yield CounterMetricFamily("chordwork_cache_evicted", "Results forgotten to make room.", memory.evicted)
        yield CounterMetricFamily("chordwork_store_errors", "Failures of the shared store.", statistics.store_errors)
        yield CounterMetricFamily("chordwork_computations_timed_out", "Stopped: too slow.", statistics.timed_out)
        yield CounterMetricFamily("chordwork_computations_failed", "Processes that failed.", statistics.failed)


class NodeCollector(Collector):
    """What of its sessions lies where others find it, and who they are. Nothing for a server that is alone."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def collect(self) -> Iterable[Metric]:
        """Read the figures."""
        cluster = self._connections.cluster
        if cluster is None:
            return
        yield GaugeMetricFamily("chordwork_nodes", "Servers seen, itself included.", 1 + len(cluster.neighbours.others))
        yield GaugeMetricFamily("chordwork_nodes_free", "Places for sessions at the others.", cluster.neighbours.free)
        yield CounterMetricFamily("chordwork_shared_errors", "Failures of what servers share.", cluster.store.errors)
        adopted = self._connections.sessions.statistics().adopted
        yield CounterMetricFamily("chordwork_sessions_adopted", "Sessions that began at another server.", adopted)
        if cluster.checkpoints is None:
            return
        kept = cluster.checkpoints.statistics()
        checkpoints = CounterMetricFamily(
            "chordwork_checkpoints", "Sessions put down for others, by what became of it.", labels=("result",)
        )
        for result in ("kept", "replaced", "failed", "taken"):
            checkpoints.add_metric([result], getattr(kept, result))
        yield checkpoints
        yield CounterMetricFamily("chordwork_checkpoint_bytes", "Bytes of them.", kept.size_bytes)
        yield GaugeMetricFamily("chordwork_checkpoints_waiting", "That wait to be written.", kept.waiting)
