"""Messages that wait for a program that sends first and reads later."""

from __future__ import annotations

from collections import deque
from typing import Final

from chordwork.client._errors import ConnectionLost
from chordwork.client._messages import Ack, Beat, Chord, Level, Message, Suggestions, Tempo, Tuning

OUTDATED_AFTER: Final = 4096
"""Messages of a kind that the next one outdates, of which the oldest go beyond so many."""
MOST_MESSAGES: Final = 65_536
"""Of all kinds: final chords of many hours."""


class Backlog:
    """A queue that keeps every final chord, and of what is soon outdated only the latest.

    Provisional chords, acks, tempos, beats, levels, tunings and suggestions are let go, oldest first, beyond
    :data:`OUTDATED_AFTER` of them.
    """

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._passing = 0

    def __len__(self) -> int:
        return len(self._messages)

    def keep(self, message: Message) -> None:
        """Add a message.

        Raises:
            ConnectionLost: too many wait that must not be lost.
        """
        if _passes(message):
            self._passing += 1
            if self._passing > OUTDATED_AFTER:
                self._forget_outdated()
        elif len(self._messages) >= MOST_MESSAGES:
            raise ConnectionLost(4008, f"{MOST_MESSAGES} messages wait to be read")
        self._messages.append(message)

    def take(self) -> Message | None:
        """The oldest; None if there is none."""
        if not self._messages:
            return None
        message = self._messages.popleft()
        self._passing -= _passes(message)
        return message

    def _forget_outdated(self) -> None:
        """The older half of them, so that it is seldom done."""
        surplus = OUTDATED_AFTER // 2
        kept: deque[Message] = deque()
        for message in self._messages:
            if surplus and _passes(message):
                surplus -= 1
                self._passing -= 1
            else:
                kept.append(message)
        self._messages = kept


def _passes(message: Message) -> bool:
    if isinstance(message, Chord):
        return message.status == "provisional"
    return isinstance(message, Ack | Beat | Level | Suggestions | Tempo | Tuning)
