"""Wire protocol 1 as a :class:`~chordwork.http.dialects.dialect.Dialect`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Self

import attrs

from chordwork.actors import Checkpoint, Delivered, EngineInfo, Progress, SessionStatistics, StreamFormat, WhenFull
from chordwork.engine.events import ChordEvent, KeyEvent
from chordwork.harmony.chord import Chord, parse_label
from chordwork.harmony.version import VERSION
from chordwork.http.dialects.capture_clock import CaptureClock
from chordwork.http.dialects.dialect import Incoming, NumberedCorrection
from chordwork.http.dialects.live_suggestions import LiveSuggestions
from chordwork.http.dialects.redelivery import Redelivery
from chordwork.http.models.correction import Correction
from chordwork.http.nodes.checkpoints import SessionLease
from chordwork.http.settings import Settings
from chordwork.http.wire.events import event_message, ignored_fields_message, key_override_message
from chordwork.http.wire.protocol import (
    PROTOCOL_VERSION,
    CloseCode,
    Config,
    Correct,
    Json,
    Ping,
    Pong,
    ProtocolError,
    Skip,
    Stamp,
    Start,
    Stop,
    decode,
    parse_json,
    split_stamped,
)

_REMEMBERED_CHUNKS: Final = 4096
"""Chunks that may wait for their ``hop`` ack one by one; acks are cumulative, so older ones need no entry."""


class _Chunk(NamedTuple):
    """A message with audio: how many bytes had come with it, and what its ack says."""

    end_bytes: int
    sequence: int
    stamp: Stamp | None
    delay_s: float


@attrs.frozen(kw_only=True)
class SavedDialect:
    """What another server needs to go on in the middle of a conversation, besides its last final chords.

    Attributes:
        start: as the client began.
        key: as the client set it.
        notes: as the client said last.
        rest_s: likewise.
        heard_key: the last message about that.
        next_sequence: number of the message that brings the audio after this.
        count: final chords said so far.
        states: the latest messages that tell a state, and warnings.
    """

    start: Start
    key: str | None
    notes: bool
    rest_s: float | None = None
    heard_key: Json | None
    next_sequence: int
    count: int
    states: tuple[Json, ...]


class DialectOne:
    """One session in protocol 1, from ``start`` on, over one connection or several."""

    def __init__(self, start: Start, *, max_lag_s: float = 2.0) -> None:
        """Take the format from ``start``; raises ``AudioFormatError`` for one that cannot be.

        ``max_lag_s``: delays beyond this are watched.
        """
        self._start = start
        self.stream_format = StreamFormat(
            sample_rate=start.sample_rate, sample_format=start.sample_format, channels=start.channels
        )
        self._key = start.key
        self.when_full: WhenFull = "drop_oldest" if start.pace == "live" else "block"
        self.progress = start.acks == "hop"
        self.acknowledges = start.acks == "chunk"
        self.cumulative_acks = True
        self.resumable = start.resumable
        self.heartbeat_s = start.heartbeat_s
        self.notes, self.rest_s = start.notes, start.rest_s
        self._heard_key: Json | None = None
        self._suggestions = LiveSuggestions(start.key, start.taste)
        self._ready: Json = {}
        self._redelivery = Redelivery()
        self._clock = CaptureClock(late_s=max_lag_s)
        self._next_sequence = 0
        self._received_bytes = 0
        self._newest: _Chunk | None = None  # to be acknowledged
        self._waiting: deque[_Chunk] = deque(maxlen=_REMEMBERED_CHUNKS)
        self._acknowledged_at = 0.0
        self._hop_s = 0.0
        self.lease: SessionLease | None = None
        """The session's, where others could go on with it."""

    @classmethod
    def restored(cls, saved: SavedDialect, finals: Sequence[Json], *, max_lag_s: float) -> Self:
        """Go on where another one was; ``finals`` are the last ones that it said.

        Raises:
            KeyError: of what it said, something is no message.
        """
        if saved.heard_key is not None:
            _ = saved.heard_key["type"]
        dialect = cls(saved.start, max_lag_s=max_lag_s)
        dialect._key, dialect.notes, dialect._heard_key = saved.key, saved.notes, saved.heard_key
        dialect.rest_s = saved.rest_s
        dialect._next_sequence = saved.next_sequence
        dialect._redelivery.restore(saved.count, finals, saved.states)
        shown = next((message for message in reversed(saved.states) if message["type"] == "chord"), None)
        dialect._suggestions.set_key(saved.key)
        dialect._suggestions.recall(finals, shown)
        return dialect

    def saved(self, consumed_bytes: int) -> SavedDialect:
        """Itself, when so much of the audio was recognised and all that follows from it was said."""
        behind = sum(chunk.end_bytes > consumed_bytes for chunk in self._waiting)
        return SavedDialect(
            start=attrs.evolve(self._start, resume=None),
            key=self._key,
            notes=self.notes,
            rest_s=self.rest_s,
            heard_key=self._heard_key,
            next_sequence=self._next_sequence - behind,
            count=self._redelivery.count,
            states=self._redelivery.states,
        )

    @property
    def finals_since(self) -> Callable[[int, int], Sequence[Json] | None]:
        """The final chords after the first so many, up to a number of them; None if some are no longer kept."""
        return self._redelivery.finals_since

    def greet(
        self, session_id: str, info: EngineInfo, settings: Settings, *, resume_token: str | None = None
    ) -> tuple[Json, ...]:
        """``ready``, perhaps a warning about fields of ``start``, perhaps the key that the client set."""
        self._hop_s = info.hop_s
        self._ready = {
            "type": "ready",
            "protocol": PROTOCOL_VERSION,
            "session": session_id,
            "server": f"chordwork/{VERSION}",
            "model": {"name": info.model_name, "version": info.model_version},
            "hop_ms": round(info.hop_s * 1000.0, 3),
            "resume": None if resume_token is None else self._way_back(resume_token, settings),
            "resumed": False,
            "received_bytes": 0,
            "corrections": bool(settings.corrections_file),
            "limits": {
                "max_message_bytes": settings.max_message_bytes,
                "mailbox_s": settings.mailbox_s,
                "max_lag_s": settings.max_lag_s,
                "idle_timeout_s": settings.idle_timeout_s,
                "heartbeat_s": settings.heartbeat_s if self.heartbeat_s is None else self.heartbeat_s,
                "max_session_s": settings.max_session_s,
            },
        }
        return (self._ready, *_warning(self._start), *self._override())

    def _way_back(self, token: str, settings: Settings) -> Json:
        way: Json = {"token": token, "grace_s": settings.resume_grace_s}
        return way if self.lease is None else {**way, "checkpoint_s": settings.checkpoint_s}

    def check_return(self, start: Start) -> None:
        """Whether a client may go on with this session after that ``start``.

        Raises:
            ProtocolError: it wants another kind of stream, or chords that are no longer kept.
        """
        assert start.resume is not None
        mine, theirs = self._start, start
        if (mine.sample_rate, mine.sample_format, mine.channels, mine.framing, mine.acks, mine.pace) != (
            *(theirs.sample_rate, theirs.sample_format, theirs.channels, theirs.framing, theirs.acks, theirs.pace),
        ):
            raise ProtocolError(
                "resume_failed",
                "resume with the sample_rate, format, channels, framing, acks and pace of the session",
                CloseCode.RESUME_FAILED,
            )
        self._redelivery.check(start.resume.finals)

    def welcome(self, start: Start, received_bytes: int) -> tuple[Json, ...]:
        """What to say to a client that came back: ``ready``, and what it has missed.

        Args:
            start: checked by :meth:`check_return`.
            received_bytes: where the server expects the stream to go on.
        """
        assert start.resume is not None
        self._start = attrs.evolve(self._start, heartbeat_s=start.heartbeat_s)
        self.heartbeat_s, self.notes, self.rest_s = start.heartbeat_s, start.notes, start.rest_s
        self._clock = CaptureClock(late_s=self._clock.late_s)  # it is another journey now
        self._received_bytes = received_bytes
        if (suggestions := self._suggestions.configure(start.taste)) is not None:
            self._noted(suggestions)  # said below, with the rest of the state
        while self._waiting and self._waiting[-1].end_bytes > received_bytes:  # was on its way in
            self._waiting.pop()
        self._redelivery.has_told(start.resume.finals)
        ready = {**self._ready, "resumed": True, "received_bytes": received_bytes}
        if start.heartbeat_s is not None:
            ready["limits"] = {**self._ready["limits"], "heartbeat_s": start.heartbeat_s}
        return (ready, *_warning(start), *self._redelivery.since(start.resume.finals))

    def read(self, message: str | bytes, now_s: float) -> Incoming:
        """Audio from binary messages, everything else from text."""
        if isinstance(message, bytes):
            return self._audio(message, now_s)
        match decode(parse_json(message)):
            case Start():
                raise ProtocolError("already_started", "start was sent before", CloseCode.BAD_MESSAGE)
            case Config() as config:
                return self._configure(config)
            case Skip(size_bytes):
                return self._skip(size_bytes)
            case Correct(index, chord):
                return Incoming(active=False, correction=NumberedCorrection(index, self._correction(index, chord)))
            case Stop():
                return Incoming(stop=True)
            case Ping(id_):
                return Incoming(
                    active=False, replies=({"type": "pong"} if id_ is None else {"type": "pong", "id": id_},)
                )
            case Pong():
                return Incoming(active=False)

    def acknowledge(self, queue_age_s: float) -> Json | None:
        """The chunk just taken, when acks are wanted by chunk."""
        if self._start.acks != "chunk" or self._newest is None:
            return None
        age_s = max(queue_age_s, self._newest.delay_s)
        return self._ack(self._newest, age_s, self.stream_format.seconds(self._received_bytes))

    def messages_for(self, delivered: Delivered) -> tuple[Json, ...]:
        """One message for an event; an ack for progress, no more than one each hop."""
        event = delivered.event
        if isinstance(event, Progress):
            return self._acknowledge_up_to(event, delivered.latency_s)
        if isinstance(event, Checkpoint):
            return ()
        message = event_message(delivered)
        if isinstance(event, KeyEvent):
            self._heard_key = message
            if self._key is not None:
                return ()  # the client knows better
        follow = self._suggestions
        suggestions = follow.add(event) if isinstance(event, ChordEvent) else follow.tick(event.at)
        noted = (self._noted(each) for each in (message, suggestions) if each is not None)
        return tuple(each for each in noted if not self._redelivery.knows(each))

    def ping(self, now_s: float) -> Json:
        """With the server's clock in milliseconds; only differences mean anything."""
        return {"type": "ping", "time_ms": round(now_s * 1000.0)}

    def farewell(self, reason: str, statistics: SessionStatistics) -> tuple[Json, ...]:
        """The last ack by hop, then ``done`` with what went through."""
        last = (self._ack(self._waiting[-1], 0.0, statistics.received_s),) if self._waiting else ()
        return (
            *last,
            {
                "type": "done",
                "reason": reason,
                "chunks": statistics.chunks,
                "received_s": round(statistics.received_s, 4),
                "dropped_s": round(statistics.dropped_s, 4),
                "finals": self._redelivery.count,
                "model": self._ready["model"],
            },
        )

    def _audio(self, frame: bytes, now_s: float) -> Incoming:
        stamp: Stamp | None = None
        pcm: bytes | memoryview = frame
        sequence, delay_s = self._next_sequence, 0.0
        if self._start.framing == "stamped":
            stamp, pcm = split_stamped(frame)
            sequence = stamp.sequence
            delay_s = self._clock.delay_s(stamp.capture_us, now_s, self.stream_format.seconds(self._received_bytes))
        self._next_sequence += 1
        self._received_bytes += len(pcm)
        self._newest = _Chunk(self._received_bytes, sequence, stamp, delay_s)
        if self.progress:
            self._waiting.append(self._newest)
        return Incoming(pcm, delay_s)

    def _acknowledge_up_to(self, progress: Progress, age_s: float) -> tuple[Json, ...]:
        if progress.at - self._acknowledged_at < self._hop_s:
            return ()
        newest: _Chunk | None = None
        while self._waiting and self._waiting[0].end_bytes <= progress.consumed_bytes:
            newest = self._waiting.popleft()
        if newest is None:
            return ()
        self._acknowledged_at = progress.at
        return (self._ack(newest, age_s + newest.delay_s, progress.at),)

    def _configure(self, config: Config) -> Incoming:
        replies = _warning(config)
        if config.notes is not None:
            self.notes = config.notes
        if config.has_rest:
            self.rest_s = config.rest_s
        suggestions = self._suggestions.configure(config.taste)
        if config.has_key:
            self._key = config.key
            suggestions = self._suggestions.set_key(config.key)
            replies += self._override() or (() if self._heard_key is None else (self._noted(self._heard_key),))
        return Incoming(replies=replies if suggestions is None else (*replies, self._noted(suggestions)))

    def _correction(self, index: int, chord: Chord) -> Correction | None:
        if (final := self._redelivery.final(index)) is None:
            return None
        model, seconds = self._ready["model"], final["end"] - final["start"]
        heard = parse_label(final["label"])
        return Correction(model["name"], model["version"], heard, chord, final["confidence"], seconds, "stream")

    def _override(self) -> tuple[Json, ...]:
        return () if self._key is None else (self._noted(key_override_message(self._key)),)

    def _noted(self, message: Json) -> Json:
        return self._redelivery.note(message)

    def _skip(self, size_bytes: int) -> Incoming:
        if size_bytes % self.stream_format.bytes_per_frame:
            raise ProtocolError("bad_field", "'bytes' of a skip must be whole samples", CloseCode.BAD_FIELD)
        self._received_bytes += size_bytes
        return Incoming(active=False, skipped_s=self.stream_format.seconds(size_bytes))

    def _ack(self, chunk: _Chunk, queue_age_s: float, audio_s: float) -> Json:
        ack: Json = {
            "type": "ack",
            "sequence": chunk.sequence,
            "queue_age_ms": round(queue_age_s * 1000.0, 2),
            "audio_s": round(audio_s, 4),
        }
        if chunk.stamp is not None:
            ack["capture_us"] = chunk.stamp.capture_us
        if self.lease is not None and self.lease.safe_bytes is not None:
            ack["safe_s"] = round(self.stream_format.seconds(self.lease.safe_bytes), 4)
        return ack


def _warning(message: Start | Config) -> tuple[Json, ...]:
    return (ignored_fields_message(message.ignored, message.hints),) if message.ignored else ()
