"""What hearing costs: CPU, memory and import time of the engine inside one process, on one thread.

Every run is a process of its own, so that memory and imports are measured from nothing. The product's chain (FFTW)
alternates with the same chain on numpy's transform, the baseline, so that a drift of the machine's speed hits both.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from typing import Any, Final

from rich.console import Console
from rich.table import Table

RATE_HZ: Final = 44_100
CHUNK_SAMPLES: Final = 882
AIMS: Final = {"cpu_s_per_audio_s": 0.006, "peak_rss_mb": 200.0, "import_s": 0.5}

_IMPORT: Final = "import time; t = time.perf_counter(); import chordwork.engine; print(time.perf_counter() - t)"

_HEAR: Final = """
import json, resource, sys, time
import numpy as np
from chordwork.engine import NumpyTransform, Recognizer, TransformPool

seconds, fft = float(sys.argv[1]), sys.argv[2]
rate, chunk = 44_100, 882
time_axis = np.arange(rate * 4) / rate
voicings = ((45, 52, 57, 60, 64), (43, 50, 55, 59, 67))
def chord(notes):
    partials = [(440 * 2 ** ((n - 69) / 12) * k, k) for n in notes for k in range(1, 9)]
    return sum(np.sin(2 * np.pi * f * time_axis) * np.exp(-time_axis * k / 3) / k for f, k in partials)
noise = np.random.default_rng(0).standard_normal(rate * 8)
loop = (np.concatenate([chord(v) for v in voicings]) * 2000 + noise * 30).astype("<i2").tobytes()
chunks = [loop[i : i + 2 * chunk] for i in range(0, len(loop), 2 * chunk)]
recognizer = Recognizer(rate, transforms=TransformPool(NumpyTransform) if fft == "numpy" else None)
for piece in chunks:
    recognizer.feed(piece)
count = int(seconds * rate / chunk)
began = time.process_time()
for index in range(count):
    recognizer.feed(chunks[index % len(chunks)])
cpu = (time.process_time() - began) / (count * chunk / rate)
rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"cpu_s_per_audio_s": cpu, "peak_rss_mb": rss}))
"""


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    runs, seconds = (3, 15.0) if quick else (9, 60.0)
    product, baseline, imports = [], [], []
    for _ in range(runs):
        product.append(json.loads(_python(_HEAR, str(seconds), "fftw")))
        baseline.append(json.loads(_python(_HEAR, str(seconds), "numpy")))
        imports.append(float(_python(_IMPORT)))
    figures = {
        "cpu_s_per_audio_s": _median(product, "cpu_s_per_audio_s"),
        "peak_rss_mb": _median(product, "peak_rss_mb"),
        "import_s": statistics.median(imports),
    }
    ratios = [
        ours["cpu_s_per_audio_s"] / theirs["cpu_s_per_audio_s"] for ours, theirs in zip(product, baseline, strict=True)
    ]
    table = Table(title=f"Cost at {RATE_HZ / 1000:.1f} kHz mono, 20 ms chunks, one thread; median of {runs} runs")
    for heading in ("", "measured", "aim", ""):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, label, digits in (
        ("cpu_s_per_audio_s", "CPU seconds per audio second", 4),
        ("peak_rss_mb", "peak resident memory, MB", 0),
        ("import_s", "import of chordwork.engine, s", 3),
    ):
        met = figures[name] <= AIMS[name]
        table.add_row(label, f"{figures[name]:.{digits}f}", f"≤ {AIMS[name]:g}", "met" if met else "missed")
    ratio = statistics.median(ratios)
    table.add_row("CPU ratio to the same chain on numpy's FFT", f"{ratio:.2f}", "", "")
    Console().print(table)
    return {
        "benchmark": "cost",
        "summary": {**figures, "ratio_to_numpy_fft": ratio},
        "aims": AIMS,
        "product": product,
        "baseline_numpy_fft": baseline,
        "import_s": imports,
    }


def _median(rows: list[dict[str, float]], name: str) -> float:
    return statistics.median(row[name] for row in rows)


def _python(code: str, *arguments: str) -> str:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
