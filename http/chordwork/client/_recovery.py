"""What a stream needs to outlive its connections: when to try again, and what to say again."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import anyio
import attrs
from anyio.lowlevel import checkpoint

from chordwork.client._errors import ClientError, ConnectError, ConnectionLost, ServerError
from chordwork.client._line import Line
from chordwork.client._messages import Ack, Chord, Message, Ready
from chordwork.client._start import frame_bytes
from chordwork.client._wire import Wire

FILE_MEMORY: Final = 4
"""Times ``keep_s``: a recording goes through faster than it sounds, and so does what a server is still to make safe."""

_FOR_GOOD: Final = frozenset({404, 401, 403, 400, 405, 426})
"""HTTP answers that trying again does not change."""
_FOR_NOW: Final = frozenset({"engine_full", "engine_overloaded", "too_many_connections", "draining", "reader_too_slow"})
"""Codes of the server's errors after which trying again makes sense."""
_CLOSED_FOR_GOOD: Final = frozenset({1000, 1002, 1003, 1007, 1009, 4011})


@attrs.frozen(kw_only=True)
class Backoff:
    """When to connect again.

    A wait is drawn at random between nothing and a bound that doubles with each failure ("full jitter", M. Brooker,
    "Exponential backoff and jitter", 2015), so that clients who lost the same server do not come back together.

    Attributes:
        first_s: bound of the first wait.
        longest_s: bound of any.
        give_up_after_s: of failures in a row.
        random: a number in [0, 1), for each wait.
    """

    first_s: float = 0.25
    longest_s: float = 10.0
    give_up_after_s: float = 120.0
    random: Callable[[], float] = random.random

    def wait_s(self, failures: int, *, at_least_s: float | None = None) -> float:
        """Before the attempt after so many failures; the server may have asked for more."""
        bound_s = min(self.longest_s, self.first_s * 2.0 ** min(failures, 30))
        return (at_least_s or 0.0) + self.random() * bound_s


def may_pass(error: ClientError) -> bool:
    """Whether trying again could help."""
    match error:
        case ConnectError():
            return error.status_code not in _FOR_GOOD and error.may_pass
        case ServerError():
            return error.error_code in _FOR_NOW
        case ConnectionLost():
            return error.close_code not in _CLOSED_FOR_GOOD
        case _:
            return False


class AudioMemory:
    """The latest audio, by its place in the stream, until the server has certainly received it.

    Args:
        capacity_bytes: beyond which the oldest is forgotten.
    """

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity_bytes = capacity_bytes
        self._chunks: deque[tuple[bytes, int | None]] = deque()
        self._kept_bytes = 0
        self._end = 0

    @property
    def end(self) -> int:
        """Bytes of the stream so far."""
        return self._end

    @property
    def begin(self) -> int:
        """Where what is kept begins."""
        return self._end - self._kept_bytes

    def add(self, pcm: bytes, captured_at_us: int | None) -> None:
        """Keep a chunk that follows what came before."""
        self._chunks.append((pcm, captured_at_us))
        self._kept_bytes += len(pcm)
        self._end += len(pcm)
        self._forget(self._end - self._capacity_bytes)

    def received(self, position: int) -> None:
        """Everything before that place will not be wanted again."""
        self._forget(position)

    def since(self, position: int) -> list[tuple[bytes, int | None]]:
        """Chunks from that place on; the first may be part of one. From :attr:`begin`, if that is later."""
        chunks, at = [], self.begin
        for pcm, captured_at_us in self._chunks:
            if at + len(pcm) > position:
                cut = max(0, position - at)
                chunks.append((pcm[cut:], captured_at_us))
            at += len(pcm)
        return chunks

    def _forget(self, position: int) -> None:
        while self._chunks and self.begin + len(self._chunks[0][0]) <= position:
            self._kept_bytes -= len(self._chunks.popleft()[0])


class LastingLine(Line):
    """A line that is connected again when it is lost, and goes on with the session or begins another.

    Args:
        wire: the first connection.
        ready: what the server answered on it.
        start: of the session.
        open_wire: connects with a start.
        backoff: when to connect again.
        keep_s: seconds of audio to keep for a server that may not have received it.
        acks_wanted: the caller wants to see acks; they are asked for in any case.
    """

    def __init__(
        self,
        wire: Wire,
        ready: Ready,
        start: dict[str, Any],
        open_wire: Callable[[dict[str, Any]], Awaitable[tuple[Wire, Ready]]],
        backoff: Backoff,
        *,
        keep_s: float,
        acks_wanted: bool,
    ) -> None:
        super().__init__(wire, start)
        self._ready = ready
        self._open_wire = open_wire
        self._backoff = backoff
        self._acks_wanted = acks_wanted
        self._bytes_per_second = start["sample_rate"] * frame_bytes(start)
        self._capacity_bytes = max(1, round(keep_s * self._bytes_per_second))
        self._memory = AudioMemory(self._capacity_bytes * (FILE_MEMORY if start["pace"] == "file" else 1))
        self._began_at = 0
        """Where in the stream the session began."""
        self._received = 0
        """Where in the stream the server is, as far as it has said."""
        self._finals = 0
        self._configured: dict[str, Any] = {}
        self._stopped = False
        self._failed: ClientError | None = None

    def check(self, heard: ClientError | None) -> None:
        """Raise :exc:`ConnectionLost` if no connection will come any more."""
        if self._failed is not None:
            raise ConnectionLost(1006, str(self._failed))

    def is_full(self, more_bytes: int) -> bool:
        """A recording waits while the server has not said to have what was sent; live audio is forgotten instead."""
        waiting_bytes = self._memory.end - max(self._received, self._memory.begin)
        return bool(self._start["pace"] == "file") and waiting_bytes > max(0, self._capacity_bytes - more_bytes)

    async def send(self, pcm: bytes, captured_at_us: int | None) -> None:
        """Send one chunk, or keep it for the next connection."""
        self._memory.add(pcm, captured_at_us)
        await self._try(lambda wire: self._send_frame(wire, pcm, captured_at_us))

    async def tell(self, fields: dict[str, Any]) -> None:
        """Send a message now; of settings and the end, remember what the next connection has to say."""
        if fields["type"] == "config":
            settings = {name: value for name, value in fields.items() if name != "type"}
            self._configured.update(settings)
            self._start.update({name: settings[name] for name in ("suggestions", "mood", "genre") if name in settings})
        self._stopped |= fields["type"] == "stop"
        await self._try(lambda wire: wire.send_fields(fields))

    async def _try(self, send: Callable[[Wire], Awaitable[None]]) -> None:
        if (wire := self._wire) is None:
            return await checkpoint()
        try:
            await send(wire)
        except ConnectionLost:
            if self._wire is wire:
                self._wire = None

    def _noted(self, message: Message) -> Message | None:
        """What the session has reached; None for what the caller has had, or did not ask for."""
        if isinstance(message, Ack):
            if message.audio_s is not None:
                self._received = self._place(message.audio_s)
                safe_s = message.audio_s if message.safe_s is None else min(message.audio_s, message.safe_s)
                self._memory.received(self._place(safe_s))
            return message if self._acks_wanted else None
        if isinstance(message, Chord) and message.index is not None:
            if message.index < self._finals:
                return None
            self._finals = message.index + 1
        return message

    def _place(self, audio_s: float) -> int:
        """Where so much of the session's audio ends in the stream, or just before: it is rounded when it is said."""
        return self._began_at + int((audio_s - 0.001) * self._bytes_per_second)

    def outlives(self, lost: ClientError) -> bool:
        """Whether trying again could help; if not, nothing is sent any more."""
        if not may_pass(lost):
            self._failed = lost
        return may_pass(lost)

    async def connect_again(self, lost: ClientError) -> Ready:
        """Until it succeeds, or is not worth while any more."""
        failures = 0
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.drop()
        try:
            with anyio.fail_after(self._backoff.give_up_after_s):
                while True:
                    wait_s = self._backoff.wait_s(failures, at_least_s=getattr(lost, "retry_after_s", None))
                    await anyio.sleep(wait_s)
                    failures += 1
                    try:
                        return await self._resume()
                    except ClientError as error:
                        lost = error
                        if not may_pass(error):
                            raise
        except TimeoutError:
            self._failed = lost
            raise lost from None
        except ClientError as error:
            self._failed = error
            raise

    async def _resume(self) -> Ready:
        """Connect, go on with the session or begin another, and send what the server has not got."""
        memory, resume = self._memory, self._ready.fields.get("resume")
        start = dict(self._start)
        if resume:
            start["resume"] = {"token": resume["token"], "finals": self._finals}
        try:
            wire, ready = await self._open_wire(start)
        except ServerError as error:
            if error.error_code != "resume_failed":
                raise
            wire, ready = await self._open_wire(self._start)
        position = int(ready.fields.get("received_bytes", 0)) + self._began_at if ready.resumed else memory.begin
        self._received = position
        if not ready.resumed:
            self._finals, self._began_at = 0, position
            if self._configured:
                await wire.send_fields({"type": "config", **self._configured})
        try:
            if position < memory.begin:
                self._skipped_bytes += memory.begin - position
                await wire.send_fields({"type": "skip", "bytes": memory.begin - position})
                position = memory.begin
            while position < memory.end:  # more may be added meanwhile
                for pcm, captured_at_us in memory.since(position):
                    await self._send_frame(wire, pcm, captured_at_us)
                    position += len(pcm)
                position = max(position, memory.begin)
            self._wire = wire  # no checkpoint since the last look: nothing is missing, nothing twice
            if self._stopped:
                # A server that knew of the stop has said the rest and closed: what it said is there to be read.
                with suppress(ConnectionLost):
                    await wire.send_fields({"type": "stop"})
        except ConnectionLost:
            self._wire = None
            await wire.drop()
            raise
        self._ready = ready
        self._reconnects += 1
        return ready
