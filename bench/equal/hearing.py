"""A program that hears on the packages of any commit, and writes down what was said: ``hearing.py WAY < JOBS``.

``live`` feeds a recogniser chunk by chunk, ``whole`` hears a recording as files are heard, and ``company`` all of them
at once as sessions of one engine. Each line of the input is a job as JSON, each line of the output its events.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    arguments: dict[str, Any] = {"sample_format": job["format"], "channels": channels, "notes": bool(job["notes"])}
    recognizer: Any = None
    if way == "live":
        recognizer = Recognizer(rate_hz, **arguments)
    else:
        from chordwork.engine import RecordingRecognizer

        recognizer = RecordingRecognizer(rate_hz, **arguments)
    events = []
    for chunk in chunks_of(job):
        events += recognizer.feed(chunk)
    events += recognizer.finish()
    return said(events)


def chunks_of(job: dict[str, Any]) -> Iterator[bytes]:
    """The PCM of a job, as it is sent."""
    samples = samples_of(job["audio"], int(job["rate_hz"]), int(job["channels"]))
    if job["format"] == "s16le":
        samples = np.asarray(np.clip(samples * 32767.0, -32768, 32767), "<i2")
    frames = max(1, round(job["rate_hz"] * job["chunk_ms"] / 1000))
    for start in range(0, len(samples), frames):
        yield samples[start : start + frames].tobytes()


async def hear_together(jobs: Sequence[dict[str, Any]]) -> list[list[list[Any]]]:
    """The events of several jobs, each a session of one engine, as if all were played at the same time."""
    import trio

    from chordwork.actors import EngineInfo, EngineLimits, open_engine

    heard: list[list[Any]] = [[] for _ in jobs]
    told: list[list[Any]] = []

    def watch(_: EngineInfo) -> Callable[[Any], None]:
        told.append([])
        return told[-1].append  # before anything gives way to what is newer

    async def play(number: int, job: dict[str, Any]) -> None:
        async with engine.open_session(
            sample_rate=int(job["rate_hz"]), sample_format=job["format"], channels=int(job["channels"])
        ) as session:
            events = told[-1]
            session.want_notes(bool(job["notes"]))
            for chunk in chunks_of(job):
                await session.send(chunk)
                await trio.sleep(job["chunk_ms"] / 1000)
            await session.finish()
            heard[number] = said(events)

    limits = EngineLimits(max_sessions=len(jobs))
    async with open_engine(limits=limits, watch=watch) as engine, trio.open_nursery() as nursery:
        for number, job in enumerate(jobs):
            nursery.start_soon(play, number, job)
    return heard


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
    jobs = [json.loads(line) for line in sys.stdin]
    if sys.argv[1] == "company":
        import trio
        from trio.testing import MockClock

        for events in trio.run(hear_together, jobs, clock=MockClock(autojump_threshold=0.0)):
            print(json.dumps(events))
        return
    for job in jobs:
        print(json.dumps(hear(job, sys.argv[1])), flush=True)


if __name__ == "__main__":
    main()
