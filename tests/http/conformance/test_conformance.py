"""Both doors against RFC 6455, by a client that is written from its text and shares nothing with the server."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import attrs
import pytest
import trio

from chordwork.http import Settings
from chordwork.http.testing import Door, open_server, open_socket
from tests.http.attacks import CLOSE, TEXT, read_on, upgraded
from tests.http.conformance.cases import GOOD_BYE, LIMIT_BYTES, NONE_GIVEN, PONG, Case, cases
from tests.http.conformance.page import GROUPS, page

SETTINGS = Settings(port=0, max_message_bytes=LIMIT_BYTES, start_timeout_s=600, close_timeout_s=0.3)
KEY = "dGhlIHNhbXBsZSBub25jZQ=="


@attrs.frozen
class Frame:
    """A frame of the server."""

    opcode: int
    payload: bytes


def frames_of(data: bytes) -> Iterator[Frame]:
    """Take apart what a server sent; it masks nothing, fragments nothing and uses no reserved bit."""
    while data:
        first, second = data[0], data[1]
        assert first & 0xF0 == 0x80, "a server's frame is whole, and has no reserved bit"
        assert not second & 0x80, "a server does not mask"
        size, at = second, 2
        if second == 126:
            size, at = int.from_bytes(data[2:4], "big"), 4
            assert size >= 126, "lengths are written as short as can be"
        elif second == 127:
            size, at = int.from_bytes(data[2:10], "big"), 10
            assert size >= 1 << 16
        assert len(data) >= at + size, "a frame is cut off"
        frame = Frame(first & 0x0F, data[at : at + size])
        if frame.opcode >= 8:
            assert size <= 125
        yield frame
        data = data[at + size :]


async def converse(stream: trio.SocketStream, case: Case) -> list[Frame]:
    """Send, and read what comes, until the server has closed; it is said good-bye once it said ``done``."""
    received = bytearray()

    async def send() -> None:
        for piece in case.sent:
            await stream.send_all(piece)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(send)
        with trio.fail_after(60):
            while b'"type":"done"' not in received and not _ended(received):
                if not (data := await stream.receive_some()):
                    break
                received += data
    with trio.move_on_after(60), suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        await stream.send_all(GOOD_BYE)
    received += await read_on(stream)
    return list(frames_of(bytes(received)))


def _ended(received: bytearray) -> bool:
    """Whether a close frame is the last of whole frames."""
    at = 0
    while at + 2 <= len(received):
        if received[at] & 0x0F == 8:
            return True
        size = received[at + 1]
        if size == 126:
            size, at = int.from_bytes(received[at + 2 : at + 4], "big"), at + 2
        elif size == 127:
            size, at = int.from_bytes(received[at + 2 : at + 10], "big"), at + 8
        at += 2 + size
    return False


@pytest.mark.parametrize("group", GROUPS)
async def test_group(group: str, door: Door) -> None:
    failed = {}
    async with open_server(SETTINGS) as server:
        for case in cases():
            if case.number.partition(".")[0] != group:
                continue
            async with upgraded(server.address, door) as stream:
                try:
                    check(case, door, await converse(stream, case))
                except AssertionError as error:
                    failed[f"{case.number} {case.title}"] = str(error)
    assert not failed


def check(case: Case, door: Door, frames: list[Frame]) -> None:
    """Whether what came back is what the case asks for."""
    messages = [json.loads(frame.payload) for frame in frames if frame.opcode == TEXT]
    kinds = [message["type"] for message in messages]
    closes = [frame.payload for frame in frames if frame.opcode == CLOSE]
    assert tuple(frame.payload for frame in frames if frame.opcode == PONG) == case.pongs
    assert len(closes) == 1, f"{len(closes)} close frames"
    assert frames[-1].opcode == CLOSE, "something comes behind the close frame"
    code = int.from_bytes(closes[0][:2], "big") if closes[0] else NONE_GIVEN
    if case.code is None:
        assert kinds[-1:] == ["done"], kinds
        assert "error" not in kinds, messages
        assert messages[-1]["received_s"] == pytest.approx(case.acked / 16_000, abs=1e-3)
        assert code == 1000
    else:
        assert code == case.code
        closes[0][2:].decode()
        if door == "stream" and not case.orderly:
            assert closes[0][2:] or "error" in kinds, "it is not explained"


HANDSHAKES = {
    "9.1 the accept token proves that the server read the key": ({}, 101),
    "9.2 another version is refused": ({"Sec-WebSocket-Version": "8"}, 426),
    "9.3 no version is refused": ({"Sec-WebSocket-Version": None}, 400),
    "9.4 no key is refused": ({"Sec-WebSocket-Key": None}, 400),
    "9.5 a key of another length than 16 bytes is refused": ({"Sec-WebSocket-Key": "c2hvcnQ="}, 400),
    "9.6 an extension is offered and none is chosen": (
        {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"},
        101,
    ),
    "9.7 a subprotocol that is not known is not chosen": ({"Sec-WebSocket-Protocol": "chat, superchat"}, 101),
    "9.8 names of headers and their tokens are read in any case": (
        {"Upgrade": None, "uPGRADE": "WebSocket", "Connection": "keep-alive, upgrade"},
        101,
    ),
}


@pytest.mark.parametrize("name", HANDSHAKES)
async def test_handshake(name: str, door: Door) -> None:
    changed, status = HANDSHAKES[name]
    headers: dict[str, str | None] = {
        "Host": "localhost",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        **changed,
    }
    lines = [f"{header}: {value}\r\n" for header, value in headers.items() if value is not None]
    async with open_server(SETTINGS) as server:
        stream = await open_socket(server.address, door)
        async with stream:
            await stream.send_all(("GET /ws HTTP/1.1\r\n" + "".join(lines) + "\r\n").encode())
            head = bytearray()
            with trio.fail_after(60):
                while b"\r\n\r\n" not in head and (data := await stream.receive_some(1)):
                    head += data
    first, *rest = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    answer = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in rest}
    got = int(first.split()[1])
    if status == 400:
        assert 400 <= got < 500
    else:
        assert got == status
    if got == 101:
        token = base64.b64encode(hashlib.sha1((KEY + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        assert answer["sec-websocket-accept"] == token.decode()
        assert answer["upgrade"].lower() == "websocket"
        assert "upgrade" in answer["connection"].lower()
        assert "sec-websocket-extensions" not in answer
        assert "sec-websocket-protocol" not in answer
    if got == 426:
        assert "13" in answer["sec-websocket-version"]


def test_the_page_lists_every_case() -> None:
    written = (Path(__file__).parents[3] / "docs/conformance.md").read_text()
    assert written == page(HANDSHAKES), "run python -m tests.http.conformance.page"
