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


SessionEvent = Event | Dropped | Progress


class Delivered(NamedTuple):
    """An event as it is handed to the owner of a session.

    Attributes:
        event: what is said.
        latency_s: from the arrival of the last chunk of audio that led to it until now. It holds the time in queues and
            the time of recognition; the delay that the algorithm needs by itself is ``event.at - event.start``.
    """

    event: SessionEvent
    latency_s: float
