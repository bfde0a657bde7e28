"""What a session says besides the events of the recogniser."""

from __future__ import annotations

from typing import NamedTuple

import attrs

from chordwork.engine.events import Event


@attrs.frozen
class Dropped:
    """Audio was thrown away because recognition could not keep up. Times of later events count it as heard.

    Attributes:
        duration_s: length of what was dropped since the last such notice.
        size_bytes: the same in bytes.
        at: seconds of audio received up to the end of the gap.
    """

    duration_s: float
    size_bytes: int
    at: float


@attrs.frozen
class Progress:
    """How far recognition has come; only in sessions opened with ``progress=True``.

    Attributes:
        consumed_bytes: bytes of input recognised or dropped so far.
        at: the same in seconds.
    """

    consumed_bytes: int
    at: float


@attrs.frozen
class SessionSnapshot:
    """All that a session needs to go on elsewhere: what was said, and what will be, follows from it and later audio.

    Attributes:
        recognizer: its own snapshot.
        consumed_bytes: of input, that are in it, or were dropped before it; audio goes on from there.
        dropped_bytes: of these, those that were dropped or skipped.
        unreported_bytes: of these, those that no :class:`Dropped` has told yet.
        chunks: pieces of audio sent.
        gaps: for each gap where it lies in seconds heard, and all that was lost up to it in seconds.
    """

    recognizer: bytes = attrs.field(repr=False)
    consumed_bytes: int
    dropped_bytes: int
    unreported_bytes: int
    chunks: int
    gaps: tuple[tuple[float, float], ...] = ()


@attrs.frozen
class Checkpoint:
    """A session could go on from here; only in sessions opened with ``checkpoint_s``. All events before it belong to
    what it remembers, and none after it.

    Attributes:
        snapshot: what :meth:`Engine.open_session` takes to go on.
        at: seconds of audio that are in it.
    """

    snapshot: SessionSnapshot
    at: float


SessionEvent = Event | Dropped | Progress | Checkpoint


class Delivered(NamedTuple):
    """An event as it is handed to the owner of a session.

    Attributes:
        event: what is said.
        latency_s: from the arrival of the last chunk of audio that led to it until now. It holds the time in queues and
            the time of recognition; the delay that the algorithm needs by itself is ``event.at - event.start``.
    """

    event: SessionEvent
    latency_s: float
