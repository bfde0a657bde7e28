"""What hostile or broken clients do, on a socket of their own; all of them have upgraded, unless they say otherwise."""

from __future__ import annotations

import ctypes
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import trio

from chordwork.http.serving.server import ServerAddress
from chordwork.http.testing import Door, open_socket

UPGRADE: Final = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)
MASK: Final = b"\x0f\xf0\x55\xaa"
SO_ATTACH_FILTER: Final = 26
TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9


def frame(opcode: int, payload: bytes, *, final: bool = True, masked: bool = True) -> bytes:
    """A WebSocket frame as a client sends it."""
    size, mask_bit = len(payload), 0x80 if masked else 0
    if size < 126:
        head = bytes([mask_bit | size])
    elif size < 1 << 16:
        head = bytes([mask_bit | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([mask_bit | 127]) + size.to_bytes(8, "big")
    if masked:
        key = int.from_bytes((MASK * (size // 4 + 1))[:size], "big")
        payload = MASK + (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")
    return bytes([opcode | (0x80 if final else 0)]) + head + payload


START: Final = frame(TEXT, b'{"type":"start","protocol":1,"sample_rate":8000}')


@asynccontextmanager
async def upgraded(
    address: ServerAddress, door: Door, *, receive_buffer_bytes: int | None = None
) -> AsyncIterator[trio.SocketStream]:
    """A WebSocket that was just accepted."""
    stream = await open_socket(address, door, receive_buffer_bytes=receive_buffer_bytes)
    async with stream:
        await stream.send_all(UPGRADE)
        head = b""
        with trio.fail_after(60):
            while not head.endswith(b"\r\n\r\n"):
                head += await stream.receive_some(1)
        assert head.startswith(b"HTTP/1.1 101"), head
        yield stream


async def read_on(stream: trio.SocketStream, *, within_s: float = 60.0) -> bytes:
    """Everything up to the end, however it ends."""
    answer = bytearray()
    with trio.fail_after(within_s), suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        while data := await stream.receive_some():
            answer += data
    return bytes(answer)


async def send_until_dropped(stream: trio.SocketStream, data: bytes, *, within_s: float = 60.0) -> None:
    """The same over and over, without reading."""
    with trio.fail_after(within_s), suppress(trio.BrokenResourceError):
        while True:
            await stream.send_all(data)


def close_code(answer: bytes) -> int | None:
    """Of the close frame at the end of what a server sent."""
    at = answer.rfind(b"\x88")
    return None if at < 0 else int.from_bytes(answer[at + 2 : at + 4], "big")


def reset(stream: trio.SocketStream) -> None:
    """Hang up with a RST instead of a FIN."""
    stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.socket.close()


def vanish(stream: trio.SocketStream) -> None:
    """Make this machine deaf on that socket, below TCP: nothing is acknowledged any more, as after a pulled cable."""
    drop_all = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # BPF: return 0 bytes
    program = struct.pack("HL", 1, ctypes.addressof(drop_all))
    stream.socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
