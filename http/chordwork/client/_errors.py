"""What can go wrong between a client and its server.

ChordworkError
└── ClientError            code: "client"
    ├── ConnectError       code: "connect"            the server was not reached, or refused
    │   └── KeyRefused     code: "key_refused"        it wants an API key, or another one
    ├── ServerError        code: "server_error"       the server said `error`; its own code is in `.error_code`
    ├── ConnectionLost     code: "connection_lost"    the connection closed; `.close_code` and `.reason` say why
    └── ProtocolError      code: "protocol"           the server said something that protocol 1 does not know
"""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class ClientError(ChordworkError, code="client"):
    """Any failure of a stream, seen from the client."""


class ConnectError(ClientError, code="connect"):
    """No stream came about.

    Attributes:
        url: what was to be reached.
        status_code: HTTP status of a refusal; None if no server answered.
        retry_after_s: when the server wants to be asked again; None if it did not say.
        may_pass: False where it is the address that is wrong.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        status_code: int | None = None,
        retry_after_s: float | None = None,
        may_pass: bool = True,
    ) -> None:
        super().__init__(f"cannot connect to {url}: {reason}")
        self.url = url
        self.status_code = status_code
        self.retry_after_s = retry_after_s
        self.may_pass = may_pass


class KeyRefused(ConnectError, code="key_refused"):
    """The server lets in only those with an API key, and took this one, if any, for none. Trying again does not help.

    Attributes:
        reason_code: ``key_missing`` or ``key_unknown``, from the server; ``key_malformed``: it was not even sent.
    """

    def __init__(self, url: str, reason: str, *, reason_code: str, status_code: int | None = None) -> None:
        super().__init__(url, reason, status_code=status_code, may_pass=False)
        self.reason_code = reason_code


class ServerError(ClientError, code="server_error"):
    """The server ended the stream and said why.

    Attributes:
        error_code: the server's machine code, such as ``bad_start``.
        reason: its message for people.
        retry_after_s: when it wants to be asked again; None if it did not say.
    """

    def __init__(self, error_code: str, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(f"the server answered {error_code}: {reason}")
        self.error_code = error_code
        self.reason = reason
        self.retry_after_s = retry_after_s


class ConnectionLost(ClientError, code="connection_lost"):
    """The connection closed before ``done``.

    Attributes:
        close_code: WebSocket close code: 1012 draining, 1013 full (try later), 1006 no close frame at all.
        reason: the server's text, may be empty.
    """

    def __init__(self, close_code: int, reason: str) -> None:
        advice = _ADVICE.get(close_code, "connect again")
        super().__init__(f"the connection closed with {close_code}{f' ({reason})' if reason else ''}: {advice}")
        self.close_code = close_code
        self.reason = reason


class ProtocolError(ClientError, code="protocol"):
    """The server sent something that is no message of protocol 1."""


_ADVICE = {
    1009: "a message was too big for the server; send shorter chunks",
    1011: "the server failed; its log has the reason",
    1012: "the server is restarting; connect again",
    1013: "the server is full; try again later",
    4008: "read while you send, in a task of its own, then connect again",
    4011: "the session went on over another connection",
}
