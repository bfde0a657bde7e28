"""Audio on its way from a sender to the recogniser of one session."""

from __future__ import annotations

from collections import deque
from typing import Final, Literal

import attrs
import trio

from chordwork.actors._bell import Bell
from chordwork.actors._format import StreamFormat

WhenFull = Literal["block", "drop_oldest"]

LIVE_SHARE: Final = 0.25
"""Audio that is too late is dropped down to this share of the allowed age, so that the next piece is not late again."""
_SMALL_CHUNK_BYTES: Final = 4096
"""Chunks are joined up to this size, so that a flood of tiny messages costs no more memory than their audio,"""
_JOINED_WITHIN_S: Final = 0.05
"""and if they were captured within this time of each other, so that their age means something."""


@attrs.frozen
class AudioPiece:
    """A little audio to recognise now.

    Attributes:
        pcm: the bytes; may begin and end inside a frame.
        received_at: trio time at which the last of the chunks it came from was put in.
        skipped_bytes: whole frames that were dropped or skipped directly before it.
    """

    pcm: bytes | memoryview
    received_at: float
    skipped_bytes: int


@attrs.frozen
class MailboxStatistics:
    """State of an :class:`AudioMailbox`.

    Attributes:
        capacity_s: bound, in seconds of audio.
        queued_s: audio that waits.
        age_s: how late the audio is that could be recognised now; 0 when there is not enough for that.
        chunks: chunks ever put in.
        received_bytes: bytes ever put in or skipped.
        taken_bytes: bytes ever taken out.
        dropped_bytes: bytes ever lost: because the mailbox was full, because they were too late, or skipped.
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


class _Chunk:
    """Bytes in the queue. ``born_at`` is when they were captured, on our clock: their arrival, less their delay."""

    __slots__ = ("born_at", "last_at", "offset", "pcm", "skipped_bytes")

    def __init__(self, pcm: bytes, born_at: float, last_at: float, skipped_bytes: int) -> None:
        self.pcm = pcm
        self.offset = 0
        self.born_at = born_at
        self.last_at = last_at
        self.skipped_bytes = skipped_bytes


class AudioMailbox:
    """A queue of PCM, bounded in seconds of audio; one sender, one receiver, both in one trio loop.

    Why not a memory channel: its bound counts items, and a client chooses how long an item is. Here the bound is what
    a listener feels, the delay.

    Args:
        stream_format: how long a byte lasts, and where frames begin.
        capacity_s: the bound, in seconds of audio; more than 0.
        when_full: ``"drop_oldest"`` throws away the oldest whole frames, counts them and reports them with the next
            piece: right for live audio, where late is worthless. ``"block"`` makes :meth:`put` wait: right for files.
        max_age_s: with ``"drop_oldest"``, audio that is later than this when its turn comes is dropped too, and what
            follows it, down to :data:`LIVE_SHARE` of that age: the stream is live again. None: only the bound counts.
    """

    def __init__(
        self, stream_format: StreamFormat, *, capacity_s: float, when_full: WhenFull, max_age_s: float | None = None
    ) -> None:
        if not capacity_s > 0:
            raise ValueError(f"capacity_s must be more than 0 seconds, not {capacity_s!r}")
        if when_full not in ("block", "drop_oldest"):
            raise ValueError(f"when_full must be 'block' or 'drop_oldest', not {when_full!r}")
        if max_age_s is not None and not max_age_s > 0:
            raise ValueError(f"max_age_s must be more than 0 seconds, not {max_age_s!r}")
        self._format = stream_format
        self._capacity_s = capacity_s
        self._capacity_bytes = stream_format.whole_frames(capacity_s)
        self._when_full = when_full
        self._max_age_s = max_age_s if when_full == "drop_oldest" else None
        self._chunks: deque[_Chunk] = deque()
        self._queued_bytes = 0
        self._wanted_bytes = 1
        self._counted_chunks = 0
        self._received_bytes = 0
        self._taken_bytes = 0
        self._dropped_bytes = 0
        self._skipping_bytes = 0  # to be reported with the chunk that comes next
        self._unreached_bytes = 0  # skipped, behind audio that still waits
        self._unreported_bytes = 0
        self._ended = False
        self._closed = False
        self._sending = False
        self._receiver = Bell()
        self._sender = Bell()

    def put_nowait(
        self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0, arrived_at: float | None = None
    ) -> None:
        """Put in a chunk without waiting.

        Args:
            pcm: the bytes.
            delay_s: how late they are already.
            arrived_at: trio time at which they came; None: now.

        Raises:
            trio.WouldBlock: it does not fit and the policy is ``"block"``; nothing was taken.
            trio.ClosedResourceError: after :meth:`end`.
            trio.BrokenResourceError: after :meth:`close`.
            trio.BusyResourceError: another task is blocked in :meth:`put`.
        """
        if self._closed or self._ended or self._sending:
            self._check_sender()
        if self._when_full == "block" and len(pcm) > self._free_bytes:
            raise trio.WouldBlock
        self._counted_chunks += 1
        self._append(bytes(pcm), delay_s, trio.current_time() if arrived_at is None else arrived_at)
        if self._queued_bytes > self._capacity_bytes:
            self._drop(self._queued_bytes - self._capacity_bytes)

    async def put(self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0) -> None:
        """Put in a chunk; with the policy ``"block"``, wait until all of it fits.

        If cancelled while it waits, the mailbox has taken some unknown part of the chunk, as when a socket is written.

        Raises:
            trio.ClosedResourceError: after :meth:`end`.
            trio.BrokenResourceError: after :meth:`close`, also when that happens during the wait.
            trio.BusyResourceError: another task is blocked in here.
        """
        await trio.lowlevel.checkpoint_if_cancelled()
        if self._when_full == "drop_oldest":
            self.put_nowait(pcm, delay_s=delay_s)
            await trio.lowlevel.cancel_shielded_checkpoint()
            return
        self._check_sender()
        self._counted_chunks += 1
        self._sending = True
        try:
            rest = memoryview(bytes(pcm))
            while len(rest) > self._free_bytes:
                part, rest = rest[: self._free_bytes], rest[self._free_bytes :]
                self._append(bytes(part), delay_s, trio.current_time())
                await self._sender.wait()
                if self._closed:
                    raise trio.BrokenResourceError("the receiver has gone")
            self._append(bytes(rest), delay_s, trio.current_time())
        finally:
            self._sending = False
            self._receiver.ring()  # it may have been waiting for the rest of an ended stream
        await trio.lowlevel.cancel_shielded_checkpoint()

    def skip(self, size_bytes: int) -> None:
        """Audio of that size, in whole frames, will never come: it counts as received and dropped, at this place.

        Raises:
            trio.ClosedResourceError, trio.BrokenResourceError, trio.BusyResourceError: as for :meth:`put_nowait`.
        """
        self._check_sender()
        self._received_bytes += size_bytes
        self._dropped_bytes += size_bytes
        self._skipping_bytes += size_bytes
        self._unreached_bytes += size_bytes

    def go_on_from(
        self, consumed_bytes: int, *, dropped_bytes: int = 0, unreported_bytes: int = 0, chunks: int = 0
    ) -> None:
        """Count on where another mailbox was, before anything is put in.

        Args:
            consumed_bytes: that went through it, dropped ones included.
            dropped_bytes: of these.
            unreported_bytes: of these, those that no piece has told yet.
            chunks: that were put in.
        """
        self._received_bytes = consumed_bytes
        self._taken_bytes = consumed_bytes - dropped_bytes
        self._dropped_bytes = dropped_bytes
        self._unreported_bytes = unreported_bytes
        self._counted_chunks = chunks

    @property
    def passed(self) -> tuple[int, int, int, int]:
        """What :meth:`go_on_from` takes, in its order."""
        dropped_bytes = self._dropped_bytes - self._unreached_bytes
        return self.consumed_bytes, dropped_bytes, self._unreported_bytes, self._counted_chunks

    async def take(self, max_bytes: int, *, wanted_bytes: int = 1) -> AudioPiece:
        """Take the next piece, of no more than ``max_bytes``; wait until there is one. Always a checkpoint.

        With ``wanted_bytes`` it waits for that many, and hands out all there are in one piece, unless the audio ends
        or they do not fit: whoever cannot use less is not woken for less.

        Being cancelled here loses no audio.

        Raises:
            trio.EndOfChannel: ended, and everything was taken.
            trio.ClosedResourceError: after :meth:`close`.
        """
        if max_bytes < 1:
            raise ValueError(f"max_bytes must be at least 1, not {max_bytes!r}")
        self._wanted_bytes = max(1, min(wanted_bytes, max_bytes, self._capacity_bytes))
        waited = False
        while not self._ready or (self._max_age_s is not None and self._drop_late()):
            if self._closed:
                await trio.lowlevel.checkpoint()
                raise trio.ClosedResourceError
            if self._ended and not self._sending:
                if self._chunks:
                    break
                await trio.lowlevel.checkpoint()
                raise trio.EndOfChannel
            await self._receiver.wait()
            waited = True
        if not waited:
            await trio.lowlevel.checkpoint()
            if not self._chunks:  # closed meanwhile
                raise trio.ClosedResourceError
        return self._taken(max_bytes)

    def end(self) -> None:
        """No more audio will come; what waits can still be taken. Harmless when repeated."""
        self._ended = True
        self._receiver.ring()

    def close(self) -> None:
        """Forget what waits and wake everybody: the receiver has gone. Harmless when repeated."""
        self._closed = True
        self._chunks.clear()
        self._queued_bytes = 0
        self._receiver.ring()
        self._sender.ring()

    @property
    def age_s(self) -> float:
        """How late the audio is that could be recognised now; 0 when there is not enough for that."""
        if self._queued_bytes < self._wanted_bytes:
            return 0.0
        wanted_bytes = self._wanted_bytes
        for chunk in self._chunks:
            wanted_bytes -= len(chunk.pcm) - chunk.offset
            if wanted_bytes <= 0:
                return max(0.0, trio.current_time() - chunk.born_at)
        return 0.0

    @property
    def consumed_bytes(self) -> int:
        """Bytes ever taken out, dropped or skipped."""
        return self._taken_bytes + self._dropped_bytes - self._unreached_bytes

    @property
    def received_bytes(self) -> int:
        """Bytes ever put in or skipped."""
        return self._received_bytes

    def statistics(self) -> MailboxStatistics:
        """How full it is, how late its audio is, and what passed through it."""
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

    @property
    def _ready(self) -> bool:
        return self._queued_bytes >= self._wanted_bytes and bool(self._chunks)

    def _check_sender(self) -> None:
        if self._closed:
            raise trio.BrokenResourceError("the receiver has gone")
        if self._ended:
            raise trio.ClosedResourceError("the audio was ended")
        if self._sending:
            raise trio.BusyResourceError("another task is putting audio into this mailbox")

    def _append(self, pcm: bytes, delay_s: float, now: float) -> None:
        size_bytes = len(pcm)
        self._received_bytes += size_bytes
        self._queued_bytes += size_bytes
        if not size_bytes:
            return
        born_at = now - delay_s
        chunks = self._chunks
        tail = chunks[-1] if chunks and size_bytes < _SMALL_CHUNK_BYTES and not self._skipping_bytes else None
        if (
            tail is not None
            and len(tail.pcm) - tail.offset + size_bytes <= _SMALL_CHUNK_BYTES
            and -_JOINED_WITHIN_S < born_at - tail.born_at < _JOINED_WITHIN_S
        ):
            tail.pcm, tail.offset, tail.last_at = tail.pcm[tail.offset :] + pcm, 0, now
        else:
            chunks.append(_Chunk(pcm, born_at, now, self._skipping_bytes))
            self._skipping_bytes = 0
        if self._queued_bytes >= self._wanted_bytes:
            self._receiver.ring()

    def _taken(self, max_bytes: int) -> AudioPiece:
        head = self._chunks[0]
        size_bytes = min(max_bytes, len(head.pcm) - head.offset)
        self._pass_gap(head)
        pcm: bytes | memoryview = memoryview(head.pcm)[head.offset : head.offset + size_bytes]
        received_at = head.last_at
        if size_bytes < self._wanted_bytes:
            parts = [pcm]
            for chunk in self._chunks:
                if chunk is head:
                    continue
                if chunk.skipped_bytes or size_bytes >= max_bytes:
                    break
                part = memoryview(chunk.pcm)[: max_bytes - size_bytes]
                parts.append(part)
                size_bytes += len(part)
                received_at = chunk.last_at
            pcm = b"".join(parts)
        self._discard(size_bytes)
        self._taken_bytes += size_bytes
        skipped_bytes, self._unreported_bytes = self._unreported_bytes, 0
        self._sender.ring()
        return AudioPiece(pcm, received_at, skipped_bytes)

    def _drop_late(self) -> bool:
        """Drop what is too late; say whether too little is left."""
        assert self._max_age_s is not None
        if self.age_s <= self._max_age_s:
            return False
        live_since = trio.current_time() - LIVE_SHARE * self._max_age_s
        late_bytes = 0
        for chunk in self._chunks:
            if chunk.born_at >= live_since:
                break
            late_bytes += len(chunk.pcm) - chunk.offset
        self._drop(late_bytes // self._format.bytes_per_frame * self._format.bytes_per_frame)
        return not self._ready

    def _drop(self, excess_bytes: int) -> None:
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
            self._pass_gap(head)
            step = min(size_bytes, len(head.pcm) - head.offset)
            head.offset += step
            size_bytes -= step
            if head.offset == len(head.pcm):
                self._chunks.popleft()

    def _pass_gap(self, head: _Chunk) -> None:
        self._unreported_bytes += head.skipped_bytes
        self._unreached_bytes -= head.skipped_bytes
        head.skipped_bytes = 0
