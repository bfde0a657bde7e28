"""A program that hears on the packages of any commit, and writes down what was said: ``hearing.py WAY < JOBS``.

``live`` feeds a recogniser chunk by chunk, ``whole`` hears a recording as files are heard. Each line of the input is a
job as JSON, each line of the output its events.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any, Final

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import Recognizer

SYNTHETIC_S: Final = 20.0
SYNTHETIC: Final = ("noise", "silence", "faint")
"""Sounds that are no file."""


def samples_of(audio: str, rate_hz: int, channels: int) -> NDArray[np.float32]:
    """A recording at another rate, roughly: both sides hear the same samples, whatever they are worth."""
    if audio in SYNTHETIC:
        noise = np.random.default_rng(5).standard_normal((round(SYNTHETIC_S * rate_hz), channels))
        sound = np.asarray(noise * {"noise": 0.1, "silence": 0.0, "faint": 1e-5}[audio], np.float32)
    else:
        read, own_rate_hz = soundfile.read(audio, dtype="float32", always_2d=True)
        at = np.arange(int(len(read) * rate_hz / own_rate_hz)) * (own_rate_hz / rate_hz)
        rows = [np.interp(at, np.arange(len(read)), read[:, row % read.shape[1]]) for row in range(channels)]
        sound = np.stack(rows, axis=1).astype(np.float32)
    return sound


def hear(job: dict[str, Any], way: str) -> list[list[Any]]:
    """The events of a job: the kind of each, and its fields."""
    rate_hz, channels = int(job["rate_hz"]), int(job["channels"])
    samples = samples_of(job["audio"], rate_hz, channels)
    if job["format"] == "s16le":
        samples = np.asarray(np.clip(samples * 32767.0, -32768, 32767), "<i2")
    arguments: dict[str, Any] = {"sample_format": job["format"], "channels": channels, "notes": bool(job["notes"])}
    recognizer: Any = None
    if way == "live":
        recognizer = Recognizer(rate_hz, **arguments)
    else:
        from chordwork.engine import RecordingRecognizer

        recognizer = RecordingRecognizer(rate_hz, **arguments)
    frames = max(1, round(rate_hz * job["chunk_ms"] / 1000))
    events = []
    for start in range(0, len(samples), frames):
        events += recognizer.feed(samples[start : start + frames].tobytes())
    events += recognizer.finish()
    return said(events)


def said(events: Iterable[Any]) -> list[list[Any]]:
    """Events as plain values: the kind of each, and its fields."""
    return [[type(event).__name__, _fields(event)] for event in events]


def _fields(event: Any) -> dict[str, Any]:
    said = {}
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if field.name == "chord":
            value = value.label
        elif field.name == "alternatives":
            value = [[rival.chord.label, rival.confidence] for rival in value]
        said[field.name] = value
    return said


def main() -> None:
    """Hear what is asked for."""
    for line in sys.stdin:
        print(json.dumps(hear(json.loads(line), sys.argv[1])), flush=True)


if __name__ == "__main__":
    main()
