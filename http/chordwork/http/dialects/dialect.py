"""What a conversation asks of the language it is held in."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import attrs

from chordwork.actors import Delivered, EngineInfo, SessionStatistics, StreamFormat, WhenFull
from chordwork.http.models.correction import Correction
from chordwork.http.settings import Settings
from chordwork.http.wire.protocol import Json


@attrs.frozen
class NumberedCorrection:
    """What a client says that a final chord really was.

    Attributes:
        index: of the chord.
        correction: what is to be kept; None if the chord is not known any more.
    """

    index: int
    correction: Correction | None


class Incoming(NamedTuple):
    """What one message of the client amounts to.

    Attributes:
        pcm: audio; None for a message without any.
        delay_s: how late that audio is already, as far as its stamp tells.
        skipped_s: audio before it that will never come.
        stop: the client has no more audio.
        active: the message counts against the idle timeout.
        replies: to be sent in any case.
        correction: of a chord that was said before.
    """

    pcm: bytes | memoryview | None = None
    delay_s: float = 0.0
    skipped_s: float = 0.0
    stop: bool = False
    active: bool = True
    replies: tuple[Json, ...] = ()
    correction: NumberedCorrection | None = None


class Dialect(Protocol):
    """Translates between one client and its session; pure, one instance for each session."""

    stream_format: StreamFormat
    """How the audio is to be read."""
    when_full: WhenFull
    """What to do with audio that comes faster than it is recognised."""
    progress: bool
    """Whether :meth:`messages_for` wants ``Progress`` notices."""
    acknowledges: bool
    """Whether :meth:`acknowledge` has anything to say. Does not change."""
    cumulative_acks: bool
    """An ack stands for all before it, so that a slow reader needs only the newest."""
    resumable: bool
    """Whether the client may come back to its session after it lost the connection."""
    heartbeat_s: float | None
    """A sign of life that the client has promised, at least so often; None: it has promised nothing."""
    notes: bool
    """Whether :meth:`messages_for` wants to know which notes sound. May change with each message read."""
    rest_s: float | None
    """The shortest rest that the client wants, in seconds; None: what is usual here. May change likewise."""

    def greet(
        self, session_id: str, info: EngineInfo, settings: Settings, *, resume_token: str | None = None
    ) -> tuple[Json, ...]:
        """What to say once the session is open; ``resume_token`` is the key to come back to it."""
        ...

    def read(self, message: str | bytes, now_s: float) -> Incoming:
        """Understand a message that arrived at ``now_s``, on any clock that goes on evenly.

        Raises:
            ProtocolError: one that ends the connection.
        """
        ...

    def acknowledge(self, queue_age_s: float) -> Json | None:
        """What to say when the audio of the last message was taken, at once; None for nothing."""
        ...

    def messages_for(self, delivered: Delivered) -> tuple[Json, ...]:
        """What to say about an event."""
        ...

    def ping(self, now_s: float) -> Json:
        """A sign of life."""
        ...

    def farewell(self, reason: str, statistics: SessionStatistics) -> tuple[Json, ...]:
        """What to say when everything was said."""
        ...
