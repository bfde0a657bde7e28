"""Figures about a server among others."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chordwork.http.conversation.connection import Connections


class NodeCollector(Collector):
    """What of its sessions lies where others find it, and who they are. Nothing for a server that is alone."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def collect(self) -> Iterable[Metric]:
        """Read the figures."""
        company, seats = self._connections.company, self._connections.seats
        if company is None:
            return
        yield GaugeMetricFamily("chordwork_nodes", "Servers seen, itself included.", 1 + len(company.neighbours.others))
        yield GaugeMetricFamily("chordwork_nodes_free", "Places for sessions at the others.", company.neighbours.free)
        yield CounterMetricFamily("chordwork_shared_errors", "Failures of what servers share.", company.shared.errors)
        if seats is not None:
            adopted = seats.statistics().adopted
            yield CounterMetricFamily("chordwork_sessions_adopted", "Sessions that began at another server.", adopted)
        if company.keeper is None:
            return
        kept = company.keeper.statistics()
        checkpoints = CounterMetricFamily(
            "chordwork_checkpoints", "Sessions put down for others, by what became of it.", labels=("result",)
        )
        for result in ("kept", "replaced", "failed", "taken"):
            checkpoints.add_metric([result], getattr(kept, result))
        yield checkpoints
        yield CounterMetricFamily("chordwork_checkpoint_bytes", "Bytes of them.", kept.size_bytes)
        yield GaugeMetricFamily("chordwork_checkpoints_waiting", "That wait to be written.", kept.waiting)
