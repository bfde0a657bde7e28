"""One file heard as ``chordwork analyze`` hears it, in a process of its own: ``python -m bench.formats.hearing FILE``.

Prints JSON: the chords, the warnings, how long it took to decode and to hear, and the most memory that was held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.formats.alignment import mono
from chordwork.analysis.analyser import analyser_of
from chordwork.analysis.sources.audio_file import open_audio
from chordwork.engine import load_model
from chordwork.harmony.errors import ChordworkError

_KIB_IN_MIB = 1024


def hear(path: Path, line: Path) -> dict[str, Any]:
    """Hear a file; its sound, in mono at a low rate, goes to ``line`` to be compared."""
    model = load_model()
    before = _peak_mib()
    started = time.process_time()
    with open_audio(path) as audio:
        analysis = analyser_of(model).analyse(audio)
        warnings = [warning.code for warning in audio.warnings]
    heard, peak = time.process_time() - started, _peak_mib()
    started = time.process_time()
    with open_audio(path) as audio:
        sound = np.concatenate(list(audio.blocks(8192)))
        rate_hz = audio.sample_rate
    decoded = time.process_time() - started
    np.save(line, mono(sound, rate_hz))
    return {
        "seconds": analysis.duration,
        "chords": [(chord.start, chord.end, chord.label) for chord in analysis.chords],
        "warnings": warnings,
        "decode_cpu_s": decoded,
        "hear_cpu_s": heard,
        "peak_mib": peak,
        "with_model_mib": before,
    }


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_IN_MIB


def main() -> int:
    """Hear the file named first; 1 and one line on standard error if it cannot be heard."""
    try:
        print(json.dumps(hear(Path(sys.argv[1]), Path(sys.argv[2]))))
    except ChordworkError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
