"""One stream of audio to a server, and its messages back."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any, Final

import anyio

from chordwork.client._backlog import Backlog
from chordwork.client._errors import ClientError, ConnectionLost, ServerError
from chordwork.client._line import Line, StreamStatistics
from chordwork.client._messages import Done, Message, Ready
from chordwork.client._start import frame_bytes

PIECE_BYTES: Final = 1 << 18
"""Most that goes in one message: servers refuse longer ones, a mebibyte if nobody changed that."""


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

    def __init__(self, line: Line, ready: Ready, start: dict[str, Any]) -> None:
        self.ready: Final = ready
        self._line = line
        self._start = start
        self._finished = False
        self._room = anyio.Event()
        self._backlog = Backlog()
        self._receiving = anyio.Lock()
        self._heard_failure: ClientError | None = None
        self._iterated = False
        self._postponed: ConnectionLost | ServerError | None = None

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
        if self._start["framing"] == "stamped" and captured_at_us is None:
            captured_at_us = time.monotonic_ns() // 1000
        frame = frame_bytes(self._start)
        step = PIECE_BYTES // frame * frame
        for begin in range(0, len(payload), step):
            later_us = begin // frame * 1_000_000 // self._start["sample_rate"]
            at_us = None if captured_at_us is None else captured_at_us + later_us
            await self._send_piece(payload[begin : begin + step], at_us)

    def _samples(self, pcm: memoryview) -> bytes:
        from chordwork.native import SampleFormat, pcm_bytes  # brings numpy in, which who has arrays has

        return bytes(pcm_bytes(pcm, SampleFormat(self._start["format"]), self._start["channels"]))

    async def _send_piece(self, payload: bytes, captured_at_us: int | None) -> None:
        """One message."""
        await self._take_in()
        self._line.check(self._heard_failure)
        while self._line.is_full(len(payload)):
            self._line.check(self._heard_failure)
            self._room = anyio.Event()
            await self._wait_for_room()
        await self._line.send(payload, captured_at_us)

    async def configure(self, **fields: Any) -> None:
        """Change the session while it runs.

        Args:
            fields: ``key`` (None: the key that is heard), ``suggestions``, ``mood`` and ``genre``, as in
                :func:`connect`; what is left out stays as it is. Others go to the server as they are.
        """
        await self._line.tell({"type": "config", **fields})

    async def correct(self, index: int, label: str) -> None:
        """Say what a final chord really was; only where ``ready.fields["corrections"]`` is true.

        The answer comes as :class:`Other` of kind ``corrected``, with ``kept`` among its fields. One that is said while
        the connection is lost is lost, too.

        Args:
            index: :attr:`Chord.index` of the chord.
            label: in Harte syntax, such as ``A:min7``.
        """
        await self._line.tell({"type": "correction", "index": index, "label": label})

    async def finish(self) -> None:
        """Say that no audio follows. The server sends the remaining finals, then ``Done``: iterate until it ends."""
        await self._line.tell({"type": "stop"})

    async def stop(self) -> None:
        """The older name of :meth:`finish`."""
        await self.finish()

    def statistics(self) -> StreamStatistics:
        """Counts so far."""
        return self._line.statistics()

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

    async def aclose(self) -> None:
        """Close the connection, if there is one."""
        await self._line.aclose()

    async def _receive(self, *, may_connect: bool = True) -> Message | None:
        """The next message; None for one that is nobody's business. With ``_receiving`` held.

        ``may_connect``: whether a lost connection is made anew here; else by who comes next.
        """
        try:
            if (postponed := self._postponed) is not None:
                self._postponed = None
                raise postponed
            message = await self._line.receive()
        except (ConnectionLost, ServerError) as lost:
            if not self._line.outlives(lost):
                raise
            if not may_connect:
                self._postponed = lost
                return None
            return await self._line.connect_again(lost)
        finally:
            self._room.set()  # who waits looks again
        if message is not None:
            self._finished = isinstance(message, Done)
        return message

    async def _take_in(self) -> None:
        """Keep what the server has said, unless somebody is there to hear it."""
        while self._receiving.statistics().tasks_waiting == 0 and not self._receiving.locked():
            if self._finished or self._heard_failure is not None or self._postponed is not None:
                return
            if not self._line.has_news():
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
