"""What a client may have missed when its connection broke."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError

KEPT_FINALS: Final = 512
"""Final chords that can be said again: more than a minute of a change in every tenth of a second."""
KEPT_WARNINGS: Final = 32
"""Warnings that can be said again, one of each kind."""
_STATES: Final = ("key", "tuning", "tempo", "chord", "suggestions")
"""Messages of which only the latest says anything, in the order in which they are said again."""


class Redelivery:
    """Numbers the final chords, keeps the latest of them, the latest message of each kind that tells a state, and what
    was said about the audio."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._finals: deque[Json] = deque(maxlen=KEPT_FINALS)
        self._count = 0
        self._states: dict[str, Json] = {}
        self._warnings: dict[tuple[str, str | None], Json] = {}
        self._may_be_ahead = 0
        self._received = 0

    @property
    def count(self) -> int:
        """Final chords said so far."""
        return self._count

    def note(self, message: Json) -> Json:
        """Take in a message that is about to be said; a final chord is returned with its ``index``."""
        kind = message["type"]
        if kind == "chord" and message["status"] == "final":
            message = {**message, "index": self._count}
            self._count += 1
            self._finals.append(message)
        elif kind == "warning":
            if len(self._warnings) < KEPT_WARNINGS:
                self._warnings[message["code"], message.get("looks_like")] = message
        elif kind in _STATES:
            self._states[kind] = message
        return message

    def final(self, index: int) -> Json | None:
        """A final chord by its number; None if it is not kept, or was never said."""
        place = index - (self._count - len(self._finals))
        return self._finals[place] if 0 <= place < len(self._finals) else None

    def check(self, received: int) -> None:
        """Whether a client that has ``received`` final chords can be given the others.

        It may have more than there were where the session goes on from an earlier state: they come again, and it is not
        told them again.

        Raises:
            ProtocolError: some are no longer kept, or it claims more than there can have been.
        """
        if not self._count - len(self._finals) <= received <= self._count + self._may_be_ahead:
            raise ProtocolError(
                "resume_failed",
                f"of {self._count} final chords the last {len(self._finals)} are kept, none after number {received}:"
                " start anew",
                CloseCode.RESUME_FAILED,
            )

    def finals_since(self, received: int, count: int) -> tuple[Json, ...] | None:
        """The final chords after the first ``received``, up to the first ``count``; None if some are no longer kept."""
        first = self._count - len(self._finals)
        if not first <= received <= count:
            return None if received <= count else ()
        return tuple(self._finals)[received - first : count - first]

    @property
    def states(self) -> tuple[Json, ...]:
        """The latest of each kind of message that tells a state, and what was said about the audio."""
        return (*self._warnings.values(), *(self._states[kind] for kind in _STATES if kind in self._states))

    def restore(self, count: int, finals: Iterable[Json], states: Iterable[Json]) -> None:
        """Begin where another one was: after so many finals, of which these are the last."""
        self._finals.extend(finals)
        self._count = count
        self._may_be_ahead = KEPT_FINALS
        for message in states:
            self.note(message)

    def has_told(self, received: int) -> None:
        """The client has so many finals: it is not told the next ones that are among them."""
        self._received = received

    def knows(self, message: Json) -> bool:
        """Whether the client has that final chord from another server."""
        index: int = message.get("index", self._received)
        return index < self._received

    def since(self, received: int) -> tuple[Json, ...]:
        """The final chords after the first ``received``, then warnings, then the state of things."""
        missed = len(self._finals) - (self._count - received)
        finals = list(self._finals)[max(0, missed) :] if received < self._count else []
        return (*finals, *self.states)
