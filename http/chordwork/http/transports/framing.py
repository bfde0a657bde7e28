"""Bytes of a client to messages, and messages to frames: the Sans-I/O layer of ``websockets``, and a short way past it.

What a player sends fifty times a second is always the same: a binary message in one masked frame. That is read here,
and what the server says, a text in one frame, is written here. Everything else, from a ping to an attack, the library
reads, which gets whole frames, or the pieces of one in order, and so never sees the difference.
"""

from __future__ import annotations

from typing import Final, cast

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from chordwork.http.wire.protocol import CloseCode

try:
    from websockets.speedups import apply_mask
except ImportError:  # a build without C
    from websockets.utils import apply_mask

_BINARY: Final = 0x82
"""The first byte of a binary message in one frame."""
_REGULAR: Final = frozenset({0x00, 0x01, 0x02, 0x80, 0x81, _BINARY, 0x88, 0x89, 0x8A})
"""First bytes of the frames that there are."""
_MASKED: Final = 0x80
_LENGTH: Final = 0x7F
_TWO_BYTES: Final = 126
_EIGHT_BYTES: Final = 127


class Framing(ServerProtocol):
    """One WebSocket that was upgraded. Notes why it has failed, and leaves it to others to say so.

    Attributes:
        failure: close code and reason, once the client sent what is no WebSocket frame, or too much.
    """

    failure: tuple[int, str] | None

    def __init__(self, *, max_message_bytes: int) -> None:
        """A message may have ``max_message_bytes``."""
        self.failure = None
        super().__init__(max_size=max_message_bytes, state=State.OPEN)
        self._max_bytes = max_message_bytes
        self._head = b""  # of a frame whose length is not known yet
        self._owed_bytes = 0  # of a frame that the library has begun to read
        self._by_library = False  # all that comes, for it is no regular frame any more
        self._partial: bytearray | None = None
        self._partial_is_text = False

    def fail(self, code: int, reason: str = "") -> None:
        """Called by the library."""
        self.failure = (int(code), reason)

    def take(self, data: bytes) -> tuple[list[str | bytes], int]:
        """The messages that are complete with these bytes, and how many frames there were.

        After a failure, or the client's close, nothing more is understood.
        """
        messages: list[str | bytes] = []
        frames, start = 0, 0
        if self._head:
            data, self._head = self._head + data, b""
        size = len(data)
        while start < size and self.failure is None and self.close_rcvd is None:
            if self._by_library or self._owed_bytes:
                end = size if self._by_library else min(size, start + self._owed_bytes)
                self._owed_bytes -= 0 if self._by_library else end - start
                frames += self._read(data[start:end], messages)
                start = end
                continue
            left = size - start
            if left < 2:
                self._head = data[start:]
                break
            first, second = data[start], data[start + 1]
            length, head = second & _LENGTH, 6
            if length >= _TWO_BYTES:
                head = 8 if length == _TWO_BYTES else 14
                length = int.from_bytes(data[start + 2 : start + head - 4], "big") if left >= head - 4 else -1
            if first not in _REGULAR or not second & _MASKED or length > self._max_bytes:
                self._by_library = True
            elif length < 0:
                self._head = data[start:]
                break
            elif left < head + length:
                self._owed_bytes = head + length
            elif first == _BINARY and self._partial is None:
                body = start + head
                start = body + length
                messages.append(apply_mask(data[body:start], data[body - 4 : body]))
                frames += 1
            else:
                frames += self._read(data[start : start + head + length], messages)
                start += head + length
        return messages, frames

    def _read(self, data: bytes, messages: list[str | bytes]) -> int:
        """By the library; how many frames there were."""
        self.receive_data(data)
        frames = cast("list[Frame]", self.events_received())
        for frame in frames:
            opcode = frame.opcode
            if opcode is Opcode.BINARY or opcode is Opcode.TEXT:
                if frame.fin:
                    self._deliver(frame.data, opcode is Opcode.TEXT, messages)
                else:
                    self._partial, self._partial_is_text = bytearray(frame.data), opcode is Opcode.TEXT
            elif opcode is Opcode.CONT:
                assert self._partial is not None
                self._partial += frame.data
                if frame.fin:
                    whole, self._partial = self._partial, None
                    self._deliver(whole, self._partial_is_text, messages)
        return len(frames)

    def _deliver(self, data: bytes | bytearray | memoryview, is_text: bool, messages: list[str | bytes]) -> None:
        try:
            messages.append(str(data, "utf-8") if is_text else bytes(data))
        except UnicodeDecodeError:
            self.failure = self.failure or (CloseCode.NOT_UTF8, "a text message must be UTF-8")


def text_frame(text: str) -> bytes:
    """A text message in one frame, as a server sends it."""
    payload = text.encode()
    size = len(payload)
    if size < _TWO_BYTES:
        return bytes((0x81, size)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload
