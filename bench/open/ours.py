"""Chordwork, and the untrained templates, as programs that answer like peers: ``python -m bench.open.ours NAME``.

Files go through the product's whole path in chunks of 20 ms, as from a microphone; :mod:`bench.accuracy.run_peer` says
what is read and written. Both tiers are answered, the final one with confidence and with the time of the decision.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
import soundfile

from bench.accuracy.run_peer import cpu_s, peak_mb
from chordwork.engine import AcousticModel, ChordModel, load_model
from chordwork.engine._onnxruntime import switch_telemetry_off
from chordwork.harmony.version import VERSION
from evaluation.listening import Heard, listen

CHORDWORK: Final = "chordwork"
TEMPLATES: Final = "templates"


def answer(model: ChordModel, asked: Iterable[str], said: TextIO) -> None:
    """Hear files one after the other, and say of each a line of JSON."""
    _say(said, {"versions": {CHORDWORK: VERSION, "numpy": np.__version__}})
    for line in asked:
        began, began_cpu_s = time.monotonic(), cpu_s()
        samples, rate_hz = soundfile.read(Path(line.rstrip("\n")), dtype="int16", always_2d=True)
        heard = listen(np.asarray(samples[:, 0], np.int16), int(rate_hz), model)
        spent = {"wall_s": time.monotonic() - began, "cpu_s": cpu_s() - began_cpu_s}
        _say(said, {"tiers": tiers(heard), **spent, "cpu_so_far_s": cpu_s(), "peak_mb": peak_mb()})


def tiers(heard: Heard) -> dict[str, list[Any]]:
    """What was decided, and what was on display."""
    decided = [[each.start, each.end, each.label, each.confidence, each.said_at] for each in heard.decisions]
    return {"final": decided, "live": [list(each) for each in heard.live]}


def _say(said: TextIO, what: dict[str, Any]) -> None:
    said.write(json.dumps(what) + "\n")
    said.flush()


def main() -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser("python -m bench.open.ours", description="Hear files, and answer in JSON.")
    parser.add_argument("name", choices=(CHORDWORK, TEMPLATES))
    parser.add_argument("--model", type=Path, help="an ONNX model; default the bundled one")
    options = parser.parse_args()
    switch_telemetry_off()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as said:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        if options.name == TEMPLATES:
            from evaluation.templates import TemplateModel

            answer(TemplateModel(), sys.stdin, said)
        else:
            model = load_model() if options.model is None else AcousticModel(options.model.read_bytes())
            answer(model, sys.stdin, said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
