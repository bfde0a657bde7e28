"""Answers on their way to a client: acks, pongs, warnings."""

from __future__ import annotations

from collections import deque
from typing import Final

import attrs
import trio

from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError

MAX_ACKS: Final = 256
"""Cumulative acks that may wait one by one; past that they merge."""
MAX_REPLIES: Final = 64
"""Answers other than acks that may wait. A client that asks on without reading is closed with 4009."""


@attrs.frozen
class RepliesStatistics:
    """State of a :class:`Replies` queue.

    Attributes:
        acks: that wait.
        replies: other answers that wait.
        max_replies: the bound on those.
        merged_acks: acks ever replaced by a newer one.
    """

    acks: int
    replies: int
    max_replies: int
    merged_acks: int


class Replies:
    """A bounded queue whose writer, the reader of the socket, never waits.

    Acks that are cumulative merge into the newest when :data:`MAX_ACKS` of them wait; the others are equal to one
    another and are only counted.
    """

    def __init__(self, *, cumulative_acks: bool) -> None:
        """``cumulative_acks``: an ack stands for all before it."""
        self._cumulative_acks = cumulative_acks
        self._acks: deque[Json] = deque()
        self._equal_acks = 0
        self._merged_acks = 0
        self._others: deque[Json] = deque()
        self._closed = False
        self._news = trio.lowlevel.ParkingLot()

    def ack(self, message: Json) -> None:
        """Acknowledge audio."""
        if self._acks and not self._cumulative_acks:
            self._equal_acks += 1
        elif len(self._acks) >= MAX_ACKS:
            self._acks[-1] = message
            self._merged_acks += 1
        else:
            self._acks.append(message)
        self._news.unpark_all()

    def reply(self, message: Json) -> None:
        """Answer something else.

        Raises:
            ProtocolError: ``MAX_REPLIES`` of them wait already.
        """
        if len(self._others) >= MAX_REPLIES:
            raise ProtocolError("flood", f"{MAX_REPLIES} answers wait to be read", CloseCode.FLOOD)
        self._others.append(message)
        self._news.unpark_all()

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._acks and not self._others

    def close(self) -> None:
        """Nothing more will come."""
        self._closed = True
        self._news.unpark_all()

    async def take(self) -> Json:
        """The next answer; wait for it. Always a checkpoint.

        Raises:
            trio.EndOfChannel: closed, and everything was taken.
        """
        await trio.lowlevel.checkpoint()
        while not self._acks and not self._others:
            if self._closed:
                raise trio.EndOfChannel
            await self._news.park()
        if self._others:
            return self._others.popleft()
        if self._equal_acks:
            self._equal_acks -= 1
            return self._acks[0]
        return self._acks.popleft()

    def statistics(self) -> RepliesStatistics:
        """How much waits."""
        return RepliesStatistics(len(self._acks) + self._equal_acks, len(self._others), MAX_REPLIES, self._merged_acks)
