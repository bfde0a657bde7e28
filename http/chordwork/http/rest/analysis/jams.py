"""An analysis as JAMS, the JSON annotation format of music information retrieval.

Humphrey et al., "JAMS: a JSON annotated music specification for reproducible MIR research", ISMIR 2014. Namespaces
``chord`` (Harte labels), ``key_mode``.
"""

from __future__ import annotations

import json
from typing import Any, Final

from chordwork.http.cli.analysis.analyse import Analysis
from chordwork.http.version import VERSION

JAMS_VERSION: Final = "0.3.4"
_DECIMALS: Final = 6


def jams(analysis: Analysis) -> str:
    """One JAMS document, ending in a newline."""
    duration = round(analysis.duration, _DECIMALS)
    chords = [
        _observation(chord.start, chord.end - chord.start, chord.label, round(chord.confidence, 4))
        for chord in analysis.chords
    ]
    annotations = [_annotation("chord", chords, analysis, duration)]
    if analysis.key is not None:
        tonic, _, mode = analysis.key.partition(" ")
        key = [_observation(0.0, duration, f"{tonic}:{mode}", None)]
        annotations.append(_annotation("key_mode", key, analysis, duration))
    document = {
        "annotations": annotations,
        "file_metadata": {
            "title": analysis.file,
            "artist": "",
            "release": "",
            "duration": duration,
            "identifiers": {},
            "jams_version": JAMS_VERSION,
        },
        "sandbox": {"tuning_cents": analysis.tuning_cents, "sample_rate": analysis.sample_rate},
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _observation(time: float, duration: float, value: Any, confidence: float | None) -> dict[str, Any]:
    return {
        "time": round(time, _DECIMALS),
        "duration": round(duration, _DECIMALS),
        "value": value,
        "confidence": confidence,
    }


def _annotation(namespace: str, data: list[dict[str, Any]], analysis: Analysis, duration: float) -> dict[str, Any]:
    return {
        "namespace": namespace,
        "annotation_metadata": {
            "annotation_tools": f"chordwork {VERSION}",
            "annotation_rules": f"model {analysis.model}, {analysis.tier} tier",
            "annotator": {},
            "corpus": "",
            "curator": {"name": "", "email": ""},
            "data_source": "program",
            "validation": "",
            "version": VERSION,
        },
        "data": data,
        "time": 0.0,
        "duration": duration,
        "sandbox": {},
    }
