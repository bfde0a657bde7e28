"""The seed dialect as a :class:`~chordwork.http.dialects.dialect.Dialect`."""

from __future__ import annotations

from chordwork.actors import Delivered, EngineInfo, SessionStatistics, StreamFormat, WhenFull
from chordwork.engine.events import ChordEvent
from chordwork.http.dialects.dialect import Incoming
from chordwork.http.settings import Settings
from chordwork.http.wire.protocol import Json, ProtocolError, error_message, parse_json
from chordwork.http.wire.seed import (
    DEFAULT_CHANNELS,
    DEFAULT_FORMAT,
    DEFAULT_SAMPLE_RATE_HZ,
    ChordList,
    SeedChunk,
    SeedInputError,
    decode_seed,
)


class DialectSeed:
    """One conversation in the seed dialect. A message that cannot be used gets an error, and the next one is heard."""

    when_full: WhenFull = "drop_oldest"
    progress = False
    acknowledges = True
    cumulative_acks = False
    resumable = False
    heartbeat_s: float | None = None
    notes = False
    rest_s: float | None = None

    def __init__(self, first: SeedChunk) -> None:
        """Take the format from the first usable chunk; raises ``AudioFormatError`` for one that cannot be."""
        self.stream_format = StreamFormat(
            sample_rate=first.sample_rate or DEFAULT_SAMPLE_RATE_HZ,
            sample_format=first.sample_format or DEFAULT_FORMAT,
            channels=first.channels or DEFAULT_CHANNELS,
        )
        self._chords = ChordList()

    def greet(
        self, session_id: str, info: EngineInfo, settings: Settings, *, resume_token: str | None = None
    ) -> tuple[Json, ...]:
        """The seed server said nothing."""
        return ()

    def read(self, message: str | bytes, now_s: float) -> Incoming:
        """Audio from ``data``; answers to our pings are welcome, and ignored."""
        try:
            if isinstance(message, bytes):
                raise SeedInputError("bad_message", 'send JSON text such as {"data": "<base64>"}')
            parsed = parse_json(message)
            if "data" not in parsed and parsed.get("type") in ("ping", "pong"):
                return Incoming(active=False, replies=({"type": "pong"},) if parsed["type"] == "ping" else ())
            chunk = decode_seed(parsed)
            self._check_unchanged(chunk)
            return Incoming(pcm=chunk.pcm)
        except (SeedInputError, ProtocolError) as error:
            return Incoming(active=False, replies=(error_message(error.code, error.message),))

    def acknowledge(self, queue_age_s: float) -> Json | None:
        """``{"ack": true}``, exactly."""
        return {"ack": True}

    def messages_for(self, delivered: Delivered) -> tuple[Json, ...]:
        """The list of chords, when it changed."""
        if not isinstance(delivered.event, ChordEvent):
            return ()
        chords = self._chords.update(delivered.event)
        return () if chords is None else ({"chords": chords},)

    def ping(self, now_s: float) -> Json:
        """``{"type": "ping"}``, exactly."""
        return {"type": "ping"}

    def farewell(self, reason: str, statistics: SessionStatistics) -> tuple[Json, ...]:
        """The seed server just closed."""
        return ()

    def _check_unchanged(self, chunk: SeedChunk) -> None:
        now = (self.stream_format.sample_rate, self.stream_format.sample_format.value, self.stream_format.channels)
        said = (chunk.sample_rate or now[0], chunk.sample_format or now[1], chunk.channels or now[2])
        if said != now:
            raise SeedInputError("format_changed", "sample_rate, format and channels cannot change: connect again")
