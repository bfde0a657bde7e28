"""An analysis as JAMS, the JSON annotation format of music information retrieval.

Humphrey et al., "JAMS: a JSON annotated music specification for reproducible MIR research", ISMIR 2014. Namespaces
``chord`` (Harte labels), ``key_mode``, ``tempo``, ``beat`` (its value is the place in the bar). Warnings stand in the
sandbox of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from chordwork.analysis.charts.analysis import Analysis
from chordwork.harmony.version import VERSION

JAMS_VERSION: Final = "0.3.4"
_DECIMALS: Final = 6


def jams_document(analysis: Analysis) -> dict[str, Any]:
    """One JAMS document, as plain data."""
    duration = round(analysis.duration, _DECIMALS)
    return {
        "annotations": [
            _annotation(namespace, data, analysis, duration) for namespace, data in _annotations(analysis, duration)
        ],
        "file_metadata": {
            "title": analysis.file.encode("utf-8", "replace").decode("utf-8"),
            "artist": "",
            "release": "",
            "duration": duration,
            "identifiers": {},
            "jams_version": JAMS_VERSION,
        },
        "sandbox": {
            "tuning_cents": analysis.tuning_cents,
            "sample_rate": analysis.sample_rate,
            "metre": None if analysis.bars is None else analysis.bars.metre,
            "warnings": [warning.to_dict() for warning in analysis.warnings],
        },
    }


def _annotations(analysis: Analysis, duration: float) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield (
        "chord",
        [
            _observation(chord.start, chord.end - chord.start, chord.label, round(chord.confidence, 4))
            for chord in analysis.chords
        ],
    )
    if analysis.keys:
        yield (
            "key_mode",
            [
                _observation(span.start, span.end - span.start, _key_value(span.key), round(span.confidence, 4))
                for span in analysis.keys
            ],
        )
    elif analysis.key is not None:
        yield "key_mode", [_observation(0.0, duration, _key_value(analysis.key), None)]
    if analysis.beat_grid is not None:
        beat_grid = analysis.beat_grid
        yield "tempo", [_observation(0.0, duration, round(beat_grid.bpm, 2), round(beat_grid.confidence, 4))]
        yield "beat", list(_beats(analysis))


def _beats(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """Beats with their places in the bar; those of an upbeat are counted towards the first bar line."""
    if analysis.bars is None:
        return
    for bar in analysis.bars.bars:
        missing = analysis.bars.beats_a_bar - len(bar.beats) if bar.number == 0 else 0
        for place, beat in enumerate(bar.beats, start=max(0, missing) + 1):
            yield _observation(beat, 0.0, place, None)


def _key_value(name: str) -> str:
    tonic, _, mode = name.partition(" ")
    return f"{tonic}:{mode}"


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
