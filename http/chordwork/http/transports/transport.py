"""The little that a conversation needs of a WebSocket."""

from __future__ import annotations

from typing import Protocol

from chordwork.http.wire.protocol import CloseCode


class Disconnected(Exception):
    """The client has gone.

    Attributes:
        orderly: it said so, with a close frame.
        unread: it is there, but does not read what is said to it.
    """

    def __init__(self, *, orderly: bool = False, unread: bool = False) -> None:
        """See the attributes."""
        super().__init__("the client closed the connection" if orderly else "the connection was lost")
        self.orderly = orderly
        self.unread = unread


class Malformed(Exception):
    """The client broke the rules of WebSocket itself: it is told by the close code, and by nothing before that.

    Attributes:
        close_code: 1002 or 1007.
        reason: for people.
    """

    def __init__(self, close_code: CloseCode, reason: str) -> None:
        """See the attributes."""
        super().__init__(reason)
        self.close_code = close_code
        self.reason = reason


class Transport(Protocol):
    """One open WebSocket, whatever carries it. One task receives; several may send."""

    async def receive(self) -> str | bytes:
        """The next message; being cancelled loses nothing.

        Raises:
            Disconnected: there will be none.
            Malformed: what came is no message.
            ProtocolError: it is too large; a transport may also hand such a message on.
        """
        ...

    def try_send(self, *texts: str) -> bool:
        """Send text messages, if that needs no waiting; False: none was sent. Raises :exc:`Disconnected`.

        Without any text it says whether one could be sent now.
        """
        ...

    async def send(self, text: str) -> None:
        """Send a text message. Raises :exc:`Disconnected`. Being cancelled may leave the connection unusable."""
        ...

    async def close(self, code: int, reason: str, *, last_words: str | None = None) -> bool:
        """Close in order: send a close frame, then let the client answer for a bounded time. Never raises.

        Args:
            code: of the close.
            reason: of the close.
            last_words: a text for a client that does not read, to go before the close; it is given longer, and what it
                sends meanwhile is read, for it may begin to read when it has sent all.

        Returns:
            whether the client certainly has received everything.
        """
        ...

    def abort(self) -> None:
        """Drop the connection at once, without a word. Harmless when repeated."""
        ...
