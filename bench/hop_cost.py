"""Where the microseconds of a hop go: each stage of hearing, timed in a recogniser among many, as in a server.

The recognisers take turns, so that each finds the processor's caches as others left them. A stage's time is its
cheapest tenth over windows of a third of a second of audio, which a busy machine disturbs least; timing itself adds
about a microsecond to each.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter_ns
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.capacity.client import RATE_HZ
from bench.capacity.load import audio_chunks
from chordwork.engine import Recognizer, load_model

RECOGNIZERS: Final = 24
CHUNK_S: Final = 0.05
CHUNKS_A_WINDOW: Final = 6
WINDOWS: Final = {True: 40, False: 200}
WARM_UP: Final = 0.25
"""Share of the windows that do not count: the beat is looked for after three seconds."""


class Stopwatch:
    """Times by stage."""

    def __init__(self) -> None:
        self.spent_ns: dict[str, int] = {}

    def timing(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, with a watch on it."""

        def timed(*arguments: Any) -> Any:
            began = perf_counter_ns()
            try:
                return call(*arguments)
            finally:
                self.spent_ns[stage] = self.spent_ns.get(stage, 0) + perf_counter_ns() - began

        return timed


class Watched:
    """An object whose calls are timed; all else is its own."""

    def __init__(self, inner: Any, watch: Stopwatch, **stages: str) -> None:
        self._inner = inner
        self._timed = {name: watch.timing(stage, getattr(inner, name)) for name, stage in stages.items()}

    def __getattr__(self, name: str) -> Any:
        return self._timed.get(name) or getattr(self._inner, name)

    def __call__(self, *arguments: Any) -> Any:
        """The call of that name."""
        return self._timed["__call__"](*arguments)


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    watch = Stopwatch()
    recognizers = [_watched(watch) for _ in range(RECOGNIZERS)]
    chunks = audio_chunks(CHUNK_S)
    windows: list[dict[str, float]] = []
    at = 0
    for _ in range(WINDOWS[quick]):
        watch.spent_ns.clear()
        hops = -sum(recognizer._hops for recognizer in recognizers)
        began = perf_counter_ns()
        for _ in range(CHUNKS_A_WINDOW):
            for number, recognizer in enumerate(recognizers):
                recognizer.feed(chunks[(at + 13 * number) % len(chunks)])
            at += 1
        whole_ns = perf_counter_ns() - began
        hops += sum(recognizer._hops for recognizer in recognizers)
        stages = {**watch.spent_ns, "all, with what lies between": whole_ns}
        windows.append({stage: spent / hops / 1000 for stage, spent in stages.items()})
    counted = windows[round(WARM_UP * len(windows)) :]
    summary = {stage: float(np.quantile([window[stage] for window in counted], 0.1)) for stage in counted[-1]}
    table = Table(title=f"A hop of hearing, µs; {RATE_HZ // 1000} kHz, {RECOGNIZERS} recognisers in turn")
    table.add_column("stage")
    table.add_column("µs", justify="right")
    for stage, cost in summary.items():
        table.add_row(stage, f"{cost:.1f}")
    Console().print(table)
    return {"benchmark": "hop_cost", "summary": summary, "windows": windows}


def _watched(watch: Stopwatch) -> Recognizer:
    recognizer: Any = Recognizer(RATE_HZ, model=load_model())
    hearing = recognizer._hearing
    front_end = "front end: decode, resample, filter, frame"
    hearing._front_end = Watched(hearing._front_end, watch, write=front_end, next_frame=front_end)
    hearing._features = Watched(hearing._features, watch, __call__="features and onsets")
    recognizer._model = Watched(recognizer._model, watch, step="model")
    recognizer._decoder = Watched(recognizer._decoder, watch, step="decoder and key")
    recognizer._tempo = Watched(recognizer._tempo, watch, step="tempo and beats")
    watched: Recognizer = recognizer
    return watched
