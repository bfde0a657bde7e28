"""Those who visit the server during a soak, each in its own way."""

from __future__ import annotations

import random
import socket
import struct
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import trio

from bench.capacity.client import RATE_HZ
from bench.capacity.load import audio_chunks
from bench.soak.asking import ask, questions
from bench.soak.players import FRAME_S, PAGE, PHONE, WRONG, StampedPlayer, play_as_elder
from chordwork.client import Backoff, ChordStream, ClientError, connect

CHUNK_S: Final = 0.02
SHORTEST_S: Final = 0.3
_UPGRADE: Final = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bKdPyn3u98cTfZJSh4TNeQ==\r\n\r\n"
)
_START: Final = b'{"type":"start","protocol":1,"sample_rate":16000,"resumable":true}'


class Visitors:
    """A number of them at any time; one that leaves makes room for the next.

    Attributes:
        visits: so far, by kind.
        failures: of those who should have been served, with the reason.
        latencies_ms: trio time and milliseconds from a frame of a page or a phone to its acknowledgement.
    """

    def __init__(self, ports: list[int], *, longest_s: float, seed: int = 1) -> None:
        """They come through any of the ports, of which the first is the main one, and stay for up to ``longest_s``."""
        self._ports = ports
        self._longest_s = longest_s
        self._random = random.Random(seed)
        self._chunks = audio_chunks(CHUNK_S)
        self.visits: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.latencies_ms: list[tuple[float, float]] = []

    async def come_and_go(self, count: int) -> None:
        """Until cancelled."""
        async with trio.open_nursery() as nursery:
            for _ in range(count):
                nursery.start_soon(self._one_after_another)

    async def _one_after_another(self) -> None:
        kinds: tuple[Callable[[], Awaitable[None]], ...] = (
            *(self.listener, self.listener, self.quitter, self.wanderer, self.returner),
            *(self.fool, self.mute, self.page, self.page, self.phone, self.phone, self.elder, self.asker),
        )
        while True:
            kind = self._random.choice(kinds)
            self.visits[kind.__name__] += 1
            try:
                await kind()
            except (ClientError, OSError, trio.BrokenResourceError, *WRONG) as error:
                self.failures[f"{kind.__name__}: {type(error).__name__}: {error}"[:120]] += 1
            except ExceptionGroup as group:
                for leaf in _leaves(group):
                    self.failures[f"{kind.__name__}: {type(leaf).__name__}: {leaf}"[:120]] += 1
            await trio.sleep(0.05)

    async def listener(self) -> None:
        """Plays, stops, and hears everything."""
        async with connect(self._url(), sample_rate=RATE_HZ, acks="hop") as stream, trio.open_nursery() as nursery:
            nursery.start_soon(self._play, stream, self._stay_s())
            async for _ in stream:
                pass

    async def quitter(self) -> None:
        """Plays, and closes without a stop."""
        async with connect(self._url(), sample_rate=RATE_HZ) as stream, trio.open_nursery() as nursery:
            nursery.start_soon(self._hear, stream)
            await self._play(stream, self._stay_s(), stop=False)
            nursery.cancel_scope.cancel()

    async def wanderer(self) -> None:
        """Loses its connection while it plays, and comes back."""
        async with (
            connect(self._url(), sample_rate=RATE_HZ, reconnect=Backoff()) as stream,
            trio.open_nursery() as nursery,
        ):
            nursery.start_soon(self._hear, stream)
            await self._play(stream, self._stay_s() / 2, stop=False)
            if stream._line._wire is not None:
                await stream._line._wire.drop()
            await self._play(stream, self._stay_s() / 2)

    async def returner(self) -> None:
        """Loses its connection, could come back, and never does."""
        stream = await self._upgraded()
        await stream.send_all(_frame(1, _START))
        for chunk in self._chunks[:20]:
            await stream.send_all(_frame(2, chunk))
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stream.socket.close()

    async def fool(self) -> None:
        """Talks nonsense."""
        async with await self._upgraded() as stream:
            nonsense = (
                _frame(1, b"{"),
                _frame(2, b"early"),
                b"\x82\x05hello",
                _frame(1, b"\xff"),
                _frame(9, bytes(200)),
            )
            await stream.send_all(self._random.choice(nonsense))
            await _read_on(stream)

    async def mute(self) -> None:
        """Connects, and says nothing for a while."""
        async with await trio.open_tcp_stream("127.0.0.1", self._random.choice(self._ports)) as stream:
            await stream.send_all(self._random.choice((b"", b"GET / HT", _UPGRADE)))
            with trio.move_on_after(self._stay_s()):
                await _read_on(stream)

    async def page(self) -> None:
        """Opens the page, and plays in it: through ``/ws``, with the origin that a browser sends."""
        port = self._ports[0]
        if await ask(port, ("GET", "/", b"", "", 200)) != 200:
            raise RuntimeError("there is no page")
        await self._stamped(PAGE, FRAME_S["page"], f"ws://127.0.0.1:{port}/ws", f"http://127.0.0.1:{port}")

    async def phone(self) -> None:
        """Plays as ClockworkRed does, with a taste and a heartbeat."""
        await self._stamped(PHONE, FRAME_S["phone"], self._url(), None)

    async def elder(self) -> None:
        """Speaks the dialect that was there before the protocol."""
        if not await play_as_elder(self._url(), b"".join(self._chunks), self._stay_s()):
            raise RuntimeError("nothing was answered")

    async def asker(self) -> None:
        """Asks one question over REST."""
        question = self._random.choice(questions(self._random))
        status = await ask(self._ports[0], question)
        if status not in (question[4], 429, 503):  # busy is an answer
            raise RuntimeError(f"{question[0]} {question[1]} was answered with {status} and not {question[4]}")

    async def _stamped(self, start: dict[str, object], frame_s: float, url: str, origin: str | None) -> None:
        player = StampedPlayer(dict(start), frame_s, b"".join(self._chunks), self._random)
        try:
            await player.visit(url, self._stay_s(), origin)
        finally:
            self.latencies_ms += player.latencies_ms

    async def _play(self, stream: ChordStream, duration_s: float, *, stop: bool = True) -> None:
        first, began = self._random.randrange(len(self._chunks)), trio.current_time()
        for number in range(max(1, round(duration_s / CHUNK_S))):
            await trio.sleep_until(began + number * CHUNK_S)
            await stream.send(self._chunks[(first + number) % len(self._chunks)])
        if stop:
            await stream.stop()

    async def _hear(self, stream: ChordStream) -> None:
        async for _ in stream:
            pass

    def _url(self) -> str:
        return f"ws://127.0.0.1:{self._random.choice(self._ports)}/ws"

    def _stay_s(self) -> float:
        return self._random.uniform(SHORTEST_S, self._longest_s)

    async def _upgraded(self) -> trio.SocketStream:
        stream = await trio.open_tcp_stream("127.0.0.1", self._random.choice(self._ports))
        await stream.send_all(_UPGRADE)
        await stream.receive_some()
        return stream


def _leaves(group: ExceptionGroup[Exception]) -> list[Exception]:
    return [
        leaf for each in group.exceptions for leaf in (_leaves(each) if isinstance(each, ExceptionGroup) else [each])
    ]


async def _read_on(stream: trio.SocketStream) -> None:
    with suppress(trio.BrokenResourceError):
        while await stream.receive_some():
            pass


def _frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    head = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([0x80 | opcode]) + head + bytes(4) + payload
