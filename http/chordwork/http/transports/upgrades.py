"""Requests for ``/ws`` that are no upgrade to WebSocket, and what to say to them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from chordwork.http.wire.problems import PROBLEM_TYPE, Problem

VERSION: Final = "13"
"""Of WebSocket itself (RFC 6455); the only one."""

KEY_BYTES: Final = 16

UPGRADE_REQUIRED: Final = Problem(
    426,
    "upgrade_required",
    "this address speaks WebSocket: connect with a WebSocket client, version 13, to ws://HOST/ws or wss://HOST/ws; an "
    "HTTP request will not do. If you did, a proxy in between took the upgrade away: let it pass the headers Upgrade "
    "and Connection on, over HTTP/1.1 (nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
    'proxy_set_header Connection "upgrade";)',
    headers={"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": VERSION},
)


def asks_for_upgrade(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request asks for an upgrade of any kind."""
    return any(name == b"upgrade" for name, _ in headers)


def is_complete(headers: Iterable[tuple[bytes, bytes]], http_version: bytes) -> bool:
    """Whether a request that asks for an upgrade to WebSocket has what it takes; names of headers are in lower case."""
    found = {name: value.strip() for name, value in headers}
    return (
        http_version >= b"1.1"
        and is_key(found.get(b"sec-websocket-key", b""))
        and found.get(b"sec-websocket-version") == VERSION.encode()
    )


def is_key(value: bytes) -> bool:
    """Whether a ``Sec-WebSocket-Key`` is sixteen bytes in base64, as RFC 6455 (section 4.1) has it."""
    try:
        return len(base64.b64decode(value, validate=True)) == KEY_BYTES
    except ValueError:
        return False


def raw_refusal() -> bytes:
    """The refusal, as it goes over the wire where no web framework writes it."""
    body = json.dumps(UPGRADE_REQUIRED.document(None)).encode()
    lines = [
        f"HTTP/1.1 {UPGRADE_REQUIRED.status} {HTTPStatus(UPGRADE_REQUIRED.status).phrase}",
        *(f"{name}: {value}" for name, value in UPGRADE_REQUIRED.headers.items() if name != "Connection"),
        "Connection: Upgrade, close",
        f"Content-Type: {PROBLEM_TYPE}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
    ]
    return "\r\n".join((*lines, "", "")).encode() + body


def without_upgrade(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of the same request, as one that asks for no upgrade."""
    return [(name, value) for name, value in headers if name not in (b"upgrade", b"connection")]
