"""A client that plays a recording at its own pace, and what it hears."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import soundfile
import trio

from chordwork.client import Ack, Backoff, Chord, ChordStream, Done, Dropped, Ready, connect

CLIPS = Path(__file__).parents[2] / "http/chordwork/analysis/clips"
CHUNK_S = 0.05
PATIENCE = Backoff(first_s=0.1, longest_s=1.0, give_up_after_s=120.0)


@attrs.frozen
class Recording:
    """Mono PCM, s16le."""

    pcm: bytes
    rate_hz: int

    @property
    def duration_s(self) -> float:
        """Its length."""
        return len(self.pcm) / 2 / self.rate_hz


def recording(name: str, longest_s: float) -> Recording:
    """The beginning of one of the clips that Chordwork brings."""
    samples, rate_hz = soundfile.read(CLIPS / name, dtype="float32", always_2d=True)
    mono = np.clip(samples.mean(axis=1)[: int(longest_s * rate_hz)], -1.0, 1.0)
    return Recording((mono * 32767.0).astype("<i2").tobytes(), rate_hz)


@attrs.define
class Heard:
    """What one client heard.

    Attributes:
        finals: label, start and end of each, in order of arrival.
        indexes: of them.
        confidences: of them.
        resumed_at: trio times at which it had come back to its session.
        anew: times that it had to begin anew instead.
        dropped_s: audio that the server counted as lost.
        skipped_s: audio that the client could not send again.
        safe_at: trio time, and how much of the audio was safe then, each time that changed.
        done: the server said that this was all.
        played_at: trio time at which it began.
        sent_s: audio that it has sent.
        heard_s: audio of which the server has said that it was heard.
    """

    finals: list[tuple[str, float, float]] = attrs.field(factory=list)
    indexes: list[int] = attrs.field(factory=list)
    confidences: list[float] = attrs.field(factory=list)
    resumed_at: list[float] = attrs.field(factory=list)
    anew: int = 0
    dropped_s: float = 0.0
    skipped_s: float = 0.0
    safe_at: list[tuple[float, float | None]] = attrs.field(factory=list)
    done: bool = False
    played_at: float = 0.0
    sent_s: float = 0.0
    heard_s: float = 0.0


async def play(urls: list[str], song: Recording, heard: Heard, *, speed: float, keep_s: float = 30.0) -> None:
    """Play a recording ``speed`` times as fast as it sounds, through whatever happens, to its last chord."""
    async with connect(
        urls, sample_rate=song.rate_hz, acks="hop", reconnect=PATIENCE, heartbeat_s=10.0, keep_s=keep_s
    ) as stream:
        heard.played_at = trio.current_time()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_listen, stream, heard)
            step = 2 * int(CHUNK_S * song.rate_hz)
            for start in range(0, len(song.pcm), step):
                due = heard.played_at + start / 2 / song.rate_hz / speed
                await trio.sleep_until(due)
                await stream.send(song.pcm[start : start + step])
                heard.sent_s = (start + step) / 2 / song.rate_hz
            await stream.finish()
        heard.skipped_s = stream.statistics().skipped_bytes / 2 / song.rate_hz


async def _listen(stream: ChordStream, heard: Heard) -> None:
    safe_s: float | None = None
    async for message in stream:
        match message:
            case Chord() if message.status == "final" and message.index is not None and message.end is not None:
                heard.finals.append((message.label, message.start, message.end))
                heard.indexes.append(message.index)
                heard.confidences.append(message.confidence or 0.0)
            case Ready():
                heard.anew += not message.resumed
                heard.resumed_at.append(trio.current_time())
            case Dropped():
                heard.dropped_s += message.seconds
            case Ack():
                heard.heard_s = message.audio_s or heard.heard_s
                if message.safe_s != safe_s:
                    safe_s = message.safe_s
                    heard.safe_at.append((trio.current_time(), safe_s))
            case Done():
                heard.done = True
                heard.dropped_s = max(heard.dropped_s, message.dropped_s)  # the last of it no other message tells
            case _:
                pass
