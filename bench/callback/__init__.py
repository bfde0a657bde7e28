"""Whether an audio callback that feeds an engine misses deadlines of 2 ms, beside one that does nothing.

An artificial sound card, a thread in C, calls two callbacks at each deadline: one that hands 2 ms of audio to a ring,
and one that does nothing, the one first and then the other, next time the other way round. A deadline is missed where
the thread woke so late, and the callback took so long, that the next one had come. A loaded machine wakes threads late
by itself: both callbacks wake together, and what the ring adds is the difference. Meanwhile an engine hears what comes
out of the ring, in the same process.

The second row is a callback in Python, as ``sounddevice`` calls one by default, which has to wait for the interpreter.
"""

from __future__ import annotations

import argparse
import ctypes
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.callback.device import CALLBACK, Device, Played
from bench.capacity.client import RATE_HZ
from bench.capacity.load import audio_chunks
from chordwork.actors import threads
from chordwork.engine.events import ChordEvent
from chordwork.native import CallbackRing

PERIOD_S: Final = 0.002
FRAMES: Final = round(PERIOD_S * RATE_HZ)
CALLS: Final = {True: 2_000, False: 100_000}
PYTHON_CALLS: Final = {True: 1_000, False: 10_000}
RING_S: Final = 4.0
"""A loaded machine may leave the engine, which has no priority, without a processor for longer than a second."""
PRIORITY: Final = 20
"""Of SCHED_FIFO, far above everything and below the kernel's own; sound cards' threads get one where they may."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Those of this benchmark."""
    parser.add_argument("--usual-priority", action="store_true", help="the thread is one like any other")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    priority = 0 if options.usual_priority else PRIORITY
    with tempfile.TemporaryDirectory() as folder:
        device = Device(Path(folder))
        rows = [
            _play(device, "C, into the ring", _in_c, CALLS[quick], priority),
            _play(device, "Python, into the ring", _in_python, PYTHON_CALLS[quick], priority),
        ]
    table = Table(title=f"Deadlines of {1000 * PERIOD_S:g} ms: the callback, and one that does nothing beside it")
    for heading in (
        "callback",
        "calls",
        "missed",
        "nothing missed",
        "overruns",
        "µs, 99.9 %",
        "µs, most",
        "woke late, ms",
    ):
        table.add_column(heading, justify="left" if heading == "callback" else "right")
    for row in rows:
        table.add_row(
            row["name"], f"{row['calls']}", f"{row['missed']}", f"{row['missed_by_nothing']}", f"{row['overruns']}",
            f"{row['us_999']:.1f}", f"{row['us_most']:.0f}", f"{row['woken_ms_most']:.1f}",
        )  # fmt: skip
    console = Console(width=130)
    console.print(table)
    console.print(
        "The card's thread had a sound card's priority."
        if rows[0]["realtime"]
        else "The card's thread had no priority: misses of both callbacks are the machine's."
    )
    return {
        "benchmark": "callback",
        "summary": {f"{row['name']}: {name}": row[name] for row in rows for name in ("missed", "overruns")},
        "rows": rows,
    }


Callback = tuple[tuple[int, int], tuple[int, int], list[Any]]
"""Addresses of what is measured and of what does nothing, with their data; and what has to live as long."""


def _in_c(device: Device, ring: CallbackRing) -> Callback:
    return (ring.portaudio_callback, ring.pointer), (device.nothing, 0), []


def _in_python(device: Device, ring: CallbackRing) -> Callback:
    def write(pcm: int, _output: int, frames: int, *_: int) -> int:
        ring.write((ctypes.c_char * (2 * frames)).from_address(pcm))
        return 0

    measured, baseline = CALLBACK(write), CALLBACK(lambda *_: 0)
    addresses = [(ctypes.cast(callback, ctypes.c_void_p).value or 0, 0) for callback in (measured, baseline)]
    return addresses[0], addresses[1], [measured, baseline]


def _play(
    device: Device, name: str, made: Callable[[Device, CallbackRing], Callback], calls: int, priority: int
) -> dict[str, Any]:
    ring = CallbackRing(round(RING_S * RATE_HZ), bytes_per_frame=2)
    pcm = b"".join(audio_chunks(0.05))
    measured, baseline, alive = made(device, ring)
    chords = 0
    with (
        threads.open_engine() as engine,
        engine.open_session(sample_rate=RATE_HZ) as session,
        session.pouring(ring),
    ):
        playing = device.start(
            measured, baseline, pcm, frames=FRAMES, calls=calls, period_s=PERIOD_S, priority=priority
        )
        while not playing.done:
            try:
                event = session.receive(timeout_s=0.2).event
            except TimeoutError:
                continue
            chords += isinstance(event, ChordEvent) and event.status == "final"
        played = playing.join()
        ring.end()
        chords += sum(isinstance(event, ChordEvent) and event.status == "final" for event in session)
        heard_s = session.statistics().recognized_s
    del alive
    time.sleep(0.1)
    return _row(name, played, ring) | {"chords": chords, "heard_s": heard_s}


def _row(name: str, played: Played, ring: CallbackRing) -> dict[str, Any]:
    statistics = ring.statistics()
    period_ns = 1e9 * PERIOD_S
    return {
        "name": name,
        "calls": len(played.woken),
        "missed": int(np.sum(played.woken + played.measured > period_ns)),
        "missed_by_nothing": int(np.sum(played.woken + played.baseline > period_ns)),
        "overruns": statistics.overruns,
        "overrun_frames": statistics.overrun_frames,
        "us_median": float(np.median(played.measured)) / 1000,
        "us_999": float(np.quantile(played.measured, 0.999)) / 1000,
        "us_most": float(played.measured.max()) / 1000,
        "nothing_us_median": float(np.median(played.baseline)) / 1000,
        "nothing_us_999": float(np.quantile(played.baseline, 0.999)) / 1000,
        "nothing_us_most": float(played.baseline.max()) / 1000,
        "woken_ms_999": float(np.quantile(played.woken, 0.999)) / 1e6,
        "woken_ms_most": float(played.woken.max()) / 1e6,
        "over_1_ms_in_the_callback": int(np.sum(played.measured > 1e6)),
        "over_1_ms_in_nothing": int(np.sum(played.baseline > 1e6)),
        "realtime": played.realtime,
    }
