"""One session as a raw socket: as little Python as can be between the clock and the wire."""

from __future__ import annotations

import base64
import json
import socket
from collections import deque
from time import perf_counter
from typing import Any, Final

import attrs

from bench.capacity.servers import BASELINE, Door

RATE_HZ: Final = 16_000
"""The seed dialect's rate, so that both designs carry the same samples."""
CONNECT_TIMEOUT_S: Final = 10.0
_RECEIVE_BYTES: Final = 65_536
_NO_MASK: Final = bytes(4)
_ROUNDING_S: Final = 0.0005
"""More than the rounding of times in messages."""
_ACK: Final = b'{"type":"ack","sequence":'
_UPGRADE: Final = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)


class Overloaded(Exception):
    """The server does not even take the bytes any more, or dropped some."""


def encode_frames(door: Door, chunks: list[bytes]) -> list[bytes]:
    """WebSocket frames for chunks of PCM, as the door wants them. A mask of zeros costs the server as much as any."""
    if door.name == BASELINE:
        return [_frame(1, json.dumps({"data": base64.b64encode(chunk).decode()}).encode()) for chunk in chunks]
    return [_frame(2, chunk) for chunk in chunks]


class Client:
    """An open session that sends chunks and notes when each is answered.

    An answer is what says that a chunk was *recognised*: each ack of the baseline; of protocol 1 the ack by hop, which
    says how far, and answers the chunk that brought the last of that audio. (Its ``sequence`` is that of the last chunk
    recognised to its end: mostly the one before, which for its own part could not have been recognised sooner.)

    Attributes:
        latencies: pairs of (sent at, answered after) in seconds.
        sent_at: when each chunk was sent, if events are kept.
        events: messages other than acks, with the time they came, if asked for.
    """

    def __init__(self, door: Door, *, acks: str = "hop", keep_events: bool = False) -> None:
        """Connect and open a session."""
        self.latencies: list[tuple[float, float]] = []
        self.sent_at: list[float] = []
        self.events: list[tuple[float, dict[str, Any]]] = []
        self._is_baseline = door.name == BASELINE
        self._keep_events = keep_events
        self._buffer = bytearray()
        self._acks = acks
        self._sequence = 0
        self._sent_s = 0.0
        self._unanswered: deque[_Sent] = deque()
        self._socket = socket.create_connection(("127.0.0.1", door.port), CONNECT_TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(_UPGRADE)
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self._received()
        del self._buffer[: self._buffer.index(b"\r\n\r\n") + 4]
        if not self._is_baseline:
            start = {"type": "start", "protocol": 1, "sample_rate": RATE_HZ, "acks": acks}
            self._socket.sendall(_frame(1, json.dumps(start).encode()))
            while b'"ready"' not in self._buffer:
                self._buffer += self._received()
        self._socket.setblocking(False)

    def fileno(self) -> int:
        """For a selector."""
        return self._socket.fileno()

    def send(self, frame: bytes) -> None:
        """Send a chunk. Raises :exc:`Overloaded`."""
        now = perf_counter()
        try:
            if self._socket.send(frame) != len(frame):
                raise Overloaded
        except OSError:
            raise Overloaded from None
        start_s, self._sent_s = self._sent_s, self._sent_s + _payload_bytes(frame) / (2 * RATE_HZ)
        self._unanswered.append(_Sent(self._sequence, start_s, self._sent_s, now))
        self._sequence += 1
        if self._keep_events:
            self.sent_at.append(now)

    def receive(self) -> None:
        """Take in what has arrived. Raises :exc:`Overloaded` if audio was dropped or the connection ended."""
        try:
            self._buffer += self._received()
        except BlockingIOError:
            return
        except OSError:
            raise Overloaded from None
        now = perf_counter()
        buffer, start = self._buffer, 0
        while len(buffer) - start >= 2:
            size, head = buffer[start + 1], 2
            if size == 126:
                size, head = int.from_bytes(buffer[start + 2 : start + 4], "big"), 4
            end = start + head + size
            if end > len(buffer):
                break
            self._hear(bytes(buffer[start + head : end]), now)
            start = end
        del buffer[:start]

    def oldest_s(self, now: float, allowed_chunks: int) -> float:
        """Age of the oldest chunk without an answer, beside the newest few, for which none is due."""
        waiting = len(self._unanswered) - (0 if self._is_baseline else allowed_chunks)
        return now - self._unanswered[0].at if waiting > 0 else 0.0

    def close(self) -> None:
        """Just go."""
        self._socket.close()

    def _received(self) -> bytes:
        data = self._socket.recv(_RECEIVE_BYTES)
        if not data:
            raise ConnectionResetError
        return data

    def _hear(self, payload: bytes, now: float) -> None:
        if self._is_baseline:
            if payload == b'{"ack":true}':
                sent_at = self._unanswered.popleft().at
                self.latencies.append((sent_at, now - sent_at))
        elif payload.startswith(_ACK):
            sent = self._answered(json.loads(payload))
            if sent is not None:
                self.latencies.append((sent.at, now - sent.at))
        elif payload.startswith((b'{"type":"dropped"', b'{"type":"error"')):
            raise Overloaded(payload.decode())
        elif self._keep_events and payload.startswith(b"{"):
            self.events.append((now, json.loads(payload)))

    def _answered(self, ack: dict[str, Any]) -> _Sent | None:
        """The chunk that an ack is the answer to; those that it covers wholly are done with."""
        answered = None
        while self._unanswered:
            sent = self._unanswered[0]
            if self._acks == "hop":
                begun, done = sent.start_s < ack["audio_s"] - _ROUNDING_S, sent.end_s <= ack["audio_s"] + _ROUNDING_S
            else:
                begun = done = sent.sequence <= ack["sequence"]
            if begun:
                answered = sent
            if not done:
                break
            self._unanswered.popleft()
        return answered


@attrs.frozen
class _Sent:
    """A chunk, where it lies in the audio, and when it was sent."""

    sequence: int
    start_s: float
    end_s: float
    at: float


def _payload_bytes(frame: bytes) -> int:
    size = frame[1] & 0x7F
    return int.from_bytes(frame[2:4], "big") if size == 126 else size


def _frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    head = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([0x80 | opcode]) + head + _NO_MASK + payload
