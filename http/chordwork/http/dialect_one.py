"""Wire protocol 1 as a :class:`~chordwork.http.dialect.Dialect`."""

from __future__ import annotations

from collections import deque
from typing import Final

from chordwork.actors import Delivered, EngineInfo, Progress, SessionStatistics, StreamFormat, WhenFull
from chordwork.engine.events import ChordEvent, KeyEvent
from chordwork.http.dialect import Heard
from chordwork.http.live_suggestions import LiveSuggestions
from chordwork.http.protocol import (
    PROTOCOL_VERSION,
    CloseCode,
    Config,
    Json,
    Ping,
    Pong,
    ProtocolError,
    Stamp,
    Start,
    Stop,
    decode,
    parse_json,
    split_stamped,
)
from chordwork.http.settings import Settings
from chordwork.http.version import VERSION
from chordwork.http.wire import event_message, key_override_message

_REMEMBERED_CHUNKS: Final = 4096
"""Chunks that may wait for their ``hop`` ack one by one; acks are cumulative, so older ones need no entry."""


class DialectOne:
    """One conversation in protocol 1, from ``start`` on."""

    def __init__(self, start: Start) -> None:
        """Take the format from ``start``; raises ``AudioFormatError`` for one that cannot be."""
        self._start = start
        self._format = StreamFormat(
            sample_rate=start.sample_rate, sample_format=start.sample_format, channels=start.channels
        )
        self._key = start.key
        self._heard_key: Json | None = None
        self._suggestions = LiveSuggestions(start.key, start.taste)
        self._next_sequence = 0
        self._received_bytes = 0
        self._newest: tuple[int, Stamp | None] | None = None  # the chunk to acknowledge
        self._waiting: deque[tuple[int, int, Stamp | None]] = deque(maxlen=_REMEMBERED_CHUNKS)
        self._acknowledged_at = 0.0
        self._hop_s = 0.0

    @property
    def stream_format(self) -> StreamFormat:
        """As the client said in ``start``."""
        return self._format

    @property
    def when_full(self) -> WhenFull:
        """Live audio is dropped when late; a file waits."""
        return "drop_oldest" if self._start.pace == "live" else "block"

    @property
    def progress(self) -> bool:
        """For acks by hop."""
        return self._start.acks == "hop"

    @property
    def cumulative_acks(self) -> bool:
        """Yes: they carry a sequence number."""
        return True

    def greet(self, session_id: str, info: EngineInfo, settings: Settings) -> tuple[Json, ...]:
        """``ready``, perhaps a warning about fields of ``start``, perhaps the key that the client set."""
        self._hop_s = info.hop_s
        ready: Json = {
            "type": "ready",
            "protocol": PROTOCOL_VERSION,
            "session": session_id,
            "server": f"chordwork/{VERSION}",
            "model": {"name": info.model_name, "version": info.model_version},
            "hop_ms": round(info.hop_s * 1000.0, 3),
            "resumed": False,
            "limits": {
                "max_message_bytes": settings.max_message_bytes,
                "mailbox_s": settings.mailbox_s,
                "idle_timeout_s": settings.idle_timeout_s,
                "heartbeat_s": settings.heartbeat_s,
                "max_session_s": settings.max_session_s,
            },
        }
        return (ready, *_warning(self._start.ignored), *self._override())

    def hear(self, message: str | bytes) -> Heard:
        """Audio from binary messages, everything else from text."""
        if isinstance(message, bytes):
            return Heard(pcm=self._audio(message))
        match decode(parse_json(message)):
            case Start():
                raise ProtocolError("already_started", "start was sent before", CloseCode.BAD_MESSAGE)
            case Config() as config:
                return self._configure(config)
            case Stop():
                return Heard(stop=True)
            case Ping(id_):
                return Heard(active=False, replies=({"type": "pong"} if id_ is None else {"type": "pong", "id": id_},))
            case Pong():
                return Heard(active=False)

    def acknowledge(self, queue_age_s: float) -> Json | None:
        """The chunk just taken, when acks are wanted by chunk."""
        if self._start.acks != "chunk" or self._newest is None:
            return None
        return _ack(*self._newest, queue_age_s, self._format.seconds(self._received_bytes))

    def say(self, delivered: Delivered) -> tuple[Json, ...]:
        """One message for an event; an ack for progress, no more than one each hop."""
        event = delivered.event
        if isinstance(event, Progress):
            return self._acknowledge_up_to(event, delivered.latency_s)
        message = event_message(delivered)
        if isinstance(event, KeyEvent):
            self._heard_key = message
            if self._key is not None:
                return ()  # the client knows better
        suggestions = self._suggestions.hear(event) if isinstance(event, ChordEvent) else None
        return tuple(each for each in (message, suggestions) if each is not None)

    def ping(self, now_s: float) -> Json:
        """With the server's clock in milliseconds; only differences mean anything."""
        return {"type": "ping", "time_ms": round(now_s * 1000.0)}

    def farewell(self, reason: str, statistics: SessionStatistics) -> tuple[Json, ...]:
        """The last ack by hop, then ``done`` with what went through."""
        last = (_ack(*self._waiting[-1][1:], 0.0, statistics.received_s),) if self._waiting else ()
        return (
            *last,
            {
                "type": "done",
                "reason": reason,
                "chunks": statistics.chunks,
                "received_s": round(statistics.received_s, 4),
                "dropped_s": round(statistics.dropped_s, 4),
            },
        )

    def _audio(self, frame: bytes) -> bytes | memoryview:
        stamp: Stamp | None = None
        pcm: bytes | memoryview = frame
        sequence = self._next_sequence
        if self._start.framing == "stamped":
            stamp, pcm = split_stamped(frame)
            sequence = stamp.sequence
        self._next_sequence += 1
        self._received_bytes += len(pcm)
        self._newest = (sequence, stamp)
        if self.progress:
            self._waiting.append((self._received_bytes, sequence, stamp))
        return pcm

    def _acknowledge_up_to(self, progress: Progress, age_s: float) -> tuple[Json, ...]:
        if progress.at - self._acknowledged_at < self._hop_s:
            return ()
        newest: tuple[int, Stamp | None] | None = None
        while self._waiting and self._waiting[0][0] <= progress.consumed_bytes:
            newest = self._waiting.popleft()[1:]
        if newest is None:
            return ()
        self._acknowledged_at = progress.at
        return (_ack(*newest, age_s, progress.at),)

    def _configure(self, config: Config) -> Heard:
        replies = _warning(config.ignored)
        suggestions = self._suggestions.configure(config.taste)
        if config.has_key:
            self._key = config.key
            suggestions = self._suggestions.set_key(config.key)
            replies += self._override() or (() if self._heard_key is None else (self._heard_key,))
        return Heard(replies=replies if suggestions is None else (*replies, suggestions))

    def _override(self) -> tuple[Json, ...]:
        return () if self._key is None else (key_override_message(self._key),)


def _ack(sequence: int, stamp: Stamp | None, queue_age_s: float, audio_s: float) -> Json:
    ack: Json = {
        "type": "ack",
        "sequence": sequence,
        "queue_age_ms": round(queue_age_s * 1000.0, 2),
        "audio_s": round(audio_s, 4),
    }
    return ack if stamp is None else {**ack, "capture_us": stamp.capture_us}


def _warning(ignored: tuple[str, ...]) -> tuple[Json, ...]:
    if not ignored:
        return ()
    names = [name[:40] for name in ignored[:16]]
    return (
        {
            "type": "warning",
            "code": "ignored_fields",
            "message": f"this server does not know, and ignored: {', '.join(names)}",
            "fields": names,
        },
    )
