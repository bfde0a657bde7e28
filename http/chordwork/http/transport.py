"""The little that a conversation needs of a WebSocket."""

from __future__ import annotations

from typing import Protocol


class Disconnected(Exception):
    """The client has gone.

    Attributes:
        orderly: it said so, with a close frame.
    """

    def __init__(self, *, orderly: bool = False) -> None:
        """See the attributes."""
        super().__init__("the client closed the connection" if orderly else "the connection was lost")
        self.orderly = orderly


class Transport(Protocol):
    """One open WebSocket, whatever carries it.

    One task receives; another may send at the same time, but only one.
    """

    async def receive(self) -> str | bytes:
        """The next message. Raises :exc:`Disconnected` when there will be none; being cancelled loses nothing."""
        ...

    async def send(self, text: str) -> None:
        """Send a text message. Raises :exc:`Disconnected`. Being cancelled may leave the connection unusable."""
        ...

    async def close(self, code: int, reason: str) -> bool:
        """Close in order: send a close frame, then let the client answer for a bounded time. Never raises.

        Returns:
            whether the client certainly has received everything.
        """
        ...

    def abort(self) -> None:
        """Drop the connection at once, without a word. Harmless when repeated."""
        ...
