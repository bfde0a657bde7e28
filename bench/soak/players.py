"""The page and the phone in a soak: stamped audio in the protocol that each of them speaks, word for word."""

from __future__ import annotations

import base64
import json
import random
import struct
from contextlib import suppress
from typing import Any, Final

import attrs
import trio
from trio_websocket import ConnectionClosed, HandshakeError, WebSocketConnection, open_websocket_url

PAGE: Final = {
    "type": "start", "protocol": 1, "format": "s16le", "channels": 1, "framing": "stamped", "acks": "hop",
    "heartbeat_s": 5, "resumable": True, "sample_rate": 48_000, "suggestions": 5,
}  # fmt: skip
PHONE: Final = {
    "type": "start", "protocol": 1, "sample_rate": 44_100, "channels": 1, "format": "s16le", "framing": "stamped",
    "acks": "hop", "pace": "live", "key": None, "suggestions": 5, "mood": "calm", "genre": "folk", "notes": True,
    "heartbeat_s": 10.0, "resumable": True,
}  # fmt: skip
FRAME_S: Final = {"page": 0.04, "phone": 0.02}
STAMP: Final = struct.Struct("<IIQ")
CONNECT_S: Final = 20.0
RETURNS: Final = 3
ANSWERED_WITHIN_S: Final = 10.0


@attrs.define(eq=False)
class StampedPlayer:
    """One visit of a page or a phone: it plays, changes its mind, loses its connection and comes back, and stops.

    Attributes:
        start: its first words.
        frame_s: length of a frame.
        sound: PCM, s16le mono, to play in a loop.
        chance: what it does when.
        latencies_ms: of every acknowledgement: from the stamp of the frame to its ack.
        lost: connections that it gave up by itself.
        finals: final chords heard.
        done: the server has said its last word.
        failed: code of an error that it was told; None if it was told none.
    """

    start: dict[str, Any]
    frame_s: float
    sound: bytes
    chance: random.Random
    latencies_ms: list[tuple[float, float]] = attrs.field(factory=list)
    lost: int = 0
    finals: int = 0
    done: bool = False
    failed: str | None = None
    _token: str | None = None
    _sent_bytes: int = 0
    _sent_at: dict[int, float] = attrs.field(factory=dict)
    _sequence: int = 0

    async def visit(self, url: str, duration_s: float, origin: str | None) -> None:
        """Play for so long over as many connections as it takes.

        Raises:
            RuntimeError: the server refused, failed, or never said that it was done.
        """
        until = trio.current_time() + duration_s
        leaves = self.chance.random() < 0.4
        for _ in range(1 + RETURNS):
            headers = [] if origin is None else [(b"Origin", origin.encode())]
            with suppress(ConnectionClosed):
                async with open_websocket_url(
                    url, extra_headers=headers, message_queue_size=64, connect_timeout=CONNECT_S, disconnect_timeout=5.0
                ) as socket:
                    await self._over(socket, until, leaves)
            if self.done:
                return
            if self.failed is not None:
                raise RuntimeError(self.failed)
            leaves = False
        raise RuntimeError(f"not done after {RETURNS} returns")

    async def _over(self, socket: WebSocketConnection, until: float, leaves: bool) -> None:
        resume = None if self._token is None else {"token": self._token, "finals": self.finals}
        await socket.send_message(json.dumps({**self.start, "resume": resume}))
        try:
            async with trio.open_nursery() as nursery:
                ready = trio.Event()
                nursery.start_soon(self._hear, socket, ready)
                await ready.wait()
                await self._play(socket, until, leaves)
                if leaves:
                    self.lost += 1
                    socket._stream.socket.close()  # type: ignore[attr-defined]  # as a phone that leaves the network
                    nursery.cancel_scope.cancel()
        except* (ConnectionClosed, trio.ClosedResourceError):
            pass

    async def _play(self, socket: WebSocketConnection, until: float, leaves: bool) -> None:
        size = 2 * round(self.start["sample_rate"] * self.frame_s)
        began, first = trio.current_time(), self._sequence
        if leaves:
            until = trio.current_time() + (until - trio.current_time()) / 2
        while trio.current_time() < until:
            place = self._sent_bytes % (len(self.sound) - size)
            pcm = self.sound[place - place % 2 :][:size]
            now = trio.current_time()
            self._sent_at[self._sequence] = now
            await socket.send_message(STAMP.pack(self._sequence, 0, int(now * 1e6)) + pcm)
            self._sequence, self._sent_bytes = self._sequence + 1, self._sent_bytes + size
            if self.chance.random() < 0.01:
                change = {"type": "config", "key": self.chance.choice(("C major", "A minor", None))}
                await socket.send_message(json.dumps(change))
            if self.chance.random() < 0.005:
                await socket.send_message(json.dumps({"type": "skip", "bytes": size}))
                self._sent_bytes += size
            await trio.sleep_until(began + (self._sequence - first) * self.frame_s)
        if not leaves:
            await socket.send_message(json.dumps({"type": "stop"}))

    async def _hear(self, socket: WebSocketConnection, ready: trio.Event) -> None:
        while True:
            message = json.loads(await socket.get_message())
            match message["type"]:
                case "ready":
                    if not message.get("resumed"):
                        self.finals = 0
                    self._token = (message.get("resume") or {}).get("token")
                    self._sent_bytes = message.get("received_bytes") or 0
                    ready.set()
                case "ack":
                    sent_at = self._sent_at.pop(message["sequence"], None)
                    if sent_at is not None:
                        now = trio.current_time()
                        self.latencies_ms.append((now, 1000.0 * (now - sent_at)))
                        self._sent_at = {each: at for each, at in self._sent_at.items() if each > message["sequence"]}
                case "chord" if message["status"] == "final":
                    self.finals = max(self.finals, message["index"] + 1)
                case "ping":
                    await socket.send_message('{"type":"pong"}')
                case "error":
                    self.failed = message["code"]
                    ready.set()
                case "done":
                    self.done = True
                    return
                case _:
                    pass


async def play_as_elder(url: str, sound: bytes, duration_s: float) -> int:
    """As a client of the dialect that was there before the protocol: base64 in JSON; how many answers it had."""
    heard = 0
    async with (
        open_websocket_url(url, message_queue_size=64, connect_timeout=CONNECT_S, disconnect_timeout=5.0) as socket,
        trio.open_nursery() as nursery,
    ):

        async def hear() -> None:
            nonlocal heard
            with suppress(ConnectionClosed):
                while True:
                    await socket.get_message()
                    heard += 1

        nursery.start_soon(hear)
        step = 3200
        for number in range(max(1, round(duration_s / 0.1))):
            chunk = sound[number * step % (len(sound) - step) :][:step]
            await socket.send_message(json.dumps({"data": base64.b64encode(chunk).decode()}))
            await trio.sleep(0.1)
        with trio.move_on_after(ANSWERED_WITHIN_S):
            while not heard:  # noqa: ASYNC110 - a short visit to a busy server
                await trio.sleep(0.05)
        nursery.cancel_scope.cancel()
    return heard


WRONG: Final = (ConnectionClosed, HandshakeError, RuntimeError)
"""What goes wrong in a visit that should have gone well."""
