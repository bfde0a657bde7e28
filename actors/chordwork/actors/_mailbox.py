"""Audio on its way from a sender to the recogniser of one session."""

from __future__ import annotations

from collections import deque
from typing import Final, Literal

import attrs
import trio

from chordwork.actors._format import StreamFormat

WhenFull = Literal["block", "drop_oldest"]

_SMALL_CHUNK_BYTES: Final = 4096
"""Chunks are joined up to this size, so that a flood of tiny messages costs no more memory than their audio."""


@attrs.frozen
class AudioPiece:
    """A little audio to recognise now.

    Attributes:
        pcm: the bytes; may begin and end inside a frame.
        received_at: trio time at which the last of the chunks it came from was put in.
        skipped_bytes: whole frames that were dropped directly before it.
    """

    pcm: memoryview
    received_at: float
    skipped_bytes: int


@attrs.frozen
class MailboxStatistics:
    """State of an :class:`AudioMailbox`.

    Attributes:
        capacity_s: bound, in seconds of audio.
        queued_s: audio that waits.
        age_s: how long the oldest of it has waited; 0 when nothing waits.
        chunks: chunks ever put in.
        received_bytes: bytes ever put in.
        taken_bytes: bytes ever taken out.
        dropped_bytes: bytes ever dropped because the mailbox was full.
        dropped_s: the same in seconds.
        senders_waiting: tasks blocked in :meth:`AudioMailbox.put`; 0 or 1.
    """

    capacity_s: float
    queued_s: float
    age_s: float
    chunks: int
    received_bytes: int
    taken_bytes: int
    dropped_bytes: int
    dropped_s: float
    senders_waiting: int


@attrs.define
class _Chunk:
    pcm: bytes
    offset: int
    first_at: float
    last_at: float


class AudioMailbox:
    """A queue of PCM, bounded in seconds of audio; one sender, one receiver, both in one trio loop.

    Why not a memory channel: its bound counts items, and a client chooses how long an item is. Here the bound is what
    a listener feels, the delay.

    Args:
        stream_format: how long a byte lasts, and where frames begin.
        capacity_s: the bound, in seconds of audio; more than 0.
        when_full: ``"drop_oldest"`` throws away the oldest whole frames, counts them and reports them with the next
            piece: right for live audio, where late is worthless. ``"block"`` makes :meth:`put` wait: right for files.
    """

    def __init__(self, stream_format: StreamFormat, *, capacity_s: float, when_full: WhenFull) -> None:
        if not capacity_s > 0:
            raise ValueError(f"capacity_s must be more than 0 seconds, not {capacity_s!r}")
        if when_full not in ("block", "drop_oldest"):
            raise ValueError(f"when_full must be 'block' or 'drop_oldest', not {when_full!r}")
        self._format = stream_format
        self._capacity_s = capacity_s
        self._capacity_bytes = stream_format.whole_frames(capacity_s)
        self._when_full = when_full
        self._chunks: deque[_Chunk] = deque()
        self._queued_bytes = 0
        self._counted_chunks = 0
        self._received_bytes = 0
        self._taken_bytes = 0
        self._dropped_bytes = 0
        self._unreported_bytes = 0
        self._ended = False
        self._closed = False
        self._sending = False
        self._receiver = trio.lowlevel.ParkingLot()
        self._sender = trio.lowlevel.ParkingLot()

    def put_nowait(self, pcm: bytes | bytearray | memoryview) -> None:
        """Put in a chunk without waiting.

        Raises:
            trio.WouldBlock: it does not fit and the policy is ``"block"``; nothing was taken.
            trio.ClosedResourceError: after :meth:`end`.
            trio.BrokenResourceError: after :meth:`close`.
            trio.BusyResourceError: another task is blocked in :meth:`put`.
        """
        self._check_sender()
        if self._when_full == "block" and len(pcm) > self._free_bytes:
            raise trio.WouldBlock
        self._counted_chunks += 1
        self._append(bytes(pcm))
        self._drop_excess()

    async def put(self, pcm: bytes | bytearray | memoryview) -> None:
        """Put in a chunk; with the policy ``"block"``, wait until all of it fits.

        If cancelled while it waits, the mailbox has taken some unknown part of the chunk, as when a socket is written.

        Raises:
            trio.ClosedResourceError: after :meth:`end`.
            trio.BrokenResourceError: after :meth:`close`, also when that happens during the wait.
            trio.BusyResourceError: another task is blocked in here.
        """
        await trio.lowlevel.checkpoint_if_cancelled()
        if self._when_full == "drop_oldest":
            self.put_nowait(pcm)
            await trio.lowlevel.cancel_shielded_checkpoint()
            return
        self._check_sender()
        self._counted_chunks += 1
        self._sending = True
        try:
            rest = memoryview(bytes(pcm))
            while len(rest) > self._free_bytes:
                part, rest = rest[: self._free_bytes], rest[self._free_bytes :]
                self._append(bytes(part))
                await self._sender.park()
                if self._closed:
                    raise trio.BrokenResourceError("the receiver has gone")
            self._append(bytes(rest))
        finally:
            self._sending = False
            self._receiver.unpark_all()  # it may have been waiting for the rest of an ended stream
        await trio.lowlevel.cancel_shielded_checkpoint()

    async def take(self, max_bytes: int) -> AudioPiece:
        """Take the next piece, of no more than ``max_bytes``; wait until there is one. Always a checkpoint.

        Being cancelled here loses no audio.

        Raises:
            trio.EndOfChannel: ended, and everything was taken.
            trio.ClosedResourceError: after :meth:`close`.
        """
        if max_bytes < 1:
            raise ValueError(f"max_bytes must be at least 1, not {max_bytes!r}")
        await trio.lowlevel.checkpoint()
        while not self._chunks:
            if self._closed:
                raise trio.ClosedResourceError
            if self._ended and not self._sending:
                raise trio.EndOfChannel
            await self._receiver.park()
        chunk = self._chunks[0]
        pcm = memoryview(chunk.pcm)[chunk.offset : chunk.offset + max_bytes]
        self._discard(len(pcm))
        self._taken_bytes += len(pcm)
        skipped_bytes, self._unreported_bytes = self._unreported_bytes, 0
        self._sender.unpark_all()
        return AudioPiece(pcm, chunk.last_at, skipped_bytes)

    def end(self) -> None:
        """No more audio will come; what waits can still be taken. Harmless when repeated."""
        self._ended = True
        self._receiver.unpark_all()

    def close(self) -> None:
        """Forget what waits and wake everybody: the receiver has gone. Harmless when repeated."""
        self._closed = True
        self._chunks.clear()
        self._queued_bytes = 0
        self._receiver.unpark_all()
        self._sender.unpark_all()

    @property
    def age_s(self) -> float:
        """How long the oldest audio has waited; 0 when nothing waits."""
        return trio.current_time() - self._chunks[0].first_at if self._chunks else 0.0

    @property
    def consumed_bytes(self) -> int:
        """Bytes ever taken out or dropped."""
        return self._taken_bytes + self._dropped_bytes

    def statistics(self) -> MailboxStatistics:
        """How full it is, how old its head is, and what passed through it."""
        return MailboxStatistics(
            capacity_s=self._capacity_s,
            queued_s=self._format.seconds(self._queued_bytes),
            age_s=self.age_s,
            chunks=self._counted_chunks,
            received_bytes=self._received_bytes,
            taken_bytes=self._taken_bytes,
            dropped_bytes=self._dropped_bytes,
            dropped_s=self._format.seconds(self._dropped_bytes),
            senders_waiting=len(self._sender),
        )

    @property
    def _free_bytes(self) -> int:
        return self._capacity_bytes - self._queued_bytes

    def _check_sender(self) -> None:
        if self._closed:
            raise trio.BrokenResourceError("the receiver has gone")
        if self._ended:
            raise trio.ClosedResourceError("the audio was ended")
        if self._sending:
            raise trio.BusyResourceError("another task is putting audio into this mailbox")

    def _append(self, pcm: bytes) -> None:
        now = trio.current_time()
        self._received_bytes += len(pcm)
        self._queued_bytes += len(pcm)
        if not pcm:
            return
        tail = self._chunks[-1] if self._chunks else None
        if tail is not None and len(tail.pcm) - tail.offset + len(pcm) <= _SMALL_CHUNK_BYTES:
            tail.pcm, tail.offset, tail.last_at = tail.pcm[tail.offset :] + pcm, 0, now
        else:
            self._chunks.append(_Chunk(pcm, 0, now, now))
        self._receiver.unpark_all()

    def _drop_excess(self) -> None:
        excess_bytes = -self._free_bytes
        if excess_bytes <= 0:
            return
        # Only whole frames, counted from the byte that the recogniser takes next: the rest must stay aligned.
        frame = self._format.bytes_per_frame
        excess_bytes = -(-excess_bytes // frame) * frame
        self._dropped_bytes += excess_bytes
        self._unreported_bytes += excess_bytes
        self._discard(excess_bytes)

    def _discard(self, size_bytes: int) -> None:
        self._queued_bytes -= size_bytes
        while size_bytes:
            head = self._chunks[0]
            step = min(size_bytes, len(head.pcm) - head.offset)
            head.offset += step
            size_bytes -= step
            if head.offset == len(head.pcm):
                self._chunks.popleft()
