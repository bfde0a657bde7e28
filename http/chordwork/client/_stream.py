"""One stream of audio to a server, and its messages back."""

from __future__ import annotations

import operator
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Literal, SupportsIndex

import anyio
import attrs
from anyio.lowlevel import checkpoint

from chordwork.client._addresses import Addresses
from chordwork.client._backlog import Backlog
from chordwork.client._errors import ClientError, ConnectionLost, ServerError
from chordwork.client._messages import Ack, Chord, Done, Message, Ready, parse_message
from chordwork.client._recovery import AudioMemory, Backoff, may_pass
from chordwork.client._wire import ANSWER_TIMEOUT_S, PROTOCOL, Wire
from chordwork.native import AudioFormatError
from chordwork.native import SampleFormat as NativeFormat

MISSED_HEARTBEATS: Final = 2.5
"""A server is lost that was silent for so many."""
PIECE_BYTES: Final = 1 << 18
"""Most that goes in one message: servers refuse longer ones, a mebibyte if nobody changed that."""
FILE_MEMORY: Final = 4
"""Times ``keep_s``: a recording goes through faster than it sounds, and so does what a server is still to make safe."""
_STAMP: Final = struct.Struct("<IIQ")
"""Header of a stamped frame: sequence, flags, capture time in µs."""
_BYTES_PER_SAMPLE: Final = {"s16le": 2, "f32le": 4}

SampleFormat = Literal["s16le", "f32le"]
Framing = Literal["plain", "stamped"]
Acks = Literal["chunk", "hop", "none"]
Pace = Literal["live", "file"]


@attrs.frozen
class StreamStatistics:
    """Counts since the stream began.

    Attributes:
        chunks_sent: binary frames sent.
        bytes_sent: bytes of PCM in them, headers not counted.
        messages_received: messages handed out or answered, pings included.
        reconnects: connections after the first.
        skipped_bytes: bytes of PCM that no connection could carry any more.
    """

    chunks_sent: int
    bytes_sent: int
    messages_received: int
    reconnects: int = 0
    skipped_bytes: int = 0


class ChordStream:
    """A stream that is running. Made by :func:`connect`; one task may send while another iterates.

    Iterating yields every message up to and including :class:`~chordwork.client.Done`, and answers heartbeats on the
    way. While nobody iterates, sending takes in what the server says, so that it may be iterated after all was sent;
    see :class:`~chordwork.client._backlog.Backlog` for what is kept then. A program that does neither for longer than
    the server's write timeout is dropped (4008). Cancelling either loses no message.

    With ``reconnect`` it is the iterating task that connects again, or else the sending one. A
    :class:`~chordwork.client.Ready` among the messages says that it has, and whether the session goes on; no final
    chord of a session that does is missing or comes twice. Meanwhile :meth:`send` keeps the audio, as much as
    ``keep_s`` says.
    """

    def __init__(
        self,
        wire: Wire,
        ready: Ready,
        start: dict[str, Any],
        open_wire: Callable[[dict[str, Any]], Awaitable[tuple[Wire, Ready]]],
        recovery: Recovery | None,
    ) -> None:
        self.ready: Final = ready
        self._wire: Wire | None = wire
        self._start = start
        self._open_wire = open_wire
        self._recovery = recovery
        self._ready_now = ready
        self._stamped = start["framing"] == "stamped"
        self._format = NativeFormat.parse(start["format"])
        self._configured: dict[str, Any] = {}
        self._stopped = False
        self._sequence = 0
        self._chunks_sent = 0
        self._bytes_sent = 0
        self._messages_received = 0
        self._reconnects = 0
        self._skipped_bytes = 0
        self._finals = 0
        self._finished = False
        self._failed: ClientError | None = None
        self._room = anyio.Event()
        self._backlog = Backlog()
        self._receiving = anyio.Lock()
        self._heard_failure: ClientError | None = None
        self._iterated = False
        self._postponed: ConnectionLost | ServerError | None = None

    def _samples(self, pcm: memoryview) -> bytes:
        from chordwork.native import pcm_bytes  # brings numpy in, which who has arrays has

        return bytes(pcm_bytes(pcm, self._format, self._start["channels"]))

    async def send(self, pcm: bytes | bytearray | memoryview, *, captured_at_us: int | None = None) -> None:
        """Send interleaved PCM in the format of the ``start``; any length. Waits while the server cannot keep up.

        Args:
            pcm: whole sample frames, as bytes or as an array of the samples' own type.
            captured_at_us: when the first sample was captured, in µs of any clock; only for ``framing="stamped"``.

        Raises:
            AudioFormatError: it is neither.
            ConnectionLost: the connection is closed, and will not come back. What the server said before is still
                there to be iterated.
        """
        payload = bytes(pcm) if isinstance(pcm, bytes | bytearray) else self._samples(pcm)
        if not payload:
            return
        if self._stamped and captured_at_us is None:
            captured_at_us = time.monotonic_ns() // 1000
        frame_bytes = _BYTES_PER_SAMPLE[self._start["format"]] * self._start["channels"]
        step = PIECE_BYTES // frame_bytes * frame_bytes
        for begin in range(0, len(payload), step):
            later_us = begin // frame_bytes * 1_000_000 // self._start["sample_rate"]
            at_us = None if captured_at_us is None else captured_at_us + later_us
            await self._send_piece(payload[begin : begin + step], at_us)

    async def _send_piece(self, payload: bytes, captured_at_us: int | None) -> None:
        """One message."""
        await self._take_in()
        if self._recovery is None:
            if isinstance(self._heard_failure, ConnectionLost):
                raise self._heard_failure
            await self._send_frame(self._connected(), payload, captured_at_us)
            return None
        if self._failed is not None:
            raise ConnectionLost(1006, str(self._failed))
        memory = self._recovery.memory
        if self._start["pace"] == "file":
            room_bytes = self._recovery.capacity_bytes - len(payload)
            while self._recovery.waiting_bytes > max(0, room_bytes):
                if self._failed is not None:
                    raise ConnectionLost(1006, str(self._failed))
                self._room = anyio.Event()
                await self._wait_for_room()
        memory.add(payload, captured_at_us)
        if (wire := self._wire) is None:
            return await checkpoint()
        try:
            await self._send_frame(wire, payload, captured_at_us)
        except ConnectionLost:
            self._drop(wire)

    async def configure(self, **fields: Any) -> None:
        """Change the session while it runs.

        Args:
            fields: ``key`` (None: the key that is heard), ``suggestions``, ``mood`` and ``genre``, as in
                :func:`connect`; what is left out stays as it is. Others go to the server as they are.
        """
        self._configured.update(fields)
        self._start.update({name: fields[name] for name in ("suggestions", "mood", "genre") if name in fields})
        await self._tell({"type": "config", **fields})

    async def finish(self) -> None:
        """Say that no audio follows. The server sends the remaining finals, then ``Done``: iterate until it ends."""
        self._stopped = True
        await self._tell({"type": "stop"})

    async def stop(self) -> None:
        """The older name of :meth:`finish`."""
        await self.finish()

    def statistics(self) -> StreamStatistics:
        """Counts so far."""
        return StreamStatistics(
            self._chunks_sent, self._bytes_sent, self._messages_received, self._reconnects, self._skipped_bytes
        )

    def __aiter__(self) -> AsyncIterator[Message]:
        return self

    async def __anext__(self) -> Message:
        """The next message.

        Raises:
            StopAsyncIteration: after ``Done``.
            ServerError: the server reported an error.
            ConnectionLost: the connection closed before ``Done``.
            ConnectError: it closed, and no other came about in time.
            ProtocolError: the server sent no message of protocol 1.
        """
        self._iterated = True
        while True:
            if (kept := self._backlog.take()) is not None:
                return kept
            if self._finished:
                raise StopAsyncIteration
            if (failure := self._heard_failure) is not None:
                self._heard_failure = None
                raise failure
            async with self._receiving:
                if self._backlog or self._finished or self._heard_failure is not None:
                    continue  # somebody sent meanwhile, and took it in
                if (message := await self._receive()) is not None:
                    return message

    async def _receive(self, *, may_connect: bool = True) -> Message | None:
        """The next message; None for one that is nobody's business. With ``_receiving`` held.

        ``may_connect``: whether a lost connection is made anew here; else by who comes next.
        """
        try:
            if (postponed := self._postponed) is not None:
                self._postponed = None
                raise postponed
            message = await self._next()
        except (ConnectionLost, ServerError) as lost:
            if self._recovery is None or not may_pass(lost):
                self._failed = lost
                self._room.set()
                raise
            if not may_connect:
                self._postponed = lost
                return None
            return await self._connect_again(lost)
        if message is not None:
            self._finished = isinstance(message, Done)
        return message

    async def _take_in(self) -> None:
        """Keep what the server has said, unless somebody is there to hear it."""
        while self._receiving.statistics().tasks_waiting == 0 and not self._receiving.locked():
            if self._finished or self._heard_failure is not None or self._postponed is not None:
                return
            if self._wire is None or not self._wire.has_news():
                return
            await self._keep_next(may_connect=not self._iterated)

    async def _wait_for_room(self) -> None:
        """Until the server has more of the audio, or there is news that may say so."""
        if self._receiving.locked():
            await self._room.wait()
        elif self._finished or self._heard_failure is not None:
            raise ConnectionLost(1006, str(self._heard_failure or "the stream has ended"))
        else:
            await self._keep_next()

    async def _keep_next(self, *, may_connect: bool = True) -> None:
        async with self._receiving:
            try:
                message = await self._receive(may_connect=may_connect)
            except ClientError as failure:
                self._heard_failure = failure
                return
            if message is not None:
                self._backlog.keep(message)

    async def aclose(self) -> None:
        """Close the connection, if there is one."""
        if self._wire is not None:
            await self._wire.aclose()

    async def _next(self) -> Message | None:
        wire, fields = self._connected(), None
        with anyio.move_on_after(self._silence_s):
            fields = await wire.receive_fields()
        if fields is None:
            raise ConnectionLost(1006, "the server was silent")
        self._messages_received += 1
        if fields["type"] == "ping":
            with anyio.move_on_after(ANSWER_TIMEOUT_S, shield=True):  # half an answer would ruin the connection
                await wire.send_fields({"type": "pong"})
            return None
        message = parse_message(fields)
        if self._recovery is None:
            return message
        if isinstance(message, Ack):
            return self._acknowledged(message)
        if isinstance(message, Chord) and message.index is not None:
            if message.index < self._finals:
                return None
            self._finals = message.index + 1
        return message

    def _acknowledged(self, ack: Ack) -> Ack | None:
        assert self._recovery is not None
        if ack.audio_s is not None:
            self._recovery.received = self._recovery.place(ack.audio_s)
            safe_s = ack.audio_s if ack.safe_s is None else min(ack.audio_s, ack.safe_s)
            self._recovery.memory.received(self._recovery.place(safe_s))
            self._room.set()
        return ack if self._recovery.acks_wanted else None

    @property
    def _silence_s(self) -> float:
        heartbeat_s = self._start.get("heartbeat_s")
        return float("inf") if heartbeat_s is None else MISSED_HEARTBEATS * float(heartbeat_s)

    def _connected(self) -> Wire:
        if self._wire is None:
            raise ConnectionLost(1006, "")
        return self._wire

    def _drop(self, wire: Wire) -> None:
        if self._wire is wire:
            self._wire = None

    async def _tell(self, fields: dict[str, Any]) -> None:
        """Send a message now, or with the next connection."""
        wire = self._wire
        if self._recovery is None:
            return await self._connected().send_fields(fields)
        if wire is None:
            return await checkpoint()
        try:
            await wire.send_fields(fields)
        except ConnectionLost:
            self._drop(wire)

    async def _send_frame(self, wire: Wire, payload: bytes, captured_at_us: int | None) -> None:
        header = _STAMP.pack(self._sequence & 0xFFFFFFFF, 0, captured_at_us or 0) if self._stamped else b""
        self._sequence += 1
        await wire.send_audio(header + payload)
        self._chunks_sent += 1
        self._bytes_sent += len(payload)

    async def _connect_again(self, lost: ClientError) -> Ready:
        """Until it succeeds, or is not worth while any more."""
        assert self._recovery is not None
        backoff, failures = self._recovery.backoff, 0
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.drop()
        try:
            with anyio.fail_after(backoff.give_up_after_s):
                while True:
                    wait_s = backoff.wait_s(failures, at_least_s=getattr(lost, "retry_after_s", None))
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
            self._room.set()
            raise lost from None
        except ClientError as error:
            self._failed = error
            self._room.set()
            raise

    async def _resume(self) -> Ready:
        """Connect, go on with the session or begin another, and send what the server has not got."""
        assert self._recovery is not None
        memory, resume = self._recovery.memory, self._ready_now.fields.get("resume")
        start = dict(self._start)
        if resume:
            start["resume"] = {"token": resume["token"], "finals": self._finals}
        try:
            wire, ready = await self._open_wire(start)
        except ServerError as error:
            if error.error_code != "resume_failed":
                raise
            wire, ready = await self._open_wire(self._start)
        position = int(ready.fields.get("received_bytes", 0)) + self._recovery.base if ready.resumed else memory.begin
        self._recovery.received = position
        if not ready.resumed:
            self._finals, self._recovery.base = 0, position
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
        self._ready_now = ready
        self._reconnects += 1
        return ready


@attrs.define
class Recovery:
    """How a stream outlives its connections.

    Attributes:
        backoff: when to connect again.
        memory: audio that the server may not have.
        capacity_bytes: of that.
        bytes_per_second: of audio.
        acks_wanted: the caller wants to see acks; they are asked for in any case.
        base: where in the stream the session began.
        received: where in the stream the server is, as far as it has said.
    """

    backoff: Backoff
    memory: AudioMemory
    capacity_bytes: int
    bytes_per_second: int
    acks_wanted: bool
    base: int = 0
    received: int = 0

    def place(self, audio_s: float) -> int:
        """Where so much of the session's audio ends in the stream, or just before: it is rounded when it is said."""
        return self.base + int((audio_s - 0.001) * self.bytes_per_second)

    @property
    def waiting_bytes(self) -> int:
        """Audio that the server has not said to have."""
        return self.memory.end - max(self.received, self.memory.begin)


@asynccontextmanager
async def connect(
    url: str | Sequence[str],
    *,
    sample_rate: int,
    format: SampleFormat = "s16le",
    channels: int = 1,
    framing: Framing = "plain",
    acks: Acks = "none",
    pace: Pace = "live",
    key: str | None = None,
    suggestions: int | None = None,
    mood: str | None = None,
    genre: str | None = None,
    notes: bool = False,
    api_key: str | None = None,
    connect_timeout_s: float = 10.0,
    heartbeat_s: float | None = None,
    reconnect: Backoff | None = None,
    keep_s: float = 10.0,
) -> AsyncIterator[ChordStream]:
    """Open a stream and wait until the server is ready; close it when the block ends. On trio or asyncio.

    Args:
        url: ``ws://`` or ``wss://`` address, path included; or several, of servers that share their sessions: one is
            tried after the other, at first and whenever a connection is lost.
        sample_rate: of the PCM to come, in Hz, 8000 to 192000.
        format: ``s16le`` or ``f32le``.
        channels: 1 or 2, interleaved.
        framing: ``stamped`` puts sequence and capture time before each chunk.
        acks: how often the server acknowledges audio: each ``chunk``, each ``hop`` it hears, or never.
        pace: ``live`` audio that the server cannot keep up with is dropped, oldest first; for a ``file`` it makes
            :meth:`ChordStream.send` wait instead.
        key: key of the piece where it is known, such as ``Eb major``.
        suggestions: how many chords to suggest that could come next, 0 to 10. None: as many as the server likes.
        mood: of what is suggested: ``happy``, ``calm``, ``sad`` or ``tense``. None: any.
        genre: likewise, such as ``pop``, ``jazz`` or ``blues``. None: any.
        notes: also be told which notes sound (:class:`~chordwork.client.Notes`), as a player who practises wants.
        api_key: for a server that wants one; over a network use ``wss://``, or others read it on the way.
        connect_timeout_s: seconds to wait for the connection and ``ready`` together.
        heartbeat_s: how often both ends give signs of life, 1 to 60 seconds; a server that is silent for two and a half
            times that is lost, and so is this client for the server. None: neither. With ``reconnect``, 5 if None.
        reconnect: connect again when the connection is lost, and go on with the session. None: do not. The first
            connection has to come about in any case.
        keep_s: with ``reconnect``, seconds of audio to keep for a server that may not have received it.

    Raises:
        AudioFormatError: a format that is none, or a rate or channel count that is no whole number.
        KeyRefused: the server wants an API key, or another one.
        ConnectError: no server there, or it refused.
        ServerError: the server did not accept these settings.
    """
    sample_rate, channels = _whole(sample_rate, "sample_rate"), _whole(channels, "channels")
    NativeFormat.parse(format)
    start: dict[str, Any] = {
        "type": "start",
        "protocol": PROTOCOL,
        "sample_rate": sample_rate,
        "format": format,
        "channels": channels,
        "framing": framing,
        "acks": acks,
        "pace": pace,
        "key": key,
        "resume": None,
    }
    taste = {"suggestions": suggestions, "mood": mood, "genre": genre}
    start |= {name: value for name, value in taste.items() if value is not None}
    if notes:
        start["notes"] = True
    recovery: Recovery | None = None
    if reconnect is not None:
        bytes_per_second = sample_rate * channels * _BYTES_PER_SAMPLE[format]
        capacity_bytes = max(1, round(keep_s * bytes_per_second))
        memory = AudioMemory(capacity_bytes * (FILE_MEMORY if pace == "file" else 1))
        recovery = Recovery(reconnect, memory, capacity_bytes, bytes_per_second, acks_wanted=acks != "none")
        start |= {"acks": "hop" if acks == "none" else acks, "resumable": True, "heartbeat_s": heartbeat_s or 5.0}
    elif heartbeat_s is not None:
        start["heartbeat_s"] = heartbeat_s
    open_wire = Addresses(url, timeout_s=connect_timeout_s, api_key=api_key).open
    wire, ready = await open_wire(start)
    stream = ChordStream(wire, ready, start, open_wire, recovery)
    try:
        yield stream
    finally:
        await stream.aclose()


def _whole(value: SupportsIndex, name: str) -> int:
    """An int, also of numpy's kinds, and of a float that is one, as JSON has it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        if not isinstance(value, bool):
            return operator.index(value)
    except TypeError:
        pass
    raise AudioFormatError(f"{name} must be a whole number, not {value!r} ({type(value).__name__})")
