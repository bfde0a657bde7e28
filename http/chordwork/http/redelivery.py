"""What a client may have missed when its connection broke."""

from __future__ import annotations

from collections import deque
from typing import Final

from chordwork.http.protocol import CloseCode, Json, ProtocolError

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

        Raises:
            ProtocolError: some are no longer kept, or it claims more than there were.
        """
        if not self._count - len(self._finals) <= received <= self._count:
            raise ProtocolError(
                "resume_failed",
                f"of {self._count} final chords the last {len(self._finals)} are kept, none after number {received}:"
                " start anew",
                CloseCode.RESUME_FAILED,
            )

    def since(self, received: int) -> tuple[Json, ...]:
        """The final chords after the first ``received``, then warnings, then the state of things."""
        missed = len(self._finals) - (self._count - received)
        finals = list(self._finals)[max(0, missed) :]
        return (*finals, *self._warnings.values(), *(self._states[kind] for kind in _STATES if kind in self._states))
