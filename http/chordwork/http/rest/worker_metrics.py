"""Figures of all worker processes by whichever of them is asked.

Each worker answers on a Unix socket in a folder of the server with its own figures, and closes. Whoever is asked for
``/metrics`` asks all of them, and gives each sample the label ``worker``. Not the multiprocess mode of
prometheus-client: that needs a variable set before its import, keeps files that outlive their workers, and knows no
figures that are read when somebody asks, as most of ours are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import structlog
import trio
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from chordwork.http.rest.metrics import Metrics
from chordwork.http.sockets.accepted import isolated
from chordwork.http.sockets.workers import WorkerGroup

ANSWER_TIMEOUT_S: Final = 2.0
"""A worker that takes longer is left out, as one that is being started anew."""
MAX_BYTES: Final = 4 << 20
LABEL: Final = "worker"
_LARGEST: Final = frozenset(
    {
        *("chordwork_queue_age_max_seconds", "chordwork_draining", "python_info", "chordwork_info"),
        *("chordwork_model_choice_failing", "chordwork_model_drift_bits", "chordwork_model_drift_usual_bits"),
        *("chordwork_model_share", "chordwork_model_window_finals_needed"),
    }
)
_SMALLEST: Final = frozenset({"process_start_time_seconds"})
_MEAN: Final = frozenset({"chordwork_cache_hit_ratio", "chordwork_load"})
"""How gauges become one that are no sums."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


async def serve_worker_metrics(group: WorkerGroup, metrics: Metrics) -> None:
    """Tell the figures of this process to the others, until cancelled."""
    path = group.metrics_path(group.index)
    path.unlink(missing_ok=True)  # of a process before us that crashed
    sock = trio.socket.socket(trio.socket.AF_UNIX)
    await sock.bind(str(path))
    sock.listen(16)

    async def tell(stream: trio.SocketStream) -> None:
        with isolated(), trio.move_on_after(ANSWER_TIMEOUT_S):
            await stream.send_all(metrics.text())
        await trio.aclose_forcefully(stream)

    try:
        await trio.serve_listeners(tell, [trio.SocketListener(sock)])
    finally:
        path.unlink(missing_ok=True)


async def collect_worker_metrics(group: WorkerGroup, own: bytes, *, workers: int, together: bool) -> bytes:
    """The figures of all workers, as text.

    Args:
        group: this process among the others.
        own: its figures.
        workers: how many there should be.
        together: one sample for all of them, rather than one of each with the label ``worker``.
    """
    told: dict[int, str] = {group.index: own.decode()}

    async def ask(index: int) -> None:
        try:
            with trio.fail_after(ANSWER_TIMEOUT_S):
                async with await trio.open_unix_socket(str(group.metrics_path(index))) as stream:
                    said = bytearray()
                    while len(said) < MAX_BYTES and (data := await stream.receive_some(1 << 16)):
                        said += data
            told[index] = said.decode()
        except (OSError, trio.TooSlowError, trio.BrokenResourceError) as error:
            _log.info("a worker does not tell its figures", worker=index, reason=type(error).__name__)

    async with trio.open_nursery() as nursery:
        for index in range(workers):
            if index != group.index:
                nursery.start_soon(ask, index)
    families = {index: list(text_string_to_metric_families(text)) for index, text in sorted(told.items())}
    registry = CollectorRegistry()
    registry.register(_Gathered(_sums(families) if together else _labelled(families), workers, len(told)))
    return generate_latest(registry)


class _Gathered(Collector):
    def __init__(self, metrics: Iterable[Metric], workers: int, answering: int) -> None:
        self._metrics = list(metrics)
        for name, text, value in (
            ("chordwork_workers", "Worker processes that there should be.", workers),
            ("chordwork_workers_answering", "Worker processes that told these figures.", answering),
        ):
            metric = Metric(name, text, "gauge")
            metric.add_sample(name, {}, value)
            self._metrics.append(metric)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _labelled(families: Mapping[int, Sequence[Metric]]) -> Iterable[Metric]:
    gathered: dict[str, Metric] = {}
    for index, metrics in families.items():
        for metric in metrics:
            whole = gathered.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
            for sample in metric.samples:
                whole.add_sample(sample.name, {LABEL: str(index), **sample.labels}, sample.value)
    return gathered.values()


def _sums(families: Mapping[int, Sequence[Metric]]) -> Iterable[Metric]:
    gathered: dict[str, Metric] = {}
    values: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], list[float]]] = {}
    for metrics in families.values():
        for metric in metrics:
            gathered.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
            for sample in metric.samples:
                key = sample.name, tuple(sorted(sample.labels.items()))
                values.setdefault(metric.name, {}).setdefault(key, []).append(sample.value)
    for name, metric in gathered.items():
        for (sample_name, labels), found in values.get(name, {}).items():
            metric.add_sample(sample_name, dict(labels), _joined(sample_name, found))
    return gathered.values()


def _joined(name: str, values: Sequence[float]) -> float:
    if name in _LARGEST:
        return max(values)
    if name in _SMALLEST:
        return min(values)
    return sum(values) / len(values) if name in _MEAN else sum(values)
