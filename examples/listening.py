"""The microphone, or a file that takes its place, as a ring of PCM: what the other examples hear."""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import soundfile

from chordwork.native import CallbackRing

BLOCK_S = 0.01


def options(description: str) -> argparse.ArgumentParser:
    """What every example that listens can be told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--file", help="play this instead of listening to the microphone")
    parser.add_argument("--speed", type=float, default=1.0, help="play the file so many times as fast")
    return parser


@contextmanager
def listen(file: str | None, speed: float = 1.0) -> Iterator[tuple[CallbackRing, int]]:
    """A ring that fills while the block lasts, and its sample rate in Hz; 16 bits, mono."""
    with _play(file, speed) if file else _record() as (ring, sample_rate):
        yield ring, sample_rate


@contextmanager
def _record() -> Iterator[tuple[CallbackRing, int]]:
    import sounddevice  # pip install sounddevice

    rate = int(sounddevice.query_devices(kind="input")["default_samplerate"])
    ring = CallbackRing(2 * rate, bytes_per_frame=2)
    callback = lambda pcm, frames, when, status: ring.write(pcm)  # noqa: E731  # it never waits, and counts what it loses
    with sounddevice.RawInputStream(samplerate=rate, channels=1, dtype="int16", latency="low", callback=callback):
        yield ring, rate


@contextmanager
def _play(file: str, speed: float) -> Iterator[tuple[CallbackRing, int]]:
    samples, rate = soundfile.read(file, dtype="int16", always_2d=True)
    ring = CallbackRing(len(samples), bytes_per_frame=2)
    stopped = threading.Event()

    def play() -> None:
        frames, began = max(1, round(BLOCK_S * rate)), time.monotonic()
        for start in range(0, len(samples), frames):
            late_s = time.monotonic() - began - start / rate / speed
            if stopped.wait(max(0.0, -late_s)):
                return
            ring.write(samples[start : start + frames, 0].tobytes())
        ring.end()

    player = threading.Thread(target=play)
    player.start()
    try:
        yield ring, rate
    finally:
        stopped.set()
        player.join()
