"""The server's end of a WebSocket, straight on a socket: the Sans-I/O layer of ``websockets``, and trio.

Why not a ready-made server: of all that lies between the network and a recogniser, framing costs most; see
``docs/decisions/011``. What this adds to the library is input, output, and bounds on both:

* A failure of the client, a malformed frame or a message that is too large, does not close the socket at once, but is
  handed to the conversation, which explains it; what comes after is read and forgotten, for a socket that is closed
  with unread data resets the connection, and the explanation would be lost.
* Nothing that is written waits in a half-sent state of its own: bytes queue in one buffer, so cancelling a sender never
  ruins the connection. A buffer that is not read within the write timeout drops it.
* Tiny frames are read in small portions, so that a flood of them leaves the loop to the others.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
import trio
from websockets.exceptions import InvalidState
from websockets.protocol import State

from chordwork.http.settings import Settings
from chordwork.http.transports.framing import Framing, text_frame
from chordwork.http.transports.ready_sockets import ReadySockets
from chordwork.http.transports.transport import Disconnected, Malformed
from chordwork.http.wire.protocol import CloseCode, too_big

RECEIVE_BYTES: Final = 16_384
"""Read at once: more than 100 ms of 48 kHz PCM, so that most frames take one system call,"""
FEW_BYTES: Final = 1024
"""but no more than this after a portion that held"""
MANY_FRAMES: Final = 64
"""or more frames."""

MAX_REASON_BYTES: Final = 123
PATIENCE: Final = 6.0
"""Write timeouts for which a client that does not read may come to hear that it was dropped, and why."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class ServerWebSocket:
    """One WebSocket from its upgrade on. One task receives, any may send; :meth:`write_unsent` runs beside them.

    It is a :class:`~chordwork.http.transports.transport.Transport`.
    """

    def __init__(self, sock: socket.socket, settings: Settings, *, early: bytes = b"") -> None:
        """Take over a socket on which others have upgraded the client.

        Args:
            sock: of the standard library; will be closed.
            settings: size of a message, and times for writing and closing.
            early: what the client has sent since.
        """
        sock.setblocking(False)
        self._socket = sock
        self._frames = Framing(max_message_bytes=settings.max_message_bytes)
        self._settings = settings
        self._messages: deque[str | bytes] = deque()
        self._receive_bytes = RECEIVE_BYTES
        self._unsent = bytearray()
        self._behind = trio.lowlevel.ParkingLot()
        self._caught_up = trio.lowlevel.ParkingLot()
        self._closed = False
        self._unread = False
        self._writing = trio.CancelScope()
        self._hear: Callable[[bytes, float], None] | None = None
        self._trouble: Exception | None = None
        self._ready: ReadySockets | None = None
        self._called = trio.lowlevel.ParkingLot()
        if early:
            self._messages += self._taken(early)

    async def receive(self) -> str | bytes:
        """The next message. Being cancelled loses nothing.

        Raises:
            Disconnected: there will be none.
            ProtocolError: the client sent what is no WebSocket message, or too much.
        """
        while not self._messages:
            if (failure := self._frames.failure) is not None:
                raise _refusal(*failure, max_message_bytes=self._settings.max_message_bytes)
            if self._frames.close_rcvd is not None or self._frames.state is not State.OPEN:
                raise Disconnected(orderly=self._frames.close_rcvd is not None)
            data = await self._read()
            if not data:
                raise Disconnected(unread=self._unread)
            self._messages += self._taken(data)
            if self._frames.writes and not self._flush():  # pongs, or the answer to a close
                await self._flushed()
        return self._messages.popleft()

    async def receive_beside(self, hear: Callable[[bytes, float], None], ready: ReadySockets) -> str | bytes:
        """The next message that is not audio, or that waits already; the others ``hear`` gets, as they come.

        So a frame of audio costs no switch of tasks. Being cancelled loses nothing.

        Args:
            hear: called by the task of ``ready`` with a binary message and the trio time at which it came. It must not
                wait; what it raises is raised here.
            ready: watches the socket meanwhile.

        Raises:
            Disconnected, ProtocolError: as :meth:`receive`.
        """
        if self._quiet and ready.usable:
            self._hear, self._ready = hear, ready
            ready.add(self._socket.fileno(), self._read_beside)
            try:
                await self._called.park()
            finally:
                self._read_alone()
            if (trouble := self._trouble) is not None:
                self._trouble = None
                raise trouble
            if self._frames.writes and not self._flush():  # as in receive
                await self._flushed()
        if self._unread:
            raise Disconnected(unread=True)
        return await self.receive()

    @property
    def _quiet(self) -> bool:
        """Whether everything that came was taken, and more may come."""
        frames = self._frames
        return (
            not self._messages
            and not self._closed
            and not self._unread
            and frames.failure is None
            and frames.close_rcvd is None
            and frames.state is State.OPEN
        )

    def _read_beside(self, now: float) -> None:
        """What came goes to ``hear``; anything else than audio, or an end, calls who receives."""
        hear = self._hear
        assert hear is not None
        try:
            data = self._socket.recv(self._receive_bytes)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        except MemoryError as trouble:  # for who receives, not for the task that reads for everybody
            data, self._trouble = b"", trouble
        try:
            for message in self._taken(data):
                if self._messages or isinstance(message, str):
                    self._messages.append(message)
                else:
                    hear(message, now)
        except Exception as trouble:
            self._trouble = trouble
        frames = self._frames
        if not data or self._trouble or self._messages or frames.writes or frames.failure or frames.close_rcvd:
            self._read_alone()

    def _read_alone(self) -> None:
        """Who receives reads the socket, and nobody else. Harmless when repeated."""
        if self._ready is not None:
            self._ready.discard(self._socket.fileno())
            self._ready = self._hear = None
            self._called.unpark_all()

    def try_send(self, *texts: str) -> bool:
        """Send text messages if nothing waits to be sent; False: not sent, for :meth:`send` would have to wait.

        Without any text it only says which it would be.

        Raises:
            Disconnected: the client has gone.
        """
        if self._unsent:
            return False
        if not texts:
            return True
        self._check_open()
        data = text_frame(texts[0]) if len(texts) == 1 else b"".join(map(text_frame, texts))
        if self._frames.writes:
            data = b"".join((*self._frames.data_to_send(), data))
        try:
            sent = self._socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.abort()
            return True
        if sent < len(data):
            self._unsent += data[sent:]
            self._behind.unpark_all()
        return True

    async def send(self, text: str) -> None:
        """Send a text message, and wait until it and all before it are on their way.

        Raises:
            Disconnected: the client has gone.
        """
        self._put(text)
        await self._flushed()

    async def close(self, code: int, reason: str, *, last_words: str | None = None) -> bool:
        """Send a close frame, and read on until the client answers or the time is over; whether it answered."""
        if last_words is not None:
            return await self._leave_word(last_words, code, reason)
        with trio.move_on_after(self._settings.close_timeout_s), suppress(Disconnected, InvalidState):
            if self._frames.state is State.OPEN and self._frames.close_rcvd is None:
                self._frames.send_close(code, _fitting(reason))
                await self._flushed()
            while data := await self._read():
                self._frames.take(data)
                if self._frames.close_rcvd is not None:
                    return True
        return False

    def abort(self) -> None:
        """Close the socket at once, without a word; whoever reads or writes notices. Harmless when repeated."""
        if self._closed:
            return
        self._closed = True
        self._read_alone()
        trio.lowlevel.notify_closing(self._socket)
        self._socket.close()
        self._unsent.clear()
        self._caught_up.unpark_all()
        self._behind.unpark_all()

    async def write_unsent(self) -> None:
        """Write what could not be written at once, until cancelled; give the client up if it does not read."""
        with self._writing:
            while not self._closed and not self._unread:
                if not self._unsent:
                    await self._behind.park()
                    continue
                timeout_s = self._settings.write_timeout_s
                with trio.move_on_after(timeout_s) as scope, suppress(OSError, trio.ClosedResourceError):
                    while not self._flush():
                        await trio.lowlevel.wait_writable(self._socket)
                if scope.cancelled_caught:
                    _log.warning("connection dropped", reason="the client does not read", write_timeout_s=timeout_s)
                    self._give_up()
                    break

    def _give_up(self) -> None:
        """Nothing more for the conversation, which learns that the client does not read."""
        self._unread = True
        self._read_alone()  # these two wake who reads
        trio.lowlevel.notify_closing(self._socket)
        self._caught_up.unpark_all()

    async def _leave_word(self, text: str, code: int, reason: str) -> bool:
        """A last text and a close for a client that may begin to read when it has sent everything."""
        self._writing.cancel()
        self._give_up()
        await trio.lowlevel.checkpoint()  # so that nobody else waits for the socket
        heard = False

        async def forget() -> None:
            """What the client sends meanwhile, up to its own close."""
            nonlocal heard
            while data := await self._read():
                self._frames.take(data)
                if self._frames.close_rcvd is not None:
                    heard = True
                    break
            nursery.cancel_scope.cancel()

        with trio.move_on_after(PATIENCE * self._settings.write_timeout_s), suppress(InvalidState):
            self._frames.send_text(text.encode())
            self._frames.send_close(code, _fitting(reason))
            async with trio.open_nursery() as nursery:
                nursery.start_soon(forget)
                with suppress(OSError, trio.ClosedResourceError):
                    while not self._closed and not self._flush():
                        await trio.lowlevel.wait_writable(self._socket)
        return heard

    def _put(self, text: str) -> None:
        self._check_open()
        self._frames.send_text(text.encode())

    def _check_open(self) -> None:
        if self._closed or self._unread:
            raise Disconnected(unread=self._unread)
        if self._frames.state is not State.OPEN:
            raise Disconnected(orderly=True)

    async def _read(self) -> bytes:
        """Some bytes; none at the end. A checkpoint."""
        try:
            while not self._closed:
                await trio.lowlevel.wait_readable(self._socket)
                with suppress(BlockingIOError):
                    return self._socket.recv(self._receive_bytes)
        except (OSError, trio.ClosedResourceError):
            pass
        return b""

    def _taken(self, data: bytes) -> list[str | bytes]:
        """Messages from bytes."""
        messages, frames = self._frames.take(data)
        self._receive_bytes = RECEIVE_BYTES if frames < MANY_FRAMES else FEW_BYTES
        return messages

    def _flush(self) -> bool:
        """Write what can be written at once; whether that was all."""
        for data in self._frames.data_to_send():
            self._unsent += data  # an empty one means the end; closing is up to us
        try:
            while self._unsent:
                sent = self._socket.send(self._unsent)
                if sent == len(self._unsent):
                    self._unsent.clear()
                else:
                    del self._unsent[:sent]
        except BlockingIOError:
            self._behind.unpark_all()
            return False
        except OSError:
            self.abort()
        self._caught_up.unpark_all()
        return True

    async def _flushed(self) -> None:
        """Wait until everything is written; no checkpoint if it can be at once."""
        while not self._flush() and not self._closed and not self._unread:
            await self._caught_up.park()
        if self._closed or self._unread:
            raise Disconnected(unread=self._unread)


def _fitting(reason: str) -> str:
    """As much of it as a close frame holds; the ``error`` before it has all."""
    return reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore")


def _refusal(code: int, reason: str, *, max_message_bytes: int) -> Exception:
    if code == CloseCode.TOO_BIG:
        return too_big(max_message_bytes)
    return Malformed(CloseCode(code), reason) if code in tuple(CloseCode) else Disconnected()
