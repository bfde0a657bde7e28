"""Many sessions in real time from one thread, evenly spread over the length of a chunk."""

from __future__ import annotations

import gc
import random
import selectors
from time import perf_counter
from typing import Final

import attrs
import numpy as np

from bench.capacity.client import RATE_HZ, Client, Overloaded, encode_frames
from bench.capacity.servers import Door

LOOP_S: Final = 8.0
HOP_S: Final = 0.0464
"""Sessions begin somewhere within a hop of each other, as strangers do; in lockstep all would decide at once."""
SETTLE_S: Final = 0.2
"""Not counted, at the beginning of a probe."""
LATE_S: Final = 0.005
"""A generator that sends later than this measures itself."""


@attrs.frozen
class Probe:
    """What some sessions felt for a while.

    Attributes:
        sessions: how many.
        p50_ms: median from a chunk sent to its answer read.
        p99_ms: 99th percentile of the same; what was never answered counts with its age.
        answers: how many were measured.
        cpu_us_per_chunk: CPU time of the server for each chunk.
        generator_late_p99_ms: how late the chunks were sent; more than a few, and the figures are about the generator.
        overloaded: a socket was full, audio was dropped, or a connection ended.
    """

    sessions: int
    p50_ms: float
    p99_ms: float
    answers: int
    cpu_us_per_chunk: float
    generator_late_p99_ms: float
    overloaded: bool

    def keeps(self, limit_ms: float) -> bool:
        """Fast enough, with nothing dropped."""
        return not self.overloaded and self.answers > 0 and self.p99_ms < limit_ms


def audio_chunks(chunk_s: float, *, chord_s: float = LOOP_S / 2) -> list[bytes]:
    """A loop of two strummed chords in turn with a little noise, s16le at :data:`RATE_HZ`, cut into chunks."""
    seconds = np.arange(round(RATE_HZ * chord_s)) / RATE_HZ
    voicings = ((45, 52, 57, 60, 64), (43, 50, 55, 59, 67))
    chords = [
        sum(
            np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * k * seconds) * np.exp(-seconds * k / 3) / k
            for note in notes
            for k in range(1, 9)
        )
        for notes in voicings
    ]
    loop = np.concatenate(chords * round(LOOP_S / 2 / chord_s))
    noise = np.random.default_rng(0).standard_normal(len(loop))
    pcm = (loop * 2000 + noise * 30).astype("<i2").tobytes()
    size = 2 * round(RATE_HZ * chunk_s)
    return [pcm[start : start + size] for start in range(0, len(pcm) - size + 1, size)]


def play(
    clients: list[Client],
    sources: list[list[bytes]],
    chunk_s: float,
    duration_s: float,
    *,
    began: float,
    lateness: list[float],
) -> None:
    """Let clients send their frames, over and over, in real time; then listen for a moment more.

    Args:
        clients: open sessions; they take turns, evenly spread.
        sources: the frames of each.
        chunk_s: between two frames of one client.
        duration_s: how long to send.
        began: ``perf_counter`` time of the first frame.
        lateness: gets how late each frame was sent, in seconds.

    Raises:
        Overloaded: the server does not keep up.
    """
    count, interval_s = len(clients), chunk_s / len(clients)
    sent, total = 0, int(duration_s / interval_s)
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client, selectors.EVENT_READ, client.receive)
        while sent < total:
            while sent < total and (late := perf_counter() - began - sent * interval_s) >= 0:
                turn, number = divmod(sent, count)
                clients[number].send(sources[number][turn % len(sources[number])])
                lateness.append(late)
                sent += 1
            for key, _ in selector.select(max(0.0, began + sent * interval_s - perf_counter())):
                key.data()
        until = perf_counter() + SETTLE_S
        while (left := until - perf_counter()) > 0:
            for key, _ in selector.select(left):
                key.data()


class Crowd:
    """The sessions of one door at one chunk length; connections are kept from probe to probe."""

    def __init__(self, door: Door, chunk_s: float) -> None:
        """Nobody yet."""
        self._door = door
        self._chunk_s = chunk_s
        self._chunks = audio_chunks(chunk_s)
        self._frames = encode_frames(door, self._chunks)
        self._clients: list[Client] = []
        self._offsets: list[int] = []
        self._random = random.Random(1)

    def probe(self, sessions: int, duration_s: float) -> Probe:
        """Play ``sessions`` of them for a while."""
        overloaded = False
        try:
            self._fill(sessions)
        except OSError:
            overloaded = True
        clients = self._clients[:sessions]
        for client in clients:
            client.latencies.clear()
        gc.collect()
        gc.disable()
        lateness: list[float] = []
        cpu_s, began = self._door.cpu_s(), perf_counter()
        try:
            if not overloaded:
                sources = [self._frames[offset:] + self._frames[:offset] for offset in self._offsets[:sessions]]
                play(clients, sources, self._chunk_s, duration_s + SETTLE_S, began=began, lateness=lateness)
        except Overloaded:
            overloaded = True
        finally:
            gc.enable()
        now = perf_counter()
        cpu_s = self._door.cpu_s() - cpu_s
        hop_chunks = int(HOP_S / self._chunk_s) + 2
        answers = [late for client in clients for sent_at, late in client.latencies if sent_at >= began + SETTLE_S]
        answers += [age for client in clients if (age := client.oldest_s(now, hop_chunks))]
        if overloaded:
            self.leave()
        self._door.wait_idle()  # a backlog would slow down the next probe, which may be of another door
        p50, p99 = np.percentile(answers, (50, 99)) * 1000 if answers else (float("inf"), float("inf"))
        return Probe(
            sessions=sessions,
            p50_ms=float(p50),
            p99_ms=float(p99),
            answers=len(answers),
            cpu_us_per_chunk=cpu_s / max(1, len(lateness)) * 1e6,
            generator_late_p99_ms=float(np.percentile(lateness, 99)) * 1000 if lateness else 0.0,
            overloaded=overloaded,
        )

    def leave(self) -> None:
        """Close all connections."""
        for client in self._clients:
            client.close()
        self._clients.clear()
        self._offsets.clear()

    def _fill(self, sessions: int) -> None:
        while len(self._clients) < sessions:
            client = Client(self._door)
            self._clients.append(client)
            self._offsets.append(self._random.randrange(len(self._frames)))
            prelude = 2 * self._random.randrange(1, int(HOP_S * RATE_HZ))
            client.send(encode_frames(self._door, [bytes(prelude)])[0])
