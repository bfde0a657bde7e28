"""Figures of models for Prometheus. Every sample names model and version; every other label has few values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from chordwork.actors import Engine, EngineInfo
from chordwork.engine.drift import CLASSES
from chordwork.http.models.figures import CONFIDENCE_BOUNDS, TIERS, FiguresOfModels, ModelFigures, ModelKey

MODEL: Final = ("model", "version")
"""Labels of every sample."""


class ModelCollector(Collector):
    """Reads the figures when somebody asks.

    Args:
        engine: who hears new sessions, and what inference costs.
        figures: what was said.
        failing: whether the last choice of models could not be followed.
        corrections_failed: corrections that could not be written.
    """

    def __init__(
        self,
        engine: Engine,
        figures: FiguresOfModels,
        *,
        failing: Callable[[], bool],
        corrections_failed: Callable[[], int],
    ) -> None:
        self._engine = engine
        self._figures = figures
        self._failing = failing
        self._corrections_failed = corrections_failed

    def collect(self) -> Iterable[Metric]:
        """For the registry."""
        yield self._share()
        yield GaugeMetricFamily(
            "chordwork_model_choice_failing", "1 while the models chosen cannot be used.", int(self._failing())
        )
        yield CounterMetricFamily(
            "chordwork_corrections_not_kept", "Corrections that could not be written.", self._corrections_failed()
        )
        figures = self._figures.all()
        yield from _counters(figures)
        yield _confidence(figures)
        yield from self._windows(figures)
        yield from self._inference()

    def _share(self) -> Metric:
        metric = GaugeMetricFamily(
            "chordwork_model_share", "Share of new sessions that a model hears.", labels=(*MODEL, "role")
        )
        rollout = self._engine.rollout
        metric.add_metric([*_key(rollout.main.info), "main"], 1.0 - rollout.share)
        if rollout.canary is not None:
            metric.add_metric([*_key(rollout.canary.info), "canary"], rollout.share)
        return metric

    def _windows(self, figures: dict[ModelKey, ModelFigures]) -> Iterable[Metric]:
        finals = GaugeMetricFamily(
            "chordwork_model_window_finals", "Latest final chords by which drift is measured.", labels=MODEL
        )
        needed = GaugeMetricFamily(
            "chordwork_model_window_finals_needed", "Final chords that it takes for a score of drift.", labels=MODEL
        )
        drift = GaugeMetricFamily(
            "chordwork_model_drift_bits",
            "Jensen-Shannon divergence of the latest finals from the card's reference, 0 to 1; none: not enough heard.",
            labels=(*MODEL, "of"),
        )
        usual = GaugeMetricFamily(
            "chordwork_model_drift_usual_bits",
            "Below which 95 of 100 windows of the reference's own material stay.",
            labels=(*MODEL, "of"),
        )
        for key, each in figures.items():
            window = each.window.distribution
            finals.add_metric(key, window.finals)
            if (reference := self._figures.reference(key)) is None:
                continue
            found = reference.drift(window)
            needed.add_metric(key, found.needed)
            for name, bits, most in zip(
                ("chords", "confidence"), (found.chords, found.confidence), reference.usual_bits, strict=True
            ):
                usual.add_metric([*key, name], most)
                if bits is not None:
                    drift.add_metric([*key, name], bits)
        return finals, needed, drift, usual

    def _inference(self) -> Iterable[Metric]:
        statistics = self._engine.statistics().inference
        for name, text, values in (
            ("batches", "Calls of the shared model.", [each.batches for each in statistics]),
            ("rows", "Hops of sessions answered by them.", [each.rows for each in statistics]),
            ("rows_alone", "Rows asked again after a failed batch.", [each.alone for each in statistics]),
            ("seconds", "Time spent in the shared model.", [each.model_s for each in statistics]),
        ):
            metric = CounterMetricFamily(f"chordwork_inference_{name}", text, labels=MODEL)
            for each, value in zip(statistics, values, strict=True):
                metric.add_metric((each.model_name, each.model_version), value)
            yield metric


def _counters(figures: dict[ModelKey, ModelFigures]) -> Iterable[Metric]:
    sessions = CounterMetricFamily("chordwork_model_sessions", "Sessions given to a model.", labels=MODEL)
    finals = CounterMetricFamily("chordwork_model_finals", "Final chords.", labels=MODEL)
    guessed = CounterMetricFamily(
        "chordwork_model_guessed_seconds", "Audio with a provisional chord before its final one.", labels=MODEL
    )
    disagreed = CounterMetricFamily(
        "chordwork_model_disagreed_seconds", "Of it, that whose final chord had another root or quality.", labels=MODEL
    )
    chords = CounterMetricFamily(
        "chordwork_model_chord_seconds", "Audio of final chords, by quality, N and X.", labels=(*MODEL, "class")
    )
    corrections = CounterMetricFamily(
        "chordwork_model_corrections",
        "Corrections by players, by coarse class of what was heard and of what it was.",
        labels=(*MODEL, "heard", "corrected", "root"),
    )
    for key, each in figures.items():
        sessions.add_metric(key, each.sessions)
        finals.add_metric(key, each.finals)
        guessed.add_metric(key, each.guessed_s)
        disagreed.add_metric(key, each.disagreed_s)
        for name in CLASSES:
            chords.add_metric([*key, name], each.chord_s[name])
        for kind, count in sorted(each.corrections.items()):
            corrections.add_metric([*key, *kind], count)
    return sessions, finals, guessed, disagreed, chords, corrections


def _confidence(figures: dict[ModelKey, ModelFigures]) -> Metric:
    metric = HistogramMetricFamily(
        "chordwork_model_confidence", "Confidence of chords as they are said.", labels=(*MODEL, "tier")
    )
    for key, each in figures.items():
        for tier in TIERS:
            counts = list(accumulate(each.confidences[tier]))
            bounds = [f"{bound:g}" for bound in CONFIDENCE_BOUNDS]
            buckets: Sequence[tuple[str, float]] = [*zip(bounds, counts, strict=True), ("+Inf", counts[-1])]
            metric.add_metric([*key, tier], buckets, each.confidence_sums[tier])
    return metric


def _key(info: EngineInfo) -> ModelKey:
    return info.model_name, info.model_version
